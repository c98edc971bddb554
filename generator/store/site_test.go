package store

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// site is a folder with a store in it.
type site struct {
	t    *testing.T
	dir  string
	root *os.Root
}

func newSite(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return &site{t, dir, root}
}

func (s *site) content() fs.FS { return os.DirFS(filepath.Join(s.dir, "content")) }

// noon names a run of minute n.
func noon(n int) (string, time.Time) {
	at := time.Date(2026, 3, 1, 12, n, 0, 0, time.UTC)
	return NewName(at, [4]byte{0xab, 0xcd, 0, byte(n)}), at
}

// issued is what goes into a run: a line and its place in the status lists.
type issued struct {
	line   Line
	status Status
}

// signedLine is an award as a site with keys issues it.
func signedLine(award badge.Key, edition, index int) issued {
	l := recordedLine(award, edition)
	l.line.JWS = fmt.Sprintf("eyJhbGciOiJFUzI1NiJ9..sig-%s-%d", filepath.Base(string(award)), edition)
	l.line.Payload = sha256.Sum256([]byte(l.line.JWS))
	l.status = Status{List: 1, Index: int32(index)}
	return l
}

// recordedLine is an award as a site without keys issues it.
func recordedLine(award badge.Key, edition int) issued {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", award, edition))
	return issued{line: Line{
		Award: award, Edition: edition, ID: idOf(award, edition), Binding: [16]byte(sum[:16]),
		Recipient:  fmt.Appendf(nil, `{"type":"email","hashed":true,"salt":"salt-of-%s","identity":"sha256$%x"}`, filepath.Base(string(award)), sum),
		Credential: fmt.Appendf(nil, `{"id":"urn:x:%d","name":"Holder %s & Søn","address":"%s@example.org"}`, edition, filepath.Base(string(award)), filepath.Base(string(award))),
	}}
}

func idOf(award badge.Key, edition int) string {
	return badge.Seed("00112233445566778899aabbccddeeff").ID(award, edition)
}

// issue writes a run of minute n, with a status list.
func (s *site) issue(n int, lines ...issued) *Run {
	s.t.Helper()
	name, at := noon(n)
	st, _ := s.open()
	w, err := Begin(s.root, "content", ".sealpress", Run{Name: name, Time: at, After: st.Heads(), Site: "https://b.example/", Seed: "mark",
		Blocks: map[string][]int{"revocation-1": {n}}, Definitions: map[string]string{"knots@1": "d"}})
	if err != nil {
		s.t.Fatal(err)
	}
	for i := range lines {
		if err := w.Add(&lines[i].line, lines[i].status); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := w.AddList("revocation-1", fmt.Appendf(nil, `{"list":%d}`, n)); err != nil {
		s.t.Fatal(err)
	}
	if err := w.Commit(); err != nil {
		s.t.Fatal(err)
	}
	return &w.Run
}

// open reads the store.
func (s *site) open() (*Store, *diag.Report) {
	var report diag.Report
	return Open(s.content(), "content", &report), &report
}

// sound reads the whole store and fails where something is wrong with it.
func (s *site) sound() *Store {
	s.t.Helper()
	st, findings := s.verified()
	for _, f := range findings {
		s.t.Errorf("%s:%d: %s [%s]", f.Pos.File, f.Pos.Line, f.Message, f.Rule)
	}
	return st
}

// verified reads the whole store and returns what is wrong with it.
func (s *site) verified() (*Store, []diag.Finding) {
	s.t.Helper()
	st, report := s.open()
	if err := st.Verify(s.t.Context(), report); err != nil {
		s.t.Fatal(err)
	}
	return st, report.Findings()
}

// files returns every file of the store, by its name below content/issued.
func (s *site) files() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	dir := filepath.Join(s.dir, "content", Folder)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// write puts a file into the store, whatever was there.
func (s *site) write(name, text string) {
	s.t.Helper()
	name = filepath.Join(s.dir, "content", Folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}
