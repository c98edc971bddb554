package decide

import (
	"context"
	"iter"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
)

// today is the day of the tests.
var today = badge.Date{Year: 2026, Month: 6, Day: 1}

const seed = badge.Seed("00112233445566778899aabbccddeeff")

// content is a small content folder: files from pairs of name and text beside
// the ones that every site has.
func content(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	all := append([]string{
		"site.yaml", "title: T\nurl: https://b.example/x/\nlanguages: [en]\nseed: " + string(seed) + "\nrepository: private\n",
		"awards/knots.yaml", "achievement: knots\nawarded: 2026-03-01\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n" +
			"    evidence:\n      - name: Rope\n        url: https://b.example/x/rope%20of%20ada.pdf\n      - name: Knot board\n        url: https://b.example/x/board.pdf\n" +
			"  # Bruno came late\n  k2:\n    name: Bruno Ek\n    email: bruno@example.org\n    evidence:\n      - name: Knot board\n        url: https://b.example/x/board.pdf\n",
		"awards/one.yaml", "achievement: knots\nawarded: 2026-03-02\nid: abcdefghijklmnopqrstuvwxya\nrecipient:\n  name: Cy Example\n  email: cy@example.org\n",
		"static/rope of ada.pdf", "rope", "static/board.pdf", "board",
	}, pairs...)
	for i := 0; i < len(all); i += 2 {
		if all[i+1] == "-" {
			delete(files, all[i])
			continue
		}
		files[all[i]] = &fstest.MapFile{Data: []byte(all[i+1])}
	}
	return files
}

// loaded reads a content folder.
func loaded(t *testing.T, files fstest.MapFS) (*badge.Catalog, iter.Seq[*badge.Cohort]) {
	t.Helper()
	c, err := load.Dir(t.Context(), files, "content")
	if err != nil {
		t.Fatal(err)
	}
	return c.Catalog, func(yield func(*badge.Cohort) bool) {
		for _, co := range c.Cohorts(context.Background()) {
			if !yield(co) {
				return
			}
		}
	}
}

// found finds awards that are there.
func found(t *testing.T, files fstest.MapFS, names ...string) []Award {
	t.Helper()
	c, cohorts := loaded(t, files)
	awards, err := Find(c, cohorts, nil, names)
	if err != nil {
		t.Fatalf("Find(%s): %v", strings.Join(names, ", "), err)
	}
	return awards
}

// decided is a decision's file.
func decided(award, action, on string) string {
	return "award: " + award + "\naction: " + action + "\non: " + on + "\n"
}
