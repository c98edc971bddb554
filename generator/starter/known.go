package starter

import (
	"fmt"

	"github.com/sealpress/sealpress/generator/badge"
)

// Known is what an author said of a badge or micro-credential before there was
// a file. The zero value is nothing.
//
// What the file has a key for is written there. The rest stands in comments
// above the criteria: it belongs in them, in the author's words, and a wish
// (Recognition) is no fact that a page may state.
type Known struct {
	For         string                 // who it is for
	Outcomes    []string               // what a holder can do
	Evidence    string                 // what is kept of each learner's work
	Quality     badge.QualityAssurance // of a micro-credential; what is empty is left to the author
	Recognition []string               // who should recognise it
}

// Said reports whether there is something that belongs in the criteria.
func (k Known) Said() bool { return k.For != "" || k.Evidence != "" || len(k.Recognition) > 0 }

// check refuses what a file cannot hold.
func (k Known) check() error {
	type field struct {
		key, value string
		limit      int
	}
	all := []field{{"for", k.For, 300}, {"evidence", k.Evidence, 300}, {"quality-assurance body", k.Quality.Body, 200}, {"quality-assurance url", k.Quality.URL, 2000},
		{"quality-assurance type", k.Quality.Type, 60}}
	for _, s := range k.Outcomes {
		all = append(all, field{"outcomes", s, 500})
	}
	for _, s := range k.Recognition {
		all = append(all, field{"recognition", s, 200})
	}
	if len(k.Outcomes) > 50 || len(k.Recognition) > 50 {
		return fmt.Errorf("expected at most 50 outcomes and 50 who recognise it, found %d and %d", len(k.Outcomes), len(k.Recognition))
	}
	for _, f := range all {
		if f.value == "" {
			continue
		}
		if err := oneLine(f.value, f.limit); err != nil {
			return fmt.Errorf("%s: %w", f.key, err)
		}
	}
	return nil
}
