package adopt

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
	"github.com/sealpress/sealpress/generator/verify"
	"github.com/sealpress/sealpress/themes"
)

var today = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

// world is a site that takes over, and the network around it.
type world struct {
	t     testing.TB
	hosts map[string]fs.FS
	site  fstest.MapFS // as it stands on the disk
	mu    sync.Mutex
	asked []string

	answers map[string]string // of single addresses, before those of hosts
}

// newWorld is a new site, and the academy at its own address.
func newWorld(t testing.TB) *world {
	t.Helper()
	files, err := starter.Site(starter.Options{Title: "Harbour Skills", URL: "https://harbour.example/", Country: "IE", Email: "desk@harbour.example", Language: "en", Seed: strings.Repeat("0123456789abcdef", 4)})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, hosts: map[string]fs.FS{"old.example": academy()}, site: fstest.MapFS{}}
	w.write(files)
	return w
}

func academy() fs.FS { return os.DirFS("testdata/academy") }

func (w *world) write(files []starter.File) {
	for _, f := range files {
		w.site[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
}

// fetch answers as the hosts of the world do.
func (w *world) fetch(_ context.Context, q verify.Question) (*verify.Answer, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, q.URL)
	if text, there := w.answers[q.URL]; there {
		return &verify.Answer{URL: q.URL, Status: 200, Body: []byte(text)}, nil
	}
	u, err := url.Parse(q.URL)
	if err != nil {
		return nil, err
	}
	host := w.hosts[u.Host]
	if u.Scheme != "https" {
		return nil, fmt.Errorf("%w: not https", verify.ErrRefused)
	}
	if host == nil {
		return nil, errors.New("no such host")
	}
	name := strings.Trim(u.Path, "/")
	if info, err := fs.Stat(host, name); err == nil && info.IsDir() {
		name += "/index.html"
	}
	body, err := fs.ReadFile(host, name)
	if err != nil {
		return &verify.Answer{URL: q.URL, Status: 404}, nil
	}
	return &verify.Answer{URL: q.URL, Status: 200, Body: body}, nil
}

func (w *world) pile(online bool) *Pile {
	p := &Pile{Ask: &Asker{}}
	if online {
		p.Ask.Fetch = w.fetch
	}
	return p
}

// content loads the site as it stands.
func (w *world) content() *load.Content {
	w.t.Helper()
	sub, err := fs.Sub(w.site, "content")
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := load.Dir(context.Background(), sub, "content")
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// plan judges a pile and plans.
func (w *world) plan(p *Pile, o Options) *Planned {
	w.t.Helper()
	v := &verify.Verifier{Now: today}
	if p.Ask.Fetch != nil {
		v.Fetch = p.Ask.Ask
	}
	found, err := Judge(context.Background(), p, v, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	site, err := ReadSite(context.Background(), w.content())
	if err != nil {
		w.t.Fatal(err)
	}
	planned, err := Plan(context.Background(), found, site, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return planned
}

// checked fails where the site has errors, and returns what was found.
func (w *world) checked() *generator.Result {
	w.t.Helper()
	sub, err := fs.Sub(w.site, "content")
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := generator.Check(context.Background(), generator.Config{Content: sub, Themes: themes.Embedded(), Today: badge.DateOf(today)})
	if err != nil {
		w.t.Fatal(err)
	}
	if !r.OK {
		for _, f := range r.Report().Findings() {
			w.t.Errorf("%s:%d: %s: %s [%s]", f.Pos.File, f.Pos.Line, f.Severity, f.Message, f.Rule)
		}
	}
	return r
}

func learners(t testing.TB) *Learners {
	t.Helper()
	data, err := os.ReadFile("testdata/learners.csv")
	if err != nil {
		t.Fatal(err)
	}
	table, err := intake.Read("learners.csv", data, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLearners(table)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// say writes rows down, one in each line.
func say(rows []Row) string {
	var all []string
	for _, r := range rows {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", r.State, r.From, r.Title, r.Holder, r.On, r.Outcome, r.Why)))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// file returns what a plan writes into a file.
func (p *Planned) file(name string) string {
	for _, f := range p.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func names(files []starter.File) []string {
	var all []string
	for _, f := range files {
		all = append(all, f.Name)
	}
	return all
}

// written is everything that a plan writes, one file after the other.
func written(p *Planned) string {
	var b strings.Builder
	for _, f := range p.Files {
		fmt.Fprintf(&b, "-- %s --\n%s", f.Name, f.Data)
	}
	return b.String()
}

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares a text with the one in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
