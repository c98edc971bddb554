package decide

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/source"
)

func ExampleNew() {
	none := func(string) bool { return false }
	f, err := New(nil, none, badge.Decision{Award: "2026-05-first-aid/k4f6", Action: badge.Revoke, On: badge.Date{Year: 2026, Month: 6, Day: 10},
		Reason: "assessment-invalid", Text: "The second scenario was not observed from beginning to end.", Note: "see: minutes 6 to 11"})
	fmt.Printf("%s\n%s%v\n", f.Name, f.Data, err)
	// Output:
	// decisions/2026-06-10-revoke-2026-05-first-aid-k4f6.yaml
	// award: 2026-05-first-aid/k4f6
	// action: revoke
	// on: 2026-06-10
	// reason: assessment-invalid
	// text: The second scenario was not observed from beginning to end.
	// note: "see: minutes 6 to 11"
	// <nil>
}

// Of one day, decisions count in the order of their files' names; whatever is
// decided in whatever order, the last decision counts last.
func TestOrderOfOneDay(t *testing.T) {
	files := content()
	steps := []badge.Action{badge.Suspend, badge.Reinstate, badge.Suspend, badge.Revoke, badge.Reissue, badge.Suspend, badge.Reinstate, badge.Revoke, badge.Reissue, badge.Erase}
	var done []badge.Action
	for _, action := range steps {
		catalog, _ := loaded(t, files)
		f, err := New(catalog.Decisions, Taken(files), badge.Decision{Award: "knots/k1", Action: action, On: today})
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name] != nil {
			t.Fatalf("%s is written twice", f.Name)
		}
		files[f.Name] = &fstest.MapFile{Data: f.Data}
		done = append(done, action)
		var got []badge.Action
		for _, d := range found(t, files, "knots/k1")[0].Decisions {
			got = append(got, d.Action)
		}
		if diff := cmp.Diff(done, got); diff != "" {
			t.Fatalf("after %s (-decided +read):\n%s", f.Name, diff)
		}
	}
}

func TestNameOfDecision(t *testing.T) {
	at := func(file string, award badge.Key, day uint8) *badge.Decision {
		return &badge.Decision{Place: source.Place{File: "content/decisions/" + file}, Award: award, Action: badge.Suspend, On: badge.Date{Year: 2026, Month: 6, Day: day}}
	}
	for _, c := range []struct {
		what  string
		known []*badge.Decision
		award badge.Key
		taken []string
		want  string // name, or a part of the error
	}{
		{"the first", nil, "a/b", nil, "2026-06-01-revoke-a-b.yaml"},
		{"a file with one award", nil, "one/one", nil, "2026-06-01-revoke-one.yaml"},
		{"taken by an award that looks alike", []*badge.Decision{at("2026-06-01-revoke-a-b-c.yaml", "a-b/c", 1)}, "a/b-c", []string{"2026-06-01-Revoke-a-b-c.yaml"}, "2026-06-01-revoke-a-b-c-2.yaml"},
		{"taken twice", nil, "a/b", []string{"2026-06-01-revoke-a-b.yaml", "2026-06-01-revoke-a-b-2.yaml"}, "2026-06-01-revoke-a-b-3.yaml"},
		{"another day does not count", []*badge.Decision{at("zz.yaml", "a/b", 0)}, "a/b", nil, "2026-06-01-revoke-a-b.yaml"},
		{"another award does not count", []*badge.Decision{at("zz.yaml", "a/c", 1)}, "a/b", nil, "2026-06-01-revoke-a-b.yaml"},
		{"after one of the same day", []*badge.Decision{at("2026-06-01-suspend-a-b.yaml", "a/b", 1)}, "a/b", nil, "2026-06-01-then-revoke-a-b.yaml"},
		{"a name of its own that sorts last", []*badge.Decision{at("zz.yaml", "a/b", 1)}, "a/b", nil, "no name would come after zz.yaml"},
		{"decided later already", []*badge.Decision{at("x.yaml", "a/b", 2)}, "a/b", nil, "suspend was decided about a/b on 2026-06-02"},
	} {
		taken := func(name string) bool {
			for _, x := range c.taken {
				if strings.EqualFold("decisions/"+x, name) {
					return true
				}
			}
			return false
		}
		f, err := New(c.known, taken, badge.Decision{Award: c.award, Action: badge.Revoke, On: today})
		if err == nil && f.Name != "decisions/"+c.want || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, %v; want %q", c.what, f.Name, err, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	for what, d := range map[string]badge.Decision{
		"unknown reason":    {Reason: "bad-person"},
		"on one line":       {Text: "a\nb"},
		"500":               {Text: strings.Repeat("ä", 501)},
		"2000":              {Note: strings.Repeat("ä", 2001)},
		"nobody sees":       {Text: "a\u202eb"},
		"text is empty":     {Text: "  "},
		"note is not UTF-8": {Note: "\xff"},
	} {
		if _, err := New(nil, func(string) bool { return false }, d); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%+v: %v, want %q", d, err, what)
		}
	}
}

// Whatever is written is read as it was meant, without a finding.
func FuzzNew(f *testing.F) {
	f.Add("The second scenario was not observed.", "see: #6")
	f.Add("no", "- a\n- b: \"c\"\n")
	f.Add("1.10", "'\\ ☂ \u00e9")
	f.Add("", "null")
	f.Fuzz(func(t *testing.T, text, note string) {
		want := badge.Decision{Award: "knots/k1", ID: "2bcdefghijklmnopqrstuvwxya", Action: badge.Suspend, On: today, Reason: "under-review", Text: text, Note: note}
		file, err := New(nil, func(string) bool { return false }, want)
		if err != nil {
			return
		}
		files := content(file.Name, string(file.Data))
		catalog, _ := loaded(t, files)
		if len(catalog.Decisions) != 1 {
			t.Fatalf("%s cannot be read", file.Data)
		}
		// load composes characters, so that the same words are the same bytes.
		want.Text, want.Note = norm.NFC.String(strings.TrimSpace(text)), norm.NFC.String(strings.TrimSpace(note))
		got := *catalog.Decisions[0]
		got.Text, got.Note = strings.TrimSpace(got.Text), strings.TrimSpace(got.Note)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(badge.Decision{}, "Place")); diff != "" {
			t.Errorf("%s\n(-written +read):\n%s", file.Data, diff)
		}
	})
}

// No file is named after what is no key: it could lie anywhere.
func TestNoFileForWhatIsNoKey(t *testing.T) {
	for _, key := range []badge.Key{"", "knots", "../knots/k1", "knots/../../k1", "knots/k1/x", "knots/..", `knots/..\k1`} {
		f, err := New(nil, func(string) bool { return false }, badge.Decision{Award: key, Action: badge.Revoke, On: today})
		if err == nil {
			t.Errorf("%q is decided about in %s", key, f.Name)
		}
	}
}
