package audit_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/audit"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/issue"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/store"
	"github.com/sealpress/sealpress/themes"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// ledger is a site of which everything was issued, in a folder.
type ledger struct {
	t      testing.TB
	dir    string
	run    string // its folder
	random *rand.ChaCha8
}

// issued makes a site with a key and n awards, and issues them.
func issued(t testing.TB, n int) *ledger {
	t.Helper()
	l := &ledger{t: t, dir: t.TempDir(), random: rand.NewChaCha8([32]byte([]byte("the randomness of a site in test")))}
	pair := l.pair("main")
	ed, p256 := pair.Public()
	var awards strings.Builder
	for i := range n {
		fmt.Fprintf(&awards, "  p%d:\n    name: Person %d\n    email: person%d@example.org\n", i, i, i)
	}
	for name, text := range map[string]string{
		"site.yaml":                 "title: Harbour Skills\nurl: https://credentials.harbour.example/\nseed: 00112233445566778899aabbccddeeff\nstatus:\n  - revocation\n  - suspension\n",
		"issuer.md":                 "---\nname: Harbour Skills\nurl: https://harbour.example/\nemail: credentials@harbour.example\ncountry: IE\n---\nWe teach on the quay.\n",
		"achievements/knots.md":     "---\nkind: badge\nname: Knots\ndescription: Ties five knots.\n---\nTie five knots from memory.\n",
		"awards/2026-03-knots.yaml": "achievement: knots\nawarded: 2026-03-01\nawards:\n" + awards.String(),
		"keys/main.yaml":            fmt.Sprintf("created: %s\ned25519: %s\np256: %s\n", pair.Created, ed, p256),
	} {
		l.write(name, []byte(text))
	}
	root, err := os.OpenRoot(l.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	passed, ok, err := check.Run(t.Context(), l.load(), badge.DateOf(noon))
	if err != nil || !ok {
		t.Fatalf("the site does not pass: %v", err)
	}
	plan, err := issue.Prepare(passed)
	if err != nil {
		t.Fatal(err)
	}
	r, err := issue.Run(t.Context(), plan, issue.Options{Pair: pair, Root: root, Now: noon, Random: l.random})
	if err != nil {
		t.Fatal(err)
	}
	l.run = "issued/" + r.Run + "/"
	return l
}

func (l *ledger) pair(name string) keyring.Pair {
	l.t.Helper()
	p, err := keyring.Generate(name, badge.Date{Year: 2026, Month: 1, Day: 2}, l.random)
	if err != nil {
		l.t.Fatal(err)
	}
	return p
}

func (l *ledger) path(name string) string {
	return filepath.Join(l.dir, "content", filepath.FromSlash(name))
}

func (l *ledger) write(name string, data []byte) {
	l.t.Helper()
	if err := os.MkdirAll(filepath.Dir(l.path(name)), 0o755); err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(l.path(name), data, 0o644); err != nil {
		l.t.Fatal(err)
	}
}

func (l *ledger) read(name string) []byte {
	l.t.Helper()
	data, err := os.ReadFile(l.path(name))
	if err != nil {
		l.t.Fatal(err)
	}
	return data
}

func (l *ledger) load() *load.Content {
	l.t.Helper()
	c, err := load.Dir(l.t.Context(), os.DirFS(filepath.Join(l.dir, "content")), "content")
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

// forge changes files of the run and makes every digest again, as somebody
// would who knows the store.
func (l *ledger) forge(change func(name, text string) string) {
	l.t.Helper()
	var run store.Run
	if err := json.Unmarshal([]byte(change("run.json", string(l.read(l.run+"run.json")))), &run); err != nil {
		l.t.Fatal(err)
	}
	digest := func(data string) string {
		sum := sha256.Sum256([]byte(data))
		return hex.EncodeToString(sum[:])
	}
	for name := range run.Files {
		text := change(name, string(l.read(l.run+name)))
		l.write(l.run+name, []byte(text))
		run.Files[name] = digest(text)
	}
	index := strings.SplitAfter(string(l.read(l.run+"index.tsv")), "\n")
	at := 0
	for i, line := range strings.SplitAfter(string(l.read(l.run+run.Segments[0])), "\n") {
		if line == "" {
			break
		}
		f := strings.Split(index[i], "\t")
		f[4], f[5] = fmt.Sprintf("1:%d+%d", at, len(line)), digest(line)
		index[i] = strings.Join(f, "\t")
		at += len(line)
	}
	l.write(l.run+"index.tsv", []byte(strings.Join(index, "")))
	run.Files["index.tsv"] = digest(strings.Join(index, ""))
	run.Sum = ""
	for range 2 {
		data, err := json.MarshalIndent(run, "", "  ")
		if err != nil {
			l.t.Fatal(err)
		}
		l.write(l.run+"run.json", append(data, '\n'))
		if run.Sum == "" {
			run.Sum = digest(string(append(data, '\n')))
		}
	}
}

// audit returns what is found in the store: by its digests, and by its
// signatures.
func (l *ledger) audit() (found []string) {
	l.t.Helper()
	c := l.load()
	var report diag.Report
	if err := audit.Verify(l.t.Context(), c.Issued, c.Catalog.Keys, nil, &report); err != nil {
		l.t.Fatal(err)
	}
	for _, f := range append(c.Report.Findings(), report.Findings()...) {
		if f.Severity == diag.Error {
			found = append(found, fmt.Sprintf("%s:%d: %s [%s]", strings.TrimPrefix(f.Pos.File, "content/"+l.run), f.Pos.Line, f.Message, f.Rule))
		}
	}
	return found
}

// otherThan changes the last character of what stands between two texts.
func otherThan(t testing.TB, text, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, before)
	value, _, end := strings.Cut(rest, after)
	if !ok || !end {
		t.Fatalf("there is no %q in %s", before, text)
	}
	c := value[len(value)/2]
	other := byte('A')
	if c == other {
		other = 'B'
	}
	changed := value[:len(value)/2] + string(other) + value[len(value)/2+1:]
	return strings.Replace(text, before+value, before+changed, 1)
}

// second changes the second of the records, and nothing else.
func second(change func(line string) string) func(name, text string) string {
	return func(name, text string) string {
		if name != "0001.jsonl" {
			return text
		}
		lines := strings.SplitAfter(text, "\n")
		lines[1] = change(lines[1])
		return strings.Join(lines, "")
	}
}

func TestSignaturesHold(t *testing.T) {
	if found := issued(t, 5).audit(); len(found) > 0 {
		t.Errorf("what was just issued does not hold: %v", found)
	}
}

// Whoever changes what was signed is found, though every digest is right.
func TestSignaturesForged(t *testing.T) {
	replaced := func(old, text string) func(string) string {
		return func(line string) string {
			if !strings.Contains(line, old) {
				t.Fatalf("there is no %q in %s", old, line)
			}
			return strings.Replace(line, old, text, 1)
		}
	}
	const where = `0001.jsonl:2: the credential of "2026-03-knots/p1" is not what was signed: `
	for name, test := range map[string]struct {
		change func(name, text string) string
		want   string
	}{
		"proof": {second(func(l string) string { return otherThan(t, l, `"proofValue":"z`, `"`) }), where + "the signature does not hold"},
		"name":  {second(replaced(`"Person 1"`, `"Person 7"`)), where + "the signature does not hold"},
		"time":  {second(replaced(`"created":"2026-06-01T12:00:00Z"`, `"created":"2026-06-01T12:00:01Z"`)), where + "its proof is not of the time and the key of its run"},
		"payload": {second(func(l string) string {
			from := strings.Index(l, `"payload":"`) + len(`"payload":"`)
			return l[:from] + "0000" + l[from+4:]
		}), where + "the payload of its token is not what was signed"},
		"token": {second(func(l string) string { return otherThan(t, l, `"jws":"`, `"`) }), ""},
		"list": {func(name, text string) string {
			if name != "revocation-1.json" {
				return text
			}
			return otherThan(t, text, `"proofValue":"z`, `"`)
		}, "revocation-1.json:0: the status list revocation-1 is not what was signed: the signature does not hold"},
		"index": {func(name, text string) string {
			if name != "index.tsv" {
				return text
			}
			lines := strings.SplitAfter(text, "\n")
			a, b := strings.Split(lines[1], "\t"), strings.Split(lines[0], "\t")
			a[6], b[6] = b[6], a[6]
			lines[0], lines[1] = strings.Join(b, "\t"), strings.Join(a, "\t")
			return strings.Join(lines, "")
		}, `0001.jsonl:1: the credential of "2026-03-knots/p0" is not what was signed: it has another place in the status lists than the index says (and 1 more in this file)`},
		"unsigned": {func(name, text string) string {
			lines := strings.SplitAfter(text, "\n")
			switch name {
			case "index.tsv":
				lines[1] = strings.Replace(lines[1], "signed", "recorded", 1)
			case "0001.jsonl":
				return second(func(l string) string {
					from, to := strings.Index(l, `"payload"`), strings.Index(l, `"credential"`)
					return l[:from] + l[to:strings.Index(l, `,"proof"`)] + "}}\n"
				})(name, text)
			}
			return strings.Join(lines, "")
		}, where + "its run had a key, and it has no signature"},
		"swapped": {func(name, text string) string {
			if name != "0001.jsonl" {
				return text
			}
			lines := strings.SplitAfter(text, "\n")
			_, one, _ := strings.Cut(lines[0], `"payload"`)
			head, _, _ := strings.Cut(lines[1], `"payload"`)
			lines[1] = head + `"payload"` + one
			return strings.Join(lines, "")
		}, where + "it has another address"},
		"run": {func(name, text string) string {
			if name != "run.json" {
				return text
			}
			return strings.Replace(text, `"time": "2026-06-01T12:00:00Z"`, `"time": "2026-06-01T12:00:02Z"`, 1)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := issued(t, 3)
			l.forge(test.change)
			found := l.audit()
			if len(found) == 0 {
				t.Fatal("nothing was found")
			}
			for _, f := range found {
				if !strings.HasSuffix(f, "[store-signature]") {
					t.Errorf("found by another rule: %s", f)
				}
			}
			if test.want == "" {
				return
			}
			if diff := cmp.Diff([]string{test.want + " [store-signature]"}, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// What the digests tell is not told again, and a key that is not there is a
// finding of the rule book.
func TestSignaturesLeaveOut(t *testing.T) {
	l := issued(t, 3)
	text := l.read(l.run + "0001.jsonl")
	l.write(l.run+"0001.jsonl", []byte(strings.Replace(string(text), "Person 1", "Person 7", 1)))
	found := l.audit()
	if len(found) != 1 || !strings.HasSuffix(found[0], "[store-damaged]") {
		t.Errorf("found %v", found)
	}
	l.write(l.run+"0001.jsonl", text)
	l.forge(second(func(l string) string { return otherThan(t, l, `"proofValue":"z`, `"`) }))
	ed, p256 := l.pair("other").Public()
	l.write("keys/main.yaml", fmt.Appendf(nil, "created: 2026-01-02\ned25519: %s\np256: %s\n", ed, p256))
	if found := l.audit(); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// Erasing one award leaves the signatures of the others as they are.
func TestSignaturesAfterErasing(t *testing.T) {
	l := issued(t, 3)
	root, err := os.OpenRoot(l.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := l.load().Issued.Erase(root, "content", "2026-03-knots/p1", badge.DateOf(noon)); err != nil {
		t.Fatal(err)
	}
	if found := l.audit(); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// An audit that is broken off says so.
func TestSignaturesCancelled(t *testing.T) {
	c := issued(t, 3).load()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := audit.Verify(ctx, c.Issued, c.Catalog.Keys, nil, &diag.Report{}); err == nil {
		t.Error("there is no error")
	}
}

// BenchmarkSignatures verifies both signatures of 1,000 records, read from the
// disk.
func BenchmarkSignatures(b *testing.B) {
	const n = 1000
	l := issued(b, n)
	b.ReportAllocs()
	for b.Loop() {
		c := l.load()
		if err := audit.Verify(b.Context(), c.Issued, c.Catalog.Keys, nil, c.Report); err != nil {
			b.Fatal(err)
		}
		if c.Report.HasErrors() {
			b.Fatal(c.Report.Findings())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/record")
}

// The check of a site audits what was issued.
func TestCheckAudits(t *testing.T) {
	l := issued(t, 3)
	check := func() *generator.Result {
		r, err := generator.Check(t.Context(), generator.Config{Content: os.DirFS(filepath.Join(l.dir, "content")), Themes: themes.Embedded(), Today: badge.DateOf(noon)})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := check(); !r.OK {
		t.Fatalf("the site does not pass: %v", r.Report().Findings())
	}
	l.forge(second(func(l string) string { return otherThan(t, l, `"proofValue":"z`, `"`) }))
	if r := check(); r.OK || r.Report().Count(diag.Error) != 1 {
		t.Errorf("a broken signature passes: %v", r.Report().Findings())
	}
}
