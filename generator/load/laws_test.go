package load

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// sample returns the files of the sample site, and of the small one.
func sample(t testing.TB) map[string]map[string]string {
	t.Helper()
	files := map[string]string{}
	fsys := os.DirFS("../../content")
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || ignored(name) {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]map[string]string{"sample": files, "small": small()}
}

// everything is what is read of a content folder.
type everything struct {
	Catalog  *badge.Catalog
	Cohorts  []*badge.Cohort
	Findings []diag.Finding
}

func readAllOf(t testing.TB, fsys fs.FS) everything {
	t.Helper()
	c, cohorts := read(t, fsys)
	return everything{c.Catalog, cohorts, c.Report.Findings()}
}

// However a system saves the same words, the same is read: YML-11, YML-13 and
// YML-15.
func TestLineEndsAndByteOrderMarks(t *testing.T) {
	mixed := func(s string) string {
		var b strings.Builder
		for i, line := range strings.SplitAfter(s, "\n") {
			if i%3 == 1 {
				line = strings.Replace(line, "\n", "\r\n", 1)
			}
			b.WriteString(line)
		}
		return b.String()
	}
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	for site, files := range sample(t) {
		want := readAllOf(t, memory(files))
		if len(want.Findings) > 0 {
			t.Errorf("%s: %v", site, want.Findings)
		}
		for form, change := range map[string]func(string) string{
			"CRLF":              crlf,
			"mixed":             mixed,
			"CR":                func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
			"a byte order mark": func(s string) string { return "\ufeff" + s },
			"both":              func(s string) string { return "\ufeff" + crlf(s) },
		} {
			t.Run(site+" with "+form, func(t *testing.T) {
				changed := map[string]string{}
				for name, text := range files {
					if strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".yaml") {
						text = change(text)
					}
					changed[name] = text
				}
				if diff := cmp.Diff(want, readAllOf(t, memory(changed))); diff != "" {
					t.Errorf("(-with LF +with %s):\n%s", form, diff)
				}
			})
		}
	}
}

// Findings stand on the same line and column however lines end.
func TestPositionsDoNotDependOnLineEnds(t *testing.T) {
	for _, b := range badYAML() {
		if len(b.text) > 500_000 || strings.Contains(b.text, "\r") || strings.HasPrefix(b.text, "\xff") {
			continue
		}
		want := readAllOf(t, memory(with(b.file, b.text))).Findings
		got := readAllOf(t, memory(with(b.file, "\ufeff"+strings.ReplaceAll(b.text, "\n", "\r\n")))).Findings
		if b.id == "YML-53" || b.id == "YML-53a" {
			continue // what begins with a byte order mark is no LFS pointer
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-LF +CRLF):\n%s", b.id, diff)
		}
	}
}

// shuffled lists the files of a folder in another order each time.
type shuffled struct {
	fs.FS
	random *rand.Rand
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	s.random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

// The order in which files are found does not matter, nor do findings depend
// on it.
func TestOrderOfFiles(t *testing.T) {
	sites := sample(t)
	sites["bad"] = with("awards/2026-05-drill.yml", "x", "awards/Drill.yaml", "x", "awards/drill.yaml", "awards:\n", "achievements/a.md", "---\n",
		"achievements/A.md", "---\n", "pathways/responder-two.md", small()["pathways/responder.md"], "pages/about-us.md", small()["pages/about.md"],
		"static/A/x", "x", "static/a/x", "x", "unknown/x.md", "x", "decisions/a.yaml", small()["decisions/revoke-k2.yaml"])
	for site, files := range sites {
		want := readAllOf(t, memory(files))
		for seed := range uint64(5) {
			got := readAllOf(t, shuffled{memory(files), rand.New(rand.NewPCG(seed, 1))})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s, order %d (-sorted +shuffled):\n%s", site, seed, diff)
			}
		}
	}
}

// The catalogue keeps its order by slug, where a hyphen sorts before a full
// stop.
func TestOrderOfCatalog(t *testing.T) {
	c, _ := read(t, memory(with("pages/about-us.md", small()["pages/about.md"], "pathways/responder-two.md", small()["pathways/responder.md"])))
	if p := c.Catalog.Pages; len(p) != 2 || p[0].Slug != "about" || p[1].Slug != "about-us" {
		t.Errorf("pages: %+v", p)
	}
	if p := c.Catalog.Pathways; len(p) != 2 || p[0].Slug != "responder" || p[1].Slug != "responder-two" {
		t.Errorf("pathways: %+v", p)
	}
}

// A value is typed by its key and never by its look: YML-33, YML-35, YML-43.
func TestValuesAreTypedByTheirKey(t *testing.T) {
	for _, v := range []string{"NO", "off", "yes", "y", "true", "0777", "1e3", "12:30:45", "0x1F", "1_000", "1.10", "007", ".5", "+1", "-0", "2024-01-05", "=", ".nan", "'null'", "Infinity"} {
		want := strings.Trim(v, "'")
		for _, form := range []string{v, `"` + want + `"`, "'" + want + "'"} {
			c, cohorts := read(t, memory(with(
				drill, "---\nkind: badge\nname: "+form+"\ndescription: "+form+"\ntags: ["+form+"]\noutcomes:\n  - "+form+"\n---\nDrill.\n",
				cohort, cohortTop+"    name: "+form+"\n    email: ada@example.org\n    result: "+form+"\n")))
			if lines := printed(c); len(lines) > 0 {
				t.Errorf("%s: %v", form, lines)
				continue
			}
			a := c.Catalog.Achievement("first-drill", 0)
			got := []string{a.Name, a.Description, a.Tags[0], a.Outcomes[0].Statement, cohorts[0].Awards[0].Recipient.Name, cohorts[0].Awards[0].Results[0].Grade}
			for i, s := range got {
				if s != want {
					t.Errorf("%s became %q as value %d", form, s, i)
				}
			}
		}
	}
	dates := map[string]string{"plain": "2024-01-05", "single quotes": "'2024-01-05'", "double quotes": `"2024-01-05"`, "spaces": `" 2024-01-05 "`, "block": "|\n  2024-01-05", "folded": ">-\n  2024-01-05"}
	for form, v := range dates {
		c, cohorts := read(t, memory(with(cohort, "achievement: first-drill\nawarded: "+v+"\nawards:\n  k1:\n"+person)))
		if lines := printed(c); len(lines) > 0 || cohorts[0].Awards[0].Awarded != (badge.Date{Year: 2024, Month: 1, Day: 5}) {
			t.Errorf("a date with %s: %v, %v", form, lines, cohorts[0].Awards[0].Awarded)
		}
	}
	for text, want := range map[string]string{"NO": "NO", "'NO'": "NO"} {
		c, _ := read(t, memory(with("issuer.md", strings.Replace(small()["issuer.md"], "country: IE", "country: "+text, 1))))
		if c.Catalog.Issuer.Country != want || c.Report.HasErrors() {
			t.Errorf("country: %s became %q: %v", text, c.Catalog.Issuer.Country, printed(c))
		}
	}
	for _, v := range []string{"yes", "no", "on", "off", "True", "TRUE", "1", "y"} {
		if findings := readValue(t, Key{Name: "menu", Type: Flag}, v); len(findings) != 1 {
			t.Errorf("menu: %s gives %v", v, findings)
		}
	}
}

// DAT-05: a day ends with its last second in UTC, wherever the program runs.
func TestLastDay(t *testing.T) {
	_, cohorts := read(t, memory(with(cohort, cohortTop+person+"    valid-until: 2026-12-31\n")))
	if got := cohorts[0].Awards[0].ValidUntil.End().Format("2006-01-02T15:04:05Z07:00"); got != "2026-12-31T23:59:59Z" {
		t.Errorf("valid until %s", got)
	}
}

// Names keep the joiners that Persian and Indic scripts are spelled with
// (YML-21), and composed and decomposed accents are the same name.
func TestNames(t *testing.T) {
	for written, want := range map[string]string{
		"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
		"\u0915\u094d\u200d\u0937":                         "\u0915\u094d\u200d\u0937",
		"Zoe\u0308 Rene\u0301":                             "Zo\u00eb Ren\u00e9",
		"Zo\u00eb Ren\u00e9":                               "Zo\u00eb Ren\u00e9",
		"\"Ada\\tRossi\"":                                  "Ada Rossi",
		"陈雨桐":                                              "陈雨桐",
		"O'Dwyer-Ó Súilleabháin, jr.":                      "O'Dwyer-Ó Súilleabháin, jr.",
	} {
		c, cohorts := read(t, memory(with(cohort, cohortTop+"    name: "+written+"\n    email: Ada@Example.org\n")))
		if lines := printed(c); len(lines) > 0 {
			t.Errorf("%+q: %v", written, lines)
			continue
		}
		if r := cohorts[0].Awards[0].Recipient; r.Name != want || r.Email != "ada@example.org" {
			t.Errorf("%+q became %+q, %s", written, r.Name, r.Email)
		}
	}
}

// Everything that is wrong anywhere is said in one run.
func TestAllFindingsAtOnce(t *testing.T) {
	c, _ := read(t, memory(with(
		"site.yaml", siteYAML+"colour: red\n", "issuer.md", "---\nname: X\nurl: x\n---\n", drill, drillTop+"version: one\n---\n<b>Drill</b>\n",
		"pathways/responder.md", "---\nname: Responder\nsteps: []\n---\n", "pages/about.md", "About\n", cohort, cohortTop+"    nmae: Ada\n",
		"decisions/revoke-k2.yaml", "award: x\n", "awards/other.yaml", "- a\n", "static/index.html", "x", "keys.yml", "x", "award/x.yaml", "x")))
	files := map[string]int{}
	for _, f := range c.Report.Findings() {
		files[f.Pos.File]++
	}
	want := map[string]int{"content/site.yaml": 1, "content/issuer.md": 2, "content/" + drill: 3, "content/pathways/responder.md": 3,
		"content/pages/about.md": 1, "content/" + cohort: 1, "content/decisions/revoke-k2.yaml": 3, "content/awards/other.yaml": 1,
		"content/static/index.html": 1, "content/keys.yml": 1, "content/award": 1}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("findings by file (-want +got):\n%s\n%s", diff, strings.Join(printed(c), "\n"))
	}
}

// A file with a slip on every line is refused before it fills the memory.
func TestFindingsAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("achievement: first-drill\nawarded: 2026-05-14\nawards:\n")
	for i := range 45_000 {
		fmt.Fprintf(&b, "  k%d: {nmae: A, emial: b@c, awarded: 1.1.2026}\n", i)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c, _ := read(t, memory(with(cohort, b.String())))
	runtime.ReadMemStats(&after)
	findings := c.Report.Findings()
	if last := findings[len(findings)-1]; len(findings) != maxFindings || last.Rule != "too-long" {
		t.Errorf("%d findings, the last one %+v", len(findings), last)
	}
	if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 256 {
		t.Errorf("took %d MiB", mib)
	}
	if !c.Broken(source.Place{File: "content/" + cohort}) {
		t.Error("the file counts as read")
	}
}
