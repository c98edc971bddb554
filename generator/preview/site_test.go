package preview

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/render"
)

// long reports whether the tests run in full.
func long() bool { return os.Getenv("SEALPRESS_LONG") == "1" }

// planOf is a plan of files with the given contents.
func planOf(files map[string]string) render.Plan {
	return render.Plan{Count: len(files), Entries: func(yield func(render.Entry) bool) {
		for name, text := range files {
			sum := sha256.Sum256([]byte(text))
			if !yield(render.Entry{File: name, Fingerprint: render.Fingerprint(sum[:16]), Render: func() ([]byte, error) { return []byte(text), nil }}) {
				return
			}
		}
	}}
}

// page is a page as a theme might make it.
func page(body string) string {
	return `<!doctype html><html lang="it"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'self'">
<link rel="stylesheet" href="/badges/assets/style.css"></head><body>` + body + "</body></html>\n"
}

// siteOf is a good site under a base path.
func siteOf(t testing.TB, files map[string]string) Site {
	t.Helper()
	at, err := address.Parse("https://org.example/badges/")
	if err != nil {
		t.Fatal(err)
	}
	return Site{OK: true, Plan: planOf(files), Address: at}
}

func brokenSite() Site {
	f := diag.Finding{Rule: "unknown-key", Message: `unknown key "emial" <b>`, Mend: `did you mean "email"?`}
	f.Pos.File, f.Pos.Line, f.Pos.Column = "content/awards/knots.yaml", 2, 3
	w := diag.Finding{Rule: "image-unused", Severity: diag.Warning, Message: "no achievement uses this picture"}
	w.Pos.File = "content/achievements/x.png"
	return Site{Findings: []diag.Finding{f, w}, Text: func(string) string { return "awards:\n  emial: ada@example.org\n" }}
}

// shown returns a preview that shows a site, without any watching.
func shown(sites ...Site) *Preview {
	p := New(Config{})
	for _, s := range sites {
		p.board.put(newState(p.board.current(), s))
	}
	return p
}

// ask sends a request as a browser on this machine would.
func ask(p *Preview, target string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = "localhost:4242"
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	p.Handler(4242).ServeHTTP(w, r)
	return w
}

// copies is a Build that publishes every file below content as it is, and
// finds a file named broken.
func copies(_ context.Context, content, themes fs.FS) (Site, error) {
	files := map[string]string{}
	s := Site{OK: true}
	for top, fsys := range map[string]fs.FS{"content": content, "themes": themes} {
		if fsys == nil {
			continue
		}
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				s.OK = false
				s.Findings = append(s.Findings, diag.Finding{Message: "unreadable: " + name})
				return nil
			}
			if !d.Type().IsRegular() {
				files[top+"/"+name+"/.is"] = d.Type().String()
				return nil
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				s.OK = false
				s.Findings = append(s.Findings, diag.Finding{Message: "unreadable: " + name})
				return nil
			}
			if d.Name() == "broken" {
				s.OK = false
				s.Findings = append(s.Findings, diag.Finding{Message: "broken: " + string(data)})
			}
			files[top+"/"+name] = string(data)
			return nil
		})
		if err != nil {
			return Site{}, err
		}
	}
	s.Plan = planOf(files)
	return s, nil
}

// folder is a site on disk that a preview follows.
type folder struct {
	t       *testing.T
	dir     string
	preview *Preview
	watcher *watcher
	built   chan Rebuild
	notices chan string
}

// follow starts a preview of an empty site. spoil may change the watcher
// before it starts.
func follow(t *testing.T, spoil func(*watcher)) *folder {
	t.Helper()
	f := &folder{t: t, dir: t.TempDir(), built: make(chan Rebuild, 10_000), notices: make(chan string, 100)}
	if err := os.Mkdir(filepath.Join(f.dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"content", "themes"}
	f.preview = New(Config{Files: root.FS(), Dir: f.dir, Folders: folders, Build: copies, Now: time.Now,
		Built: func(r Rebuild) { f.built <- r }, Notice: func(s string) { f.notices <- s }})
	w := watch(f.dir, folders, f.preview.config.Notice)
	f.watcher = w
	w.recheck = time.Hour // or it would hide what the system did not tell
	if spoil != nil {
		spoil(w)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = f.preview.follow(ctx, w) // ends with the context
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		w.close()
		_ = root.Close()
	})
	<-f.built
	return f
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *folder) write(name, text string) {
	f.t.Helper()
	if err := os.MkdirAll(filepath.Dir(f.path(name)), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(f.path(name), []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// save writes a file as careful editors do: another one is renamed over it.
func (f *folder) save(name, text string) {
	f.t.Helper()
	f.write(name+".tmp~", text)
	f.rename(name+".tmp~", name)
}

func (f *folder) rename(from, to string) {
	f.t.Helper()
	if err := os.Rename(f.path(from), f.path(to)); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) remove(name string) {
	f.t.Helper()
	if err := os.RemoveAll(f.path(name)); err != nil {
		f.t.Fatal(err)
	}
}

// settles checks the law: soon the preview shows what a fresh build makes.
func (f *folder) settles() {
	f.t.Helper()
	var difference string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if difference = f.difference(); difference == "" {
			return
		}
	}
	f.t.Fatalf("20 seconds after the last change the preview is not a fresh build: %s", difference)
}

func (f *folder) difference() string {
	f.t.Helper()
	fresh := os.DirFS(f.dir)
	content, _ := fs.Sub(fresh, "content")
	var themes fs.FS
	if info, err := os.Stat(f.path("themes")); err == nil && info.IsDir() {
		themes, _ = fs.Sub(fresh, "themes")
	}
	want, err := copies(f.t.Context(), content, themes)
	if err != nil {
		f.t.Fatal(err)
	}
	got := f.preview.board.current()
	if got.broken == want.OK {
		return fmt.Sprintf("broken is %t", got.broken)
	}
	if got.broken {
		var texts []string
		for _, w := range want.Findings {
			texts = append(texts, diag.Clean(w.Message))
		}
		for _, text := range texts {
			if !strings.Contains(string(got.findings.html), text) {
				return "no finding " + text
			}
		}
		return ""
	}
	seen := 0
	for e := range want.Plan.Entries {
		g, ok := got.find(e.File)
		if !ok {
			return e.File + " is missing"
		}
		if g.Fingerprint != e.Fingerprint {
			return e.File + " is stale"
		}
		seen++
	}
	if seen != want.Plan.Count {
		return fmt.Sprintf("%d files, and %d were counted", seen, want.Plan.Count)
	}
	return ""
}

// rebuilds counts the builds since the last call.
func (f *folder) rebuilds() int {
	n := 0
	for {
		select {
		case <-f.built:
			n++
		default:
			return n
		}
	}
}

func sorted(list ...string) []string {
	slices.Sort(list)
	return list
}
