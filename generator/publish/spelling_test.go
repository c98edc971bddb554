package publish

import (
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// These file systems cannot be had on every machine, so their listings are
// imitated: a file answers to the plan's name but is listed under another.

func TestAFileSystemThatDecomposesNamesIsUnderstood(t *testing.T) {
	testSpelling(t, norm.NFD.String)
}

func TestAFileSystemThatIgnoresCaseIsUnderstood(t *testing.T) {
	testSpelling(t, func(file string) string {
		if file == ".sealpress" {
			return file
		}
		return strings.ToUpper(file)
	})
}

func testSpelling(t *testing.T, spelling func(string) string) {
	s := sample().with(site{"photos/für-alle.jpg": "ü"})
	for _, forget := range []bool{false, true} {
		o := folder(t)
		o.Keep = isAward
		o.spelling = spelling
		must(t, s, o)
		var rendered atomic.Int64
		if forget {
			o.Work = filepath.Join(filepath.Dir(o.Out), "other")
		}
		for range 2 {
			got, err := Publish(t.Context(), s.plan(&rendered), o)
			if err != nil || got.Written != 0 || got.Removed != 0 || got.StrayCount != 0 {
				t.Errorf("forget=%v: %+v, %v", forget, got, err)
			}
			expect(t, o.Out, s)
		}
		if want := int64(len(s)); !forget && rendered.Load() != 0 || rendered.Load() > want {
			t.Errorf("forget=%v: rendered %d of %d", forget, rendered.Load(), want)
		}
		next := s.with(site{"photos/für-alle.jpg": "u", "index.html": "new"})
		if got := must(t, next, o); got.Written != 2 {
			t.Errorf("forget=%v: %+v", forget, got)
		}
		expect(t, o.Out, next)
	}
}
