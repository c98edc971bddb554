package issue

import (
	"context"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/store"
)

// draw gives each item its place in the status lists, in the plan's order.
func (r *run) draw() error {
	r.places = make([]store.Status, len(r.plan.Items))
	if r.signer == nil {
		return nil
	}
	for i := range r.places {
		var err error
		if r.places[i], err = r.indexes.next(); err != nil {
			return err
		}
	}
	return nil
}

// judge makes every document of the plan and judges it. What it was is
// remembered, so that nothing else is signed.
func (r *run) judge(ctx context.Context) error {
	r.judged = make([]digest, 0, len(r.plan.Items))
	return inOrder(ctx, len(r.plan.Items), func(i int) (d digest, err error) {
		it := r.plan.Items[i]
		if it.What == Sign {
			if err := r.genuine(it); err != nil {
				return d, err
			}
		}
		buffer := documents.Get().(*[]byte)
		defer documents.Put(buffer)
		doc, err := r.bare((*buffer)[:0], it, r.places[i])
		if err != nil {
			return d, err
		}
		*buffer = doc
		d = digestOf(doc)
		if err := conforms(doc, r.places[i].Suspends); err != nil {
			return d, fmt.Errorf("the credential of %s cannot be issued: %w", it.Entry.Key, err)
		}
		if err := r.signer.ordered(doc); err != nil {
			return d, fmt.Errorf("the credential of %s cannot be signed: %w", it.Entry.Key, err)
		}
		if r.signer == nil || !r.signer.first(it.Entry.Achievement) && !d.sampled() {
			return d, nil
		}
		if err := r.signer.try(doc); err != nil {
			return d, fmt.Errorf("the credential of %s does not verify with a trial key, and was not signed: %w", it.Entry.Key, err)
		}
		return d, nil
	}, func(i int, d digest) error {
		r.judged = append(r.judged, d)
		r.tell(i + 1)
		return nil
	})
}

// sign makes the documents again, signs them where there is a key, and writes
// them. Making one is cheap; keeping all would take the memory.
func (r *run) sign(ctx context.Context, w *store.Writer) error {
	return inOrder(ctx, len(r.plan.Items), func(i int) (*store.Line, error) {
		it := r.plan.Items[i]
		var doc []byte
		if r.signer != nil { // what is signed is written anew; what is not, is kept
			buffer := documents.Get().(*[]byte)
			defer func() { *buffer = doc[:0]; documents.Put(buffer) }()
			doc = (*buffer)[:0]
		}
		doc, err := r.bare(doc, it, r.places[i])
		if err != nil {
			return nil, err
		}
		if digestOf(doc) != r.judged[i] {
			return nil, fmt.Errorf("the credential of %s is not the one that was judged; run the command again", it.Entry.Key)
		}
		line, err := r.record(it, doc)
		if err != nil || r.signer == nil {
			return line, err
		}
		if err := r.signer.sign(line); err != nil {
			return nil, fmt.Errorf("signing the credential of %s: %w", it.Entry.Key, err)
		}
		return line, nil
	}, func(i int, line *store.Line) error {
		if err := w.Add(line, r.places[i]); err != nil {
			return err
		}
		r.supersede(r.plan.Items[i])
		r.tell(len(r.plan.Items) + i + 1)
		return nil
	})
}

// tell says how far the run is: judging is one half of the way.
func (r *run) tell(steps int) {
	if r.options.Progress != nil {
		r.options.Progress(steps/2, len(r.plan.Items))
	}
}

// supersede notes that the former editions of an award are to be revoked.
func (r *run) supersede(it Item) {
	for _, f := range r.plan.former(it) {
		if f.Status.List > 0 {
			name := listName(credential.Revocation, int(f.Status.List))
			r.revoked[name] = append(r.revoked[name], int(f.Status.Index))
		}
	}
}

// documents are what documents are made in that do not stay.
var documents = sync.Pool{New: func() any { return new([]byte) }}

// bare makes the document of one award, unsigned, at the end of text.
func (r *run) bare(text []byte, it Item, place store.Status) ([]byte, error) {
	at := credential.Status{List: int(place.List), Index: int(place.Index), Suspends: place.Suspends}
	if it.What == Sign {
		recorded, err := r.plan.passed.Issued().Line(it.Entry.Record)
		if err != nil {
			return nil, err
		}
		doc, err := r.builder.WithStatus(recorded.Credential, at)
		return append(text, doc...), named(it, err)
	}
	a, err := r.plan.passed.Award(*it.Entry)
	if err != nil {
		return nil, err
	}
	doc, err := r.builder.Append(text, a, it.Entry.Achievement, it.ID, at)
	return doc, named(it, err)
}

// record makes the record of one award around its document.
func (r *run) record(it Item, doc []byte) (*store.Line, error) {
	a, err := r.plan.passed.Award(*it.Entry)
	if err != nil {
		return nil, err
	}
	site := &r.plan.passed.Catalog().Site
	line := &store.Line{Award: it.Entry.Key, Edition: it.Edition, ID: it.ID, Credential: doc, Binding: credential.Binding(a, it.Entry.Achievement, site)}
	if id, ok := credential.Recipient(a, site.Seed); ok {
		line.Recipient, err = marshalRecipient(id)
	}
	return line, named(it, err)
}

// named says of which award an error is.
func named(it Item, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("award %s: %w", it.Entry.Key, err)
}

// digest tells one document from another within a run. It is no defence: both
// documents are made here.
type digest uint64

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func digestOf(doc []byte) digest {
	return digest(crc32.Checksum(doc, castagnoli))<<32 | digest(crc32.ChecksumIEEE(doc))
}

// sampleOf is how many documents there are to one that is judged in full,
// beside the first of each achievement.
const sampleOf = 256

// sampled picks by content, so that who issues again sees the same.
func (d digest) sampled() bool { return d>>32%sampleOf == 0 }
