package render

import (
	"iter"
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
}
