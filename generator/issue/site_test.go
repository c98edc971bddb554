package issue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/store"
)

// noon is when a test's first run happens; its awards are older.
var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// site is a folder with content in it, as the command would find it.
type site struct {
	t    testing.TB
	dir  string
	root *os.Root
	pair keyring.Pair // of the key that signs; zero: none
}

// newSite makes a small site without a key: a badge, two persons who hold it,
// and one who holds another.
func newSite(t testing.TB) *site {
	t.Helper()
	s := siteIn(t, t.TempDir())
	for name, text := range map[string]string{
		"site.yaml":              "title: Harbour Skills\nurl: https://credentials.harbour.example/\nseed: 00112233445566778899aabbccddeeff\n",
		"issuer.md":              "---\nname: Harbour Skills\nurl: https://harbour.example/\nemail: credentials@harbour.example\ncountry: IE\n---\nWe teach on the quay.\n",
		"achievements/knots.md":  "---\nkind: badge\nname: Knots\ndescription: Ties five knots.\n---\nTie five knots from memory.\n",
		"achievements/splice.md": "---\nkind: badge\nname: Splice\ndescription: Splices an eye.\n---\nSplice an eye in laid rope.\n",
		"awards/2026-03-knots.yaml": "achievement: knots\nawarded: 2026-03-01\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n" +
			"  k2:\n    name: Bruno Ek\n    email: bruno@example.org\n",
		"awards/2026-04-splice.yaml": "achievement: splice\nawarded: 2026-04-01\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
	} {
		s.write(name, text)
	}
	return s
}

func siteIn(t testing.TB, dir string) *site {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return &site{t: t, dir: dir, root: root}
}

// keyed is newSite with a key.
func keyed(t testing.TB) *site {
	t.Helper()
	s := newSite(t)
	s.key("2026", noon.AddDate(0, -6, 0))
	return s
}

// key gives the site a key, which from then on signs.
func (s *site) key(name string, made time.Time) {
	s.t.Helper()
	p, err := keyring.Generate(name, badge.DateOf(made), random(name))
	if err != nil {
		s.t.Fatal(err)
	}
	ed, p256 := p.Public()
	s.write("keys/"+name+".yaml", fmt.Sprintf("created: %s\ned25519: %s\np256: %s\n", p.Created, ed, p256))
	s.pair = p
}

// write puts a file into the content folder.
func (s *site) write(name, text string) {
	s.t.Helper()
	name = filepath.Join(s.dir, "content", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// replace changes a text in a file of the content folder.
func (s *site) replace(name, old, text string) {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "content", filepath.FromSlash(name)))
	if err != nil {
		s.t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		s.t.Fatalf("%s does not hold %q", name, old)
	}
	s.write(name, strings.ReplaceAll(string(data), old, text))
}

// award adds a cohort of n awards of a badge.
func (s *site) award(file, badge string, n int) {
	s.t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "achievement: %s\nawarded: 2026-03-01\nawards:\n", badge)
	for i := range n {
		fmt.Fprintf(&b, "  p%04d:\n    name: Person %d\n    email: person%d@example.org\n", i, i, i)
	}
	s.write("awards/"+file+".yaml", b.String())
}

// decide writes a decision.
func (s *site) decide(award, action, day string) {
	s.t.Helper()
	reason := ""
	if action == "revoke" || action == "suspend" {
		reason = "reason: awarded-in-error\n"
	}
	s.write("decisions/"+day+"-"+action+"-"+strings.ReplaceAll(award, "/", "-")+".yaml",
		fmt.Sprintf("award: %s\naction: %s\non: %s\n%s", award, action, day, reason))
}

func (s *site) content() fs.FS { return os.DirFS(filepath.Join(s.dir, "content")) }

// judged loads and checks the site, and returns the errors that were found.
func (s *site) judged() (check.Passed, []diag.Finding) {
	s.t.Helper()
	content, err := load.Dir(s.t.Context(), s.content(), "content")
	if err != nil {
		s.t.Fatal(err)
	}
	passed, ok, err := check.Run(s.t.Context(), content, badge.DateOf(noon))
	if err == nil {
		err = content.Issued.Verify(s.t.Context(), content.Report)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	var found []diag.Finding
	for _, f := range content.Report.Findings() {
		if f.Severity == diag.Error {
			found = append(found, f)
		}
	}
	if ok != (len(found) == 0) {
		s.t.Fatalf("the rule book says %v, and these are the errors: %v", ok, found)
	}
	return passed, found
}

// passed checks the site, which keeps all rules.
func (s *site) passed() check.Passed {
	s.t.Helper()
	p, found := s.judged()
	for _, f := range found {
		s.t.Errorf("%s:%d: %s [%s]", f.Pos.File, f.Pos.Line, f.Message, f.Rule)
	}
	if len(found) > 0 {
		s.t.FailNow()
	}
	return p
}

// plan prepares a run.
func (s *site) plan() *Plan {
	s.t.Helper()
	p, err := Prepare(s.passed())
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// options are those of a run n minutes after noon.
func (s *site) options(n int) Options {
	return Options{Pair: s.pair, Root: s.root, Now: noon.Add(time.Duration(n) * time.Minute), Random: random(fmt.Sprint("run ", n))}
}

// run issues what is new, n minutes after noon.
func (s *site) run(n int) *Result {
	s.t.Helper()
	r, err := Run(s.t.Context(), s.plan(), s.options(n))
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// refused runs what must fail and leave nothing behind, and returns the error.
func (s *site) refused(ctx context.Context, p *Plan, o Options) error {
	s.t.Helper()
	before := s.files()
	r, err := Run(ctx, p, o)
	if err == nil {
		s.t.Fatalf("the run was made: %+v", r)
	}
	if diff := differ(before, s.files()); diff != "" {
		s.t.Errorf("a run that failed (%v) changed the site: %s", err, diff)
	}
	return err
}

// store reads what was issued, all of it.
func (s *site) store() *store.Store {
	s.t.Helper()
	var report diag.Report
	st := store.Open(s.content(), "content", &report)
	if err := st.Verify(s.t.Context(), &report); err != nil {
		s.t.Fatal(err)
	}
	for _, f := range report.Findings() {
		s.t.Errorf("%s:%d: %s [%s]", f.Pos.File, f.Pos.Line, f.Message, f.Rule)
	}
	return st
}

// line returns what stands of an award.
func (s *site) line(award badge.Key) (*store.Record, *store.Line) {
	s.t.Helper()
	st := s.store()
	number, ok := st.Latest(award)
	if !ok {
		s.t.Fatalf("%s was not issued", award)
	}
	r, _ := st.Standing(award, number)
	l, err := st.Line(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return r, l
}

// files returns every file of the site: content and what is unfinished.
func (s *site) files() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(s.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
		all[name] = string(data)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// differ names the first file in which two trees differ.
func differ(a, b map[string]string) string {
	for name := range a {
		if other, there := b[name]; !there || other != a[name] {
			return name + " changed or went"
		}
	}
	for name := range b {
		if _, there := a[name]; !there {
			return name + " came"
		}
	}
	return ""
}

// random is an endless source of bytes that a word decides.
func random(word string) io.Reader { return &stream{word: word} }

type stream struct {
	word string
	n    int
	left []byte
}

func (s *stream) Read(p []byte) (int, error) {
	if len(s.left) == 0 {
		sum := sha256.Sum256(fmt.Append(nil, s.word, " ", s.n))
		s.left = sum[:]
		s.n++
	}
	n := copy(p, s.left)
	s.left = s.left[n:]
	return n, nil
}
