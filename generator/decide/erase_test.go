package decide

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/starter"
)

// planned plans the erasure of awards.
func planned(t *testing.T, files fstest.MapFS, names ...string) *Erasure {
	t.Helper()
	catalog, cohorts := loaded(t, files)
	awards, err := Find(catalog, cohorts, nil, names)
	if err != nil {
		t.Fatal(err)
	}
	e, err := PlanErasure(files, catalog, cohorts, awards, today)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// steps lists the single steps of an erasure, in their order.
func (e *Erasure) steps() []func(fstest.MapFS) {
	var all []func(fstest.MapFS)
	write := func(files []starter.File) {
		for _, f := range files {
			all = append(all, func(m fstest.MapFS) { m[strings.TrimPrefix(f.Name, prefix)] = &fstest.MapFile{Data: f.Data} })
		}
	}
	remove := func(names []string) {
		for _, name := range names {
			all = append(all, func(m fstest.MapFS) { delete(m, strings.TrimPrefix(name, prefix)) })
		}
	}
	write(e.First)
	remove(e.Remove)
	write(e.Change)
	remove(e.Last)
	return all
}

// eventful is a site in which much was decided about knots/k1.
func eventful() fstest.MapFS {
	return content(
		"decisions/2026-03-05-suspend-knots-k1.yaml", decided("knots/k1", "suspend", "2026-03-05")+"note: Ada was ill\n",
		"decisions/2026-03-06-reissue-knots-k1.yaml", "# for Ada\n"+decided("knots/k1", "reissue", "2026-03-06")+"text: Ada married\n",
		"decisions/2026-06-01-reissue-knots-k1.yaml", decided("knots/k1", "reissue", "2026-06-01"),
		"decisions/2026-06-01-revoke-knots-k2.yaml", decided("knots/k2", "revoke", "2026-06-01"),
		"imported/old/ADA.json", `{"recipient":"ADA@example.org"}`,
		"imported/bruno.json", `{"recipient":"bruno@example.org"}`)
}

func names(files []starter.File) []string {
	var all []string
	for _, f := range files {
		all = append(all, f.Name)
	}
	return all
}

func TestPlanErasure(t *testing.T) {
	files := eventful()
	before := found(t, files, "knots/k1")[0]
	e := planned(t, files, "knots/k1")
	if diff := cmp.Diff([]Erased{{"knots/k1", today}}, e.Awards); diff != "" {
		t.Errorf("awards (-want +got):\n%s", diff)
	}
	for what, c := range map[string]struct{ got, want []string }{
		"first":  {names(e.First), []string{"content/decisions/2026-06-01-then-erase-knots-k1.yaml", "content/decisions/2026-03-06-reissue-knots-k1.yaml"}},
		"remove": {e.Remove, []string{"content/static/rope of ada.pdf", "content/imported/old/ADA.json"}},
		"change": {names(e.Change), []string{"content/awards/knots.yaml"}},
		"last":   {e.Last, []string{"content/decisions/2026-03-05-suspend-knots-k1.yaml"}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	if diff := cmp.Diff([]Use{{"content/static/board.pdf", "content/awards/knots.yaml"}}, e.Kept); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	for _, step := range e.steps() {
		step(files)
	}
	for name, f := range files {
		for _, personal := range []string{"ada", "Ada", "ADA", "Rossi"} {
			if strings.Contains(string(f.Data), personal) {
				t.Errorf("%s still holds %q", name, personal)
			}
		}
	}
	after := found(t, files, "knots/k1")[0]
	if after.ID != before.ID || after.Decided.Edition != 2 || after.Decided.State.String() != "erased" {
		t.Errorf("after erasing: id %s, %+v; want id %s of edition 2, erased", after.ID, after.Decided, before.ID)
	}
	if again := planned(t, files, "knots/k1"); !again.Nothing() || again.Awards[0].On != today {
		t.Errorf("there is something left to do: %+v", again)
	}
	if bruno := found(t, files, "knots/k2")[0]; bruno.Award == nil || bruno.Decided.State.String() != "revoked" {
		t.Errorf("another award changed: %+v", bruno)
	}
}

// Interrupted after any step, and done again on a later day, erasing ends with
// the same files.
func TestErasureInterrupted(t *testing.T) {
	want := eventful()
	steps := planned(t, want, "knots/k1", "one").steps()
	for _, step := range steps {
		step(want)
	}
	for n := range steps {
		files := eventful()
		for _, step := range planned(t, files, "knots/k1", "one").steps()[:n] {
			step(files)
		}
		catalog, cohorts := loaded(t, files)
		awards, err := Find(catalog, cohorts, nil, []string{"knots/k1", "one/one"})
		if err != nil {
			t.Fatal(err)
		}
		later := today
		if n >= 4 { // both decisions are written by then
			later.Day++
		}
		e, err := PlanErasure(files, catalog, cohorts, awards, later)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range e.steps() {
			step(files)
		}
		if diff := cmp.Diff(want, files); diff != "" {
			t.Errorf("interrupted after step %d of %d (-want +got):\n%s", n, len(steps), diff)
		}
	}
}

// The pinned id moves into the decision, because the award's file goes.
func TestErasePinned(t *testing.T) {
	files := content()
	e := planned(t, files, "one")
	want := "award: one/one\nid: abcdefghijklmnopqrstuvwxya\naction: erase\non: 2026-06-01\n"
	if len(e.First) != 1 || string(e.First[0].Data) != want {
		t.Errorf("the decision: %v, want %q", e.First, want)
	}
	if diff := cmp.Diff([]string{"content/awards/one.yaml"}, e.Last); diff != "" {
		t.Errorf("last (-want +got):\n%s", diff)
	}
	for _, step := range e.steps() {
		step(files)
	}
	if got := found(t, files, "one/one")[0]; got.ID != "abcdefghijklmnopqrstuvwxya" {
		t.Errorf("the id is %s", got.ID)
	}
}

// Where all awards of a file are erased, the file goes, and with it the
// evidence that they shared.
func TestEraseCohort(t *testing.T) {
	e := planned(t, content(), "knots.yaml")
	if diff := cmp.Diff([]string{"content/awards/knots.yaml"}, e.Last); diff != "" {
		t.Errorf("last (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"content/static/rope of ada.pdf", "content/static/board.pdf"}, e.Remove); diff != "" {
		t.Errorf("remove (-want +got):\n%s", diff)
	}
	if len(e.Change) > 0 || len(e.Kept) > 0 {
		t.Errorf("change %v, kept %v; want none", e.Change, e.Kept)
	}
}

// A file that a page links to is not this award's alone.
func TestEvidenceInUse(t *testing.T) {
	e := planned(t, content("pages/about.md", "---\nname: About\n---\nSee [the rope](/rope%20of%20ada.pdf).\n"), "knots/k1")
	if diff := cmp.Diff([]Use{{"content/static/rope of ada.pdf", "content/pages/about.md"}, {"content/static/board.pdf", "content/awards/knots.yaml"}}, e.Kept); diff != "" || len(e.Remove) > 0 {
		t.Errorf("removed %v, kept (-want +got):\n%s", e.Remove, diff)
	}
}

// A decision to erase that was written by hand is kept, without its words.
func TestEraseByHand(t *testing.T) {
	files := content("decisions/mine.yaml", decided("one/one", "erase", "2026-05-01")+"note: Cy asked on the phone\n")
	e := planned(t, files, "one/one")
	want := "award: one/one\nid: abcdefghijklmnopqrstuvwxya\naction: erase\non: 2026-05-01\n"
	if len(e.First) != 1 || e.First[0].Name != "content/decisions/mine.yaml" || string(e.First[0].Data) != want || e.Awards[0].On.String() != "2026-05-01" {
		t.Errorf("first: %s, awards: %v; want %q in mine.yaml", e.First, e.Awards, want)
	}
}

// What still speaks of the holder is found, whichever file it stands in.
func TestMentions(t *testing.T) {
	files := content("pages/about.md", "---\nname: About\n---\nThank you,\nada rossi!\n", "pages/other.md", "Bruno",
		"awards/other.yaml", "achievement: knots\nawards:\n  x:\n    name: A. R.\n    email: ADA@example.org\n", "issued/x.jsonl", "Ada Rossi")
	catalog, _ := loaded(t, files)
	awards := found(t, files, "knots/k1")
	for _, step := range planned(t, files, "knots/k1").steps() {
		step(files)
	}
	got, err := Mentions(files, catalog, awards)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Mention{{"content/awards/other.yaml", 5}, {"content/pages/about.md", 5}}, got); diff != "" {
		t.Errorf("mentions (-want +got):\n%s", diff)
	}
}

// An imported award takes its original along, and not those of others whose
// platform salted all addresses with one word.
func TestErasingAnImportedAward(t *testing.T) {
	hash := func(digit string) string { return "sha256$" + strings.Repeat(digit, 64) }
	entry := func(label, digit string) string {
		return "  " + label + ":\n    identity: " + hash(digit) + "\n    salt: deadsea\n    origin:\n      id: urn:uuid:" + label + "\n      issuer: Old School\n" +
			"      on: 2021-05-04\n      checked: 2026-01-02\n      outcome: valid\n      file: imported/old/" + label + ".json\n"
	}
	files := content("awards/old.yaml", "achievement: knots\nawarded: 2021-05-04\nawards:\n"+entry("a1", "a")+entry("a2", "b"),
		"imported/old/a1.json", `{"recipient":{"identity":"`+hash("a")+`","salt":"deadsea"}}`,
		"imported/old/a2.json", `{"recipient":{"identity":"`+hash("b")+`","salt":"deadsea"}}`)
	if diff := cmp.Diff([]string{"content/imported/old/a1.json"}, planned(t, files, "old/a1").Remove); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
}
