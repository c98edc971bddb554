package load

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// FuzzDecision: no text stops the reader of decisions; what it passes names an
// award, an action and a day that exist, and holds no text that could not be
// published. It is read the same twice.
func FuzzDecision(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s))
	}
	for _, action := range badge.Actions() {
		f.Add([]byte("award: 2026-05-drill/k2\naction: " + string(action) + "\non: 2026-06-01\nreason: awarded-in-error\ntext: It was another's.\nnote: '☂: #6'\n"))
	}
	f.Add([]byte("award: ../k2\naction: REVOKE\non: 2026-02-30\nid: x\n"))
	files := small()
	f.Fuzz(func(t *testing.T, data []byte) {
		read := func() (*Content, []*badge.Decision) {
			files["decisions/revoke-k2.yaml"] = string(data)
			c, err := Dir(t.Context(), memory(files), "content")
			if err != nil {
				t.Fatal(err)
			}
			return c, c.Catalog.Decisions
		}
		c, decisions := read()
		findings := c.Report.Findings()
		lawful(t, lf.Replace(string(data)), findings)
		if len(decisions) == 0 && len(findings) == 0 {
			t.Fatal("nothing was read and nothing said")
		}
		if _, again := read(); !cmp.Equal(decisions, again) {
			t.Errorf("read twice:\n%s", cmp.Diff(decisions, again))
		}
		if len(findings) > 0 {
			return
		}
		for _, d := range decisions {
			cohort, label := d.Award.Split()
			if !slugForm.MatchString(cohort) || !slugForm.MatchString(label) || !slices.Contains(badge.Actions(), d.Action) || d.On.IsZero() {
				t.Errorf("a decision passed: %+v", d)
			}
			if _, ok := address.AwardID(address.Award(d.ID)); d.ID != "" && (!ok || len(d.ID) != 26) {
				t.Errorf("the id %q", d.ID)
			}
			for _, s := range []string{d.Text, d.Note, d.Reason} {
				if !utf8.ValidString(s) || strings.ContainsFunc(s, forbidden) {
					t.Errorf("the decision holds %q", s)
				}
			}
		}
	})
}

// FuzzName: a file that an author brings has a finding, is one that systems leave
// behind and nobody publishes, or has a name that every system can keep, at an address that is not one of ours and below the
// output folder. No name costs more than it is long.
func FuzzName(f *testing.F) {
	for _, s := range []string{"CNAME", "con", "a.", "a ", "-rf", "a/../b", "it/x", "awards/x", "a\nb", "a\x1b[31m", "a\u202eb", "caf\u00e9", "cafe\u0301", `a\b`, "COM1.tar.gz", "photos/awards/2024.jpg", "../x", "/etc/passwd",
		".well-known/did.json", strings.Repeat("a", 300), strings.Repeat("a/", 100) + "a", "a%2fb", "sitemap-x.xml", "ſee", "..%2f", "a:b", "\xff", "._\x05", "\u2000", "a\u00a0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if !fs.ValidPath(name) || name == "." || len(name) > 4096 {
			return // no file system gives such a name
		}
		site := small()
		site["static/"+name] = "x"
		start := time.Now()
		c, err := Dir(t.Context(), memory(site), "content")
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("a name of %d bytes cost %v", len(name), took)
		}
		findings := c.Report.Findings()
		checkFindings(t, findings)
		if len(findings) > 0 || name == "CNAME" {
			return
		}
		if !slices.ContainsFunc(c.Catalog.Static, func(f badge.File) bool { return f.Name == name }) {
			for at := "static/" + name; !ignored(at); at = path.Dir(at) {
				if at == "static" {
					t.Fatalf("%q is neither refused nor published, and no file of a system", name)
				}
			}
			return
		}
		if address.Reserved(address.Path(name), []string{"en", "it"}) {
			t.Errorf("%q is ours, and passed", name)
		}
		for _, part := range strings.Split(name, "/") {
			if !utf8.ValidString(part) || strings.ContainsFunc(part, forbidden) || strings.ContainsAny(part, `<>:"\|?*`) || strings.HasSuffix(part, ".") || strings.TrimSpace(part) != part || strings.HasPrefix(part, "-") {
				t.Errorf("%q passed", name)
			}
		}
		if path.Clean(name) != name {
			t.Errorf("%q passed, and is %q", name, path.Clean(name))
		}
	})
}
