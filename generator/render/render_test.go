package render

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
)

// Two lists of values share a digest only when they are the same list: each
// value goes in with its length.
func TestSumTellsListsApart(t *testing.T) {
	seen := map[digest]string{}
	for name, values := range map[string][]any{
		"nothing": {}, "one empty": {""}, "two empty": {"", ""}, "ab c": {"ab", "c"}, "a bc": {"a", "bc"}, "abc": {"abc"},
		"a number": {1}, "nil": {(*badge.Decision)(nil)}, "a list": {[]string{"a", "b"}}, "its items": {"a", "b"},
	} {
		d := sum(values...)
		if other, twice := seen[d]; twice {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[d] = name
		if d != sum(values...) {
			t.Errorf("%s has two digests", name)
		}
	}
}

// Counting walks the same entries without the cost of digests.
func TestCountingMakesNoDigests(t *testing.T) {
	s := &site{counting: true}
	if got := s.sum("a"); got != (digest{}) {
		t.Errorf("a digest while counting: %x", got)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	for _, reason := range badge.Reasons() {
		if text := reasonText(reason); text == "" || strings.ToLower(text[:1]) != text[:1] || strings.HasSuffix(text, ".") {
			t.Errorf("reason %s is %q, want words that go on a sentence", reason, text)
		}
	}
	if text := reasonText(""); text != "" {
		t.Errorf("no reason is %q", text)
	}
}

func TestRevocationReasons(t *testing.T) {
	at, err := address.Parse("https://a.example/b/")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{address: at}
	last := &badge.Decision{Reason: "corrected", Text: "A slip."}
	for _, c := range []struct {
		state      badge.State
		last       *badge.Decision
		replacedBy string
		want       string
	}{
		{badge.Revoked, last, "", "corrected. A slip."},
		{badge.Revoked, &badge.Decision{Text: "A slip."}, "", "A slip."},
		{badge.Revoked, &badge.Decision{}, "", ""},
		{badge.Suspended, &badge.Decision{Reason: "under-review"}, "", "Suspended: under review"},
		{badge.Suspended, &badge.Decision{}, "", "Suspended"},
		{badge.Superseded, last, "new", "Replaced by https://a.example/b/awards/new/assertion.json: corrected. A slip."},
		{badge.Superseded, &badge.Decision{}, "new", "Replaced by https://a.example/b/awards/new/assertion.json"},
		{badge.Erased, last, "", ""},
		{badge.Revoked, nil, "", ""},
	} {
		if got := s.revocationReason(badge.Outcomes{State: c.state, Last: c.last}, c.replacedBy); got != c.want {
			t.Errorf("%v, %+v: reason is %q, want %q", c.state, c.last, got, c.want)
		}
	}
}

// The order of lists does not depend on the order of files.
func TestNewestFirstIsOneOrder(t *testing.T) {
	day := func(d uint8) badge.Date { return badge.Date{Year: 2026, Month: 5, Day: d} }
	want := []check.Entry{
		{ID: "d", Awarded: day(3), Shown: "Ada"}, {ID: "a", Awarded: day(2), Shown: "Ada"}, {ID: "b", Awarded: day(2), Shown: "Ada"},
		{ID: "0", Awarded: day(2), Shown: "Bruno"}, {ID: "c", Awarded: day(1)},
	}
	got := slices.Clone(want)
	for range got {
		got = append(got[1:], got[0])
		sorted := slices.Clone(got)
		slices.SortStableFunc(sorted, newestFirst)
		if !slices.EqualFunc(sorted, want, func(a, b check.Entry) bool { return a.ID == b.ID }) {
			t.Errorf("sorted to %v", sorted)
		}
	}
}

// A sitemap of the protocol holds at most 50,000 addresses and 50 MiB.
func TestSitemapsAreSplit(t *testing.T) {
	at, err := address.Parse("https://credentials.harbour.example/")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{address: at, Catalog: &badge.Catalog{Site: badge.Site{Languages: []string{"en", "it"}}}}
	paths := make([]located, sitemapLength)
	for i := range paths {
		paths[i] = located{path: address.Award(strings.Repeat("a", 21) + strconv.Itoa(10_000+i)), modified: badge.Date{Year: 2026, Month: 5, Day: 14}}
	}
	data, err := s.sitemap(paths)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("<loc>")); n > 50_000 || len(data) > 50<<20 {
		t.Errorf("one sitemap holds %d addresses in %d bytes", n, len(data))
	}
	index, err := s.sitemapIndex(3)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Sitemaps []string `xml:"sitemap>loc"`
	}
	if err := xml.Unmarshal(index, &read); err != nil {
		t.Fatal(err)
	}
	want := []string{"https://credentials.harbour.example/sitemap-1.xml", "https://credentials.harbour.example/sitemap-2.xml", "https://credentials.harbour.example/sitemap-3.xml"}
	if !slices.Equal(read.Sitemaps, want) {
		t.Errorf("the index names %q, want %q", read.Sitemaps, want)
	}
}

func TestFormatsAreNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		if f.Name == "" || f.Title == "" || f.Entries == nil && f.Award == nil || seen[f.Name] {
			t.Errorf("format %+v", f)
		}
		seen[f.Name] = true
	}
}
