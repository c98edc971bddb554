package render

import (
	"iter"
	"sync"
)

// Fingerprint is a digest of everything that a file of the site depends on:
// the content it shows, the theme, the site's settings and the program. Equal
// fingerprints promise equal bytes, so the file need not be rendered again.
type Fingerprint [16]byte

// Entry is one file of the site, rendered on demand.
type Entry struct {
	File        string // below the output folder, slash-separated: "awards/<id>/index.html"
	Fingerprint Fingerprint
	Render      func() ([]byte, error) // safe to call from any goroutine
	Release     func(data []byte)      // optional: takes back what Render made, from who is done with it
}

// Plan is every file of the site. It is a sequence, so that a site of a
// million awards never stands in memory; it may be walked more than once.
type Plan struct {
	Entries iter.Seq[Entry] // each File once, in an order that is the same every time
	Count   int             // how many entries there are

	// MayVanish reports whether a file that is not among the entries was
	// taken out by a decision: the picture of an award that was replaced or
	// erased. Any other file of an award must stay.
	MayVanish func(file string) bool

	find func(file string) (Entry, bool)
}

// Finder returns what finds the entry of one file. Of a plan that New made it
// plans the files of one award, or once those that belong to none.
func (p Plan) Finder() func(file string) (Entry, bool) {
	if p.find != nil {
		return p.find
	}
	all := sync.OnceValue(func() map[string]Entry { return byFile(p.Entries) })
	return func(file string) (Entry, bool) {
		e, ok := all()[file]
		return e, ok
	}
}

func byFile(entries iter.Seq[Entry]) map[string]Entry {
	all := map[string]Entry{}
	for e := range entries {
		all[e.File] = e
	}
	return all
}

// aheadBy is how many entries are planned at once, ahead of who takes them.
const aheadBy = 256

// ahead plans entries beside the work of who takes them: digests take about as
// long as looking up what became of the file the last time.
func ahead(entries iter.Seq[Entry]) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		batches, stop := make(chan []Entry, 2), make(chan struct{})
		var done sync.WaitGroup
		done.Go(func() {
			defer close(batches)
			batch := make([]Entry, 0, aheadBy)
			hand := func() bool {
				select {
				case batches <- batch:
					batch = make([]Entry, 0, aheadBy)
					return true
				case <-stop:
					return false
				}
			}
			for e := range entries {
				if batch = append(batch, e); len(batch) == cap(batch) && !hand() {
					return
				}
			}
			hand()
		})
		defer done.Wait()
		defer close(stop)
		for batch := range batches {
			for _, e := range batch {
				if !yield(e) {
					return
				}
			}
		}
	}
}
