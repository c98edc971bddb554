// Package shape canonicalises many alike JSON-LD documents at the cost of few.
//
// All credentials of one achievement say the same things about different
// people. What they share, the shape, is the JSON without the text of its data:
// which members there are, how many entries each list has, every number, every
// type. The JSON-LD library is asked once per shape; after that the texts of a
// document, the slots, are put where the library would have put them.
//
//	var cache shape.Cache
//	canonical, err := cache.Canonical(document)
//
// The bytes are those of jsonld.Canonical, or an error. Whatever the shape does
// not decide goes to the library: blank nodes that look alike, an IRI that a
// context could expand, a text with unusual escapes, a document that the
// library would refuse.
//
// A mistake here would be signed. So the first document of each shape, and
// after it about one in 1,024 as their content decides, is given to the library
// as well; when the two differ, Canonical returns ErrMismatch. The order of
// documents and the number of goroutines change no result.
package shape

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"
	"sync/atomic"

	"github.com/sealpress/sealpress/generator/standard/jsonld"
)

// ErrMismatch says that a shape and the library disagree about a document. It
// is a mistake in this package, and nothing may be signed.
var ErrMismatch = errors.New("the compiled shape and the JSON-LD library disagree")

// Bounds. A document beyond them goes to the library; a cache that is full
// begins anew.
const (
	maxShapes = 2048
	maxSize   = 1 << 20 // bytes of a document, as jcs.Strict has it
	maxSlots  = 1024
	maxLines  = 2048     // quads, which are sorted by insertion
	maxText   = 64 << 10 // bytes of a skeleton
	maxBlanks = 128
	maxDepth  = 32
)

// sampled is the share of documents that the library sees as well. A checksum
// of the document decides which, so that it is the same ones in every run.
const sampled = 1024

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A Cache keeps the shapes met so far. The zero value is ready to use with the
// compiled-in contexts, and safe for concurrent use.
type Cache struct {
	Contexts *jsonld.Processor // nil: the compiled-in contexts

	once      sync.Once
	err       error
	processor *jsonld.Processor
	terms     map[string]bool
	fixed     *fixed

	mu     sync.RWMutex
	shapes map[string]*shape // by skeleton; nil where the library is always asked

	scratch                                  sync.Pool
	compiled, filled, library, alike, proved atomic.Uint64
}

// Stats count what became of the documents.
type Stats struct {
	Compiled uint64 // shapes made
	Filled   uint64 // documents that a shape answered for
	Library  uint64 // documents that the library answered for
	Alike    uint64 // of those, the ones with blank nodes that look alike
	Proved   uint64 // documents of Filled that the library saw too
}

// Stats returns the counts so far.
func (c *Cache) Stats() Stats {
	return Stats{Compiled: c.compiled.Load(), Filled: c.filled.Load(), Library: c.library.Load(), Alike: c.alike.Load(), Proved: c.proved.Load()}
}

// Canonical returns the canonical N-Quads of a document: a credential without
// its proof, or a proof configuration.
func (c *Cache) Canonical(document []byte) ([]byte, error) { return c.Append(nil, document) }

// Append appends what Canonical returns to dst. Who hashes the bytes and is
// done with them can use one buffer for many documents, which saves half of
// the time.
func (c *Cache) Append(dst, document []byte) ([]byte, error) {
	c.once.Do(c.prepare)
	if c.err != nil {
		return dst, c.err
	}
	s := c.borrow()
	defer c.scratch.Put(s)
	if !s.scan(document, c.fixed) || len(s.skeleton) > maxText {
		return c.ask(dst, document)
	}
	c.mu.RLock()
	sh, known := c.shapes[string(s.skeleton)]
	c.mu.RUnlock()
	if !known {
		var err error
		if sh, err = c.compile(document, s); err != nil {
			return dst, err
		}
	}
	if sh == nil {
		return c.ask(dst, document)
	}
	out, verdict := sh.fill(dst, s, document, c.terms)
	switch verdict {
	case alike:
		c.alike.Add(1)
		fallthrough
	case unsure:
		return c.ask(dst, document)
	}
	if !sh.proved.Load() || crc32.Checksum(document, castagnoli)%sampled == 0 {
		if err := c.prove(document, out[len(dst):]); err != nil {
			return dst, err
		}
		sh.proved.Store(true)
	}
	c.filled.Add(1)
	return out, nil
}

func (c *Cache) prepare() {
	c.processor = c.Contexts
	if c.processor == nil {
		c.processor, c.err = jsonld.Standard()
	}
	if c.err == nil {
		v := c.processor.Vocabulary()
		c.terms, c.fixed = v.Terms, newFixed(v)
	}
}

func (c *Cache) borrow() *scratch {
	if s, ok := c.scratch.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}

func (c *Cache) ask(dst, document []byte) ([]byte, error) {
	c.library.Add(1)
	out, err := c.processor.Canonical(document, jsonld.Options{})
	return append(dst, out...), err
}

func (c *Cache) prove(document, out []byte) error {
	c.proved.Add(1)
	want, err := c.processor.Canonical(document, jsonld.Options{})
	if err != nil {
		return fmt.Errorf("%w: the library refuses the document: %w", ErrMismatch, err)
	}
	if !bytes.Equal(want, out) {
		return fmt.Errorf("%w: the library says\n%s\nthe shape says\n%s", ErrMismatch, want, out)
	}
	return nil
}

// compile makes the shape of a document that the library accepts. A document
// that the library refuses leaves nothing behind.
func (c *Cache) compile(document []byte, s *scratch) (*shape, error) {
	if _, err := c.processor.ToRDF(document); err != nil {
		return nil, err
	}
	var sh *shape
	// A document that speaks of placeholders itself has no shape.
	if !bytes.Contains(s.skeleton, []byte(placeholder)) {
		if dataset, err := c.processor.ToRDF(s.template(document)); err == nil {
			sh = compile(dataset, len(s.slots))
		}
	}
	// Without a shape the library is asked each time; that is kept too.
	c.compiled.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.shapes) >= maxShapes || c.shapes == nil {
		c.shapes = make(map[string]*shape)
	}
	c.shapes[string(s.skeleton)] = sh
	return sh, nil
}
