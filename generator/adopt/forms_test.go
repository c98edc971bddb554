package adopt

import (
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sealpress/sealpress/generator/artwork"
	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

const sample = "https://credentials.harbour.example/"

// published is our own sample, as its host serves it.
func published() fs.FS { return os.DirFS("../../public") }

// sampleAwards counts the awards of the sample that stand, and those that do not.
func sampleAwards(t *testing.T) (all, standing int) {
	t.Helper()
	folders, err := fs.ReadDir(published(), "awards")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		all++
		if text, err := fs.ReadFile(published(), "awards/"+f.Name()+"/assertion.json"); err == nil && !strings.Contains(string(text), `"revoked":true`) {
			standing++
		}
	}
	return all, standing
}

// Our own site moves as well: Open Badges 2.0 and 3.0, as JSON, token, PNG and
// SVG, are one award each.
func TestOurOwnSite(t *testing.T) {
	w := newWorld(t)
	w.hosts["credentials.harbour.example"] = published()
	p := w.pile(true)
	if err := p.Folder(background, "public", published()); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{})
	all, standing := sampleAwards(t)
	if plan.Number(New) != standing || plan.Number(Problem) != 0 || plan.Number(Out) < all-standing {
		t.Errorf("%d of %d awards stand; rows:\n%s", standing, all, say(plan.Rows))
	}
	if plan.Nameless != 1 { // it hides the name of one
		t.Errorf("%d have no name, want 1", plan.Nameless)
	}
	for _, r := range plan.Rows {
		if r.State == New && r.Outcome != "valid" && r.Outcome != "expired" {
			t.Errorf("%+v", r)
		}
	}
	w.write(plan.Files)
	w.checked()

	p = w.pile(true) // and again, from the addresses of the pages
	if err := p.addresses(background, pages(t)); err != nil {
		t.Fatal(err)
	}
	plan = w.plan(p, Options{})
	if plan.Number(New) != 0 || plan.Number(There) != standing || plan.Number(Problem) != 0 {
		t.Errorf("by address:\n%s", say(plan.Rows))
	}
}

func pages(t *testing.T) []string {
	t.Helper()
	folders, err := fs.ReadDir(published(), "awards")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range folders {
		all = append(all, sample+"awards/"+f.Name()+"/")
	}
	return all
}

// A site does not import itself.
func TestTheSiteItself(t *testing.T) {
	w := newWorld(t)
	text := strings.Replace(string(w.site["content/site.yaml"].Data), "https://harbour.example/", sample, 1)
	w.site["content/site.yaml"] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	w.hosts["credentials.harbour.example"] = published()
	p := w.pile(true)
	if err := p.Folder(background, "public", published()); err != nil {
		t.Fatal(err)
	}
	if plan := w.plan(p, Options{}); plan.Number(New) != 0 || plan.Number(Problem) != 0 {
		t.Errorf("rows:\n%s", say(plan.Rows))
	}
}

// What is baked into a picture is taken out of it, and does not come along in
// the artwork.
func TestBakedPictures(t *testing.T) {
	assertion, err := os.ReadFile("testdata/academy/assertions/1.json")
	if err != nil {
		t.Fatal(err)
	}
	drawn := artwork.Draw(artwork.Subject{Kind: artwork.Badge, Slug: "knots"})
	png, err := drawn.PNG(512)
	if err != nil {
		t.Fatal(err)
	}
	for name, picture := range map[string][]byte{"badge.png": png, "badge.svg": drawn.SVG()} {
		for what, text := range map[string]string{"document": string(assertion), "address": "https://old.example/assertions/1.json"} {
			t.Run(name+" with the "+what, func(t *testing.T) {
				baked, err := baking.Bake(picture, baking.Credential{Version: baking.OB2, Text: text, Verify: "https://old.example/assertions/1.json"})
				if err != nil {
					t.Fatal(err)
				}
				w := newWorld(t)
				gone := fstest.MapFS{} // the host has no artwork any more
				copyFiles(t, gone, academy(), func(name string) bool { return path.Dir(name) != "images" })
				w.hosts["old.example"] = gone
				p := w.pile(true)
				if err := p.File(background, name, baked); err != nil {
					t.Fatal(err)
				}
				plan := w.plan(p, Options{Learners: learners(t)})
				if plan.Number(New) != 1 || plan.Number(Problem) != 0 {
					t.Fatalf("rows:\n%s", say(plan.Rows))
				}
				image := plan.file("content/achievements/rope-handling" + path.Ext(name))
				if image == "" || strings.Contains(image, "old.example") || strings.Contains(image, "openbadges") {
					t.Errorf("the artwork is missing, or holds the badge of a person: %v, %.300q", names(plan.Files), image)
				}
				w.write(plan.Files)
				w.checked()
			})
		}
	}
}

// Two awards that merely lie beside each other stay two.
func TestNeighboursAreNotJoined(t *testing.T) {
	three := func(id string) string {
		return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential","OpenBadgeCredential"],
"id":%q,"issuer":{"id":"https://gone.example/issuer","type":["Profile"],"name":"Gone"},"validFrom":"2020-05-14T00:00:00Z",
"credentialSubject":{"type":["AchievementSubject"],"id":"https://bruno.example/","achievement":{"id":"https://gone.example/b/2","type":["Achievement"],"name":"Rope Handling","description":"x","criteria":{"narrative":"y"}}}}`, id)
	}
	two := func(id string) string {
		return fmt.Sprintf(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":%q,"recipient":{"type":"url","hashed":false,"identity":"https://ada.example/"},"issuedOn":"2020-05-14T00:00:00Z","verification":{"type":"HostedBadge"},
"badge":{"type":"BadgeClass","id":"https://gone.example/b/1","name":"Rope Handling","description":"x","criteria":{"narrative":"y"},"issuer":{"type":"Profile","id":"https://gone.example/issuer","name":"Gone"}}}`, id)
	}
	for name, c := range map[string]struct {
		a, b   string
		groups int
	}{
		"neighbours": {"https://gone.example/assertions/17", "https://gone.example/assertions/18", 2},
		"uuids":      {"https://gone.example/a/6f1c3c8e", "https://gone.example/a/9be1a1d7", 2},
		"forms":      {"https://gone.example/a/17/assertion.json", "https://gone.example/a/17/credential.json", 1},
		"versions":   {"https://gone.example/a/17/v2", "https://gone.example/a/17/v3", 1},
		"one id":     {"https://gone.example/a/17", "https://gone.example/a/17", 1},
		"top":        {"https://gone.example/assertion.json", "https://gone.example/credential.json", 2},
	} {
		var all []judged
		for _, text := range []string{two(c.a), three(c.b)} {
			o, err := parse([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			claim, err := read(sortOf(o), o, func(string) object { return nil })
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, judged{document: document{object: o, sort: sortOf(o)}, claim: claim})
		}
		if got := groups(all); len(got) != c.groups {
			t.Errorf("%s: %d awards, want %d", name, len(got), c.groups)
		}
	}
}

// The published examples of the standards are read, whatever becomes of them;
// none of them claims more than its engine found.
func TestPublishedExamples(t *testing.T) {
	root := reference.Standards(t)
	w := newWorld(t)
	p := w.pile(false)
	for _, folder := range []string{"examples", "baked"} {
		if err := p.Folder(background, folder, os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	plan := w.plan(p, Options{})
	golden(t, "examples.txt", say(plan.Rows)+"\n")
	for _, r := range plan.Rows {
		if r.State == New && r.Outcome == "valid" {
			t.Errorf("nobody was asked, and still: %+v", r)
		}
	}
	w.write(plan.Files)
	w.checked()
}

// A list of addresses is asked for in order, and each problem names its address.
func TestListsOfAddresses(t *testing.T) {
	const a = "https://old.example/assertions/"
	for name, text := range map[string]string{
		"badges.txt":  "# all of them\n" + a + "1.json\n\n" + a + "2.json\n",
		"badges.csv":  "Name,Assertion,Image\nx," + a + "1.json,https://old.example/images/rope.svg\ny," + a + "2.json,https://old.example/images/rope.svg\n",
		"one.csv":     "Learner;Badge\nx;" + a + "1.json\ny;" + a + "2.json\n",
		"badges.json": `["` + a + `1.json","` + a + `2.json"]`,
	} {
		w := newWorld(t)
		p := w.pile(true)
		if err := p.File(background, name, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if plan := w.plan(p, Options{Learners: learners(t)}); plan.Number(New) != 2 || plan.Rows[0].From != a+"1.json" {
			t.Errorf("%s:\n%s", name, say(plan.Rows))
		}
	}
	w := newWorld(t)
	err := w.pile(true).File(background, "two.csv", []byte("A,B\n"+a+"1.json,https://old.example/images/rope.svg\n"))
	if err == nil || !strings.Contains(err.Error(), "the columns A, B hold web addresses") {
		t.Errorf("found %v", err)
	}
	p := w.pile(true)
	if err := p.addresses(background, []string{a + "1.json", a + "none.json", "https://nobody.example/1", "http://old.example/1", "https://old.example/images/rope.svg"}); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t)})
	if plan.Number(New) != 1 || plan.Number(Problem) != 3 || plan.Number(Out) != 1 {
		t.Errorf("rows:\n%s", say(plan.Rows))
	}
}

// The answers of programming interfaces wrap what they hold in objects and lists.
func TestWrappedDocuments(t *testing.T) {
	one, err := os.ReadFile("testdata/academy/assertions/1.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`[%s]`, `{"status":{"success":true},"result":[%s]}`, `{"assertions":[%s],"signedAssertions":[]}`, `{"data":{"items":[{"assertion":%s}]}}`} {
		p := &Pile{Ask: &Asker{}}
		if err := p.File(background, "answer.json", fmt.Appendf(nil, text, one)); err != nil || len(p.documents) != 1 {
			t.Errorf("%s: %d documents, %v", text, len(p.documents), err)
		}
	}
	deep := strings.Repeat(`{"a":[`, 40) + string(one) + strings.Repeat(`]}`, 40)
	if err := (&Pile{}).File(background, "deep.json", []byte(deep)); err == nil || !strings.Contains(err.Error(), "holds no Open Badge") {
		t.Errorf("found %v", err)
	}
}

// A copy that was tampered with takes nothing from the award that is genuine.
func TestATamperedCopyBesideTheGenuine(t *testing.T) {
	genuine, err := os.ReadFile("testdata/academy/assertions/1.json")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	p := w.pile(true)
	for name, text := range map[string]string{"good.json": string(genuine), "bad.json": strings.Replace(string(genuine), "sha256$52", "sha256$53", 1)} {
		if err := p.File(background, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	plan := w.plan(p, Options{})
	if plan.Number(New) != 1 || plan.Number(Problem) != 1 || plan.Rows[0].From != "bad.json" || strings.Contains(written(plan), "sha256$53") {
		t.Errorf("rows:\n%s\n%s", say(plan.Rows), written(plan))
	}
}

// What Moodle publishes is not what the standard says in every point: the
// description of a badge is written into each Assertion, and other words and
// another picture stand at its address.
func TestMoodle(t *testing.T) {
	const (
		at    = "https://moodle.example/badges/assertion.php?b=0af5&obversion=2"
		class = "https://moodle.example/badges/badge_json.php?id=7"
		who   = "https://moodle.example/badges/badge_json.php?id=7&action=0"
	)
	png, err := artwork.Draw(artwork.Subject{Kind: artwork.Badge, Slug: "knots"}).PNG(512)
	if err != nil {
		t.Fatal(err)
	}
	issuer := `{"name":"Harbour Moodle","url":"https://moodle.example","email":"desk@moodle.example","@context":"https://w3id.org/openbadges/v2","id":"` + who + `","type":"Issuer"}`
	badge := func(image, criteria string) string {
		return `{"name":"Knots","description":"Ties six knots.","image":"` + image + `","criteria":` + criteria + `,"issuer":` + issuer + `,"@context":"https://w3id.org/openbadges/v2","id":"` + class + `","type":"BadgeClass","alignments":[{"targetName":"tie knots","targetUrl":"https://skills.example/knots"}]}`
	}
	text := `{"recipient":{"identity":"` + ob2.Hash("ada@example.org", "badges1390000000") + `","type":"email","hashed":true,"salt":"badges1390000000"},
"badge":` + badge("data:image/png;base64,"+base64.StdEncoding.EncodeToString(png), `{"id":"https://moodle.example/badges/badge.php?hash=0af5","narrative":"* Complete the quiz"}`) + `,
"verify":{"type":"hosted","url":"` + at + `"},"verification":{"type":"hosted"},"issuedOn":"2021-05-04T10:00:00+02:00","evidence":"https://moodle.example/badges/badge.php?hash=0af5","@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + at + `"}`
	w := newWorld(t)
	w.answers = map[string]string{at: text, class: badge("https://moodle.example/pluginfile.php/1/f1", `{"id":"`+class+`","narrative":"* Complete the quiz"}`), who: issuer}
	p := w.pile(true)
	if err := p.Address(background, at); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: learners(t)})
	if plan.Number(New) != 1 || plan.Rows[0].Outcome != "unconfirmed" || plan.Rows[0].Holder != "Ada Rossi" {
		t.Fatalf("rows:\n%s", say(plan.Rows))
	}
	w.write(plan.Files)
	w.checked()
	forged := strings.Replace(text, "2021-05-04", "2020-05-04", 1)
	p = w.pile(true)
	if err := p.File(background, "forged.json", []byte(forged)); err != nil {
		t.Fatal(err)
	}
	if plan := newWorld(t).plan(p, Options{}); plan.Number(Problem) != 1 {
		t.Errorf("a forged copy:\n%s", say(plan.Rows))
	}
}
