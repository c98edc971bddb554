package adopt

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

var background = context.Background()

// A site of another generator becomes a part of ours, and passes every check.
func TestAcademyIsTakenOver(t *testing.T) {
	w := newWorld(t)
	p := w.pile(true)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t)})
	want := `left out|academy/assertions/4.json|||||revoked: Issued to the wrong person
left out|academy/assertions/5.json|Keeper of the Lamp||2021-03-01||revoked: The log was copied
new|academy/assertions/1.json|Rope Handling|Ada Rossi|2020-05-14|valid|
new|academy/assertions/2.json|Rope Handling|Bruno Ek|2020-05-14|expired|
new|academy/assertions/3.json|Keeper of the Lamp|Ελένη Παπαδάκη|2021-11-03|valid|
new|academy/assertions/6.json|Keeper of the Lamp||2021-04-01|valid|
new|academy/assertions/7.json|Rope Handling|Emil Sørensen|2019-06-01|valid|`
	if diff := cmp.Diff(want, say(plan.Rows)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	golden(t, "academy.txt", written(plan))
	w.write(plan.Files)
	r := w.checked()
	if n := len(r.Passed.Awards()); n != 7 { // two come with a new site
		t.Errorf("%d awards, want 7", n)
	}
}

// A platform that is gone confirms nothing, and its descriptions are taken from
// the files.
func TestAPlatformThatIsGone(t *testing.T) {
	w := newWorld(t)
	delete(w.hosts, "old.example")
	p := w.pile(true)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t)})
	for _, r := range plan.Rows {
		if r.State == New && r.Outcome != "unconfirmed" || r.State == Problem {
			t.Errorf("%+v", r)
		}
	}
	if n := plan.Number(New); n != 5 {
		t.Errorf("%d new, want 5:\n%s", n, say(plan.Rows))
	}
	if n := plan.Number(Out); n != 2 { // one says so itself, one is in the list beside it
		t.Errorf("%d left out, want 2:\n%s", n, say(plan.Rows))
	}
	w.mu.Lock()
	if n := len(w.asked); n > 8 {
		t.Errorf("a silent host was asked %d times: %v", n, w.asked)
	}
	w.mu.Unlock()
	w.write(plan.Files)
	w.checked()
}

// A second run changes nothing, and one that has more adds it to the
// achievement that is there.
func TestASecondRun(t *testing.T) {
	w := newWorld(t)
	first, rest := fstest.MapFS{}, []string{"assertions/2.json", "assertions/3.json"}
	copyFiles(t, first, academy(), func(name string) bool { return !strings.Contains(strings.Join(rest, " "), name) })
	p := w.pile(true)
	if err := p.Folder(background, "academy", first); err != nil {
		t.Fatal(err)
	}
	w.write(w.plan(p, Options{Learners: learners(t)}).Files)
	w.checked()

	p = w.pile(true)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t)})
	if plan.Number(New) != 2 || plan.Number(There) != 3 {
		t.Errorf("rows:\n%s", say(plan.Rows))
	}
	for _, a := range plan.Achievements {
		if !a.Reused {
			t.Errorf("%s was made again", a.Slug)
		}
	}
	w.write(plan.Files)
	w.checked()

	p = w.pile(false)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	if plan = w.plan(p, Options{}); plan.Number(New) != 0 || plan.Number(There) != 5 || len(plan.Files) != 0 {
		t.Errorf("third run:\n%s\n%v", say(plan.Rows), names(plan.Files))
	}
}

// With addresses hidden none of them stands in any file, and the second run
// finds all of them.
func TestHiddenAddresses(t *testing.T) {
	w := newWorld(t)
	p := w.pile(true)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t), HideEmails: true})
	for _, f := range plan.Files {
		if lower := strings.ToLower(string(f.Data)); strings.Contains(lower, "eleni@example.net") || strings.Contains(lower, "emil@example.org") {
			t.Errorf("%s holds an address:\n%s", f.Name, f.Data)
		}
	}
	if plan.Redacted != 1 {
		t.Errorf("%d originals left away, want 1", plan.Redacted)
	}
	w.write(plan.Files)
	w.checked()
	p = w.pile(true)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	if plan = w.plan(p, Options{Learners: learners(t), HideEmails: true}); plan.Number(New) != 0 || plan.Number(There) != 5 {
		t.Errorf("second run:\n%s", say(plan.Rows))
	}
}

// What a list of learners does not tell is not guessed.
func TestHashesWithoutLearners(t *testing.T) {
	w := newWorld(t)
	p := w.pile(true)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{})
	if plan.Nameless != 3 || plan.Number(Problem) != 1 {
		t.Errorf("%d without a name:\n%s", plan.Nameless, say(plan.Rows))
	}
	for _, r := range plan.Rows {
		if r.State == Problem && r.Why != "its holder is known only by a hash of the kind md5, which is not written again" {
			t.Errorf("%+v", r)
		}
	}
	w.write(plan.Files)
	w.checked()
}

// A tampered copy is a problem of its own; what else there is can be taken.
func TestATamperedCopy(t *testing.T) {
	w := newWorld(t)
	mine := fstest.MapFS{}
	copyFiles(t, mine, academy(), func(string) bool { return true })
	mine["assertions/1.json"].Data = []byte(strings.Replace(string(mine["assertions/1.json"].Data), "2020-05-14", "2019-05-14", 1))
	p := w.pile(true)
	if err := p.Folder(background, "academy", mine); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t)})
	if plan.Number(Problem) != 1 || plan.Number(New) != 4 || plan.Rows[0].From != "academy/assertions/1.json" || plan.Rows[0].Mend == "" {
		t.Errorf("rows:\n%s", say(plan.Rows))
	}
	for _, f := range plan.Files {
		if strings.Contains(string(f.Data), "2019-05-14") {
			t.Errorf("%s was made of a tampered copy:\n%s", f.Name, f.Data)
		}
	}
	w.write(plan.Files)
	w.checked()
}

// An e-mail address that stands in a text is not published with the award.
func TestAddressesInTexts(t *testing.T) {
	w := newWorld(t)
	p := w.pile(false)
	text := `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://gone.example/a/1","recipient":{"type":"email","hashed":false,"identity":"Ada@Example.org","name":"ada@example.org"},` +
		`"issuedOn":"2020-05-14T00:00:00Z","verification":{"type":"HostedBadge"},"narrative":"Sent by ADA@example.org on time.","evidence":["https://gone.example/?who=ada%40example.org",{"id":"https://medium.example/@ada/knots.html","name":"Essay of ada@example.org"}],` +
		`"badge":{"type":"BadgeClass","name":"Rope","description":"Write to desk@gone.example.","criteria":{"narrative":"Coil."},"issuer":{"type":"Profile","name":"Gone"}}}`
	if err := p.File(background, "a.json", []byte(text)); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{HideEmails: true})
	if plan.Number(New) != 1 {
		t.Fatalf("rows:\n%s", say(plan.Rows))
	}
	if all := strings.ToLower(written(plan)); strings.Contains(all, "ada@example.org") || strings.Contains(all, "ada%40") || !strings.Contains(all, "https://medium.example/@ada/knots.html") || !strings.Contains(all, "desk@gone.example") {
		t.Errorf("written:\n%s", all)
	}
	w.write(plan.Files)
	w.checked()
	if plan = w.plan(p, Options{}); plan.Number(There) != 1 {
		t.Errorf("again:\n%s", say(plan.Rows))
	}
}

// A micro-credential takes over what a badge does not claim.
func TestAnotherKind(t *testing.T) {
	w := newWorld(t)
	p := w.pile(true)
	if err := p.Folder(background, "academy", academy()); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Kind: badge.MicroCredential, Learners: learners(t)})
	if text := plan.file("content/achievements/rope-handling.md"); !strings.Contains(text, "kind: micro-credential\n") {
		t.Errorf("the achievement is:\n%s", text)
	}
}

// The order in which files are found changes nothing but the order of awards.
func TestThePlanIsTheSameEachTime(t *testing.T) {
	var first string
	for range 3 {
		w := newWorld(t)
		p := w.pile(true)
		if err := p.Folder(background, "academy", academy()); err != nil {
			t.Fatal(err)
		}
		text := written(w.plan(p, Options{Learners: learners(t)}))
		if first == "" {
			first = text
		}
		if diff := cmp.Diff(first, text); diff != "" {
			t.Fatalf("another plan (-first +this):\n%s", diff)
		}
	}
}

func copyFiles(t testing.TB, to fstest.MapFS, from fs.FS, wanted func(string) bool) {
	t.Helper()
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !wanted(name) {
			return err
		}
		data, err := fs.ReadFile(from, name)
		to[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
