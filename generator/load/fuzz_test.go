package load

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// seeds are texts that are good, bad, and nearly good.
func seeds(f *testing.F) []string {
	var all []string
	for _, text := range small() {
		all = append(all, text)
	}
	for _, kind := range Files() {
		all = append(all, full(kind)...)
	}
	for _, b := range badYAML() {
		if len(b.text) < 4096 {
			all = append(all, b.text)
		}
	}
	all = append(all, "a: |2\n   x\n", "? a\n: b\n", "a: >-\n\n  x\n", "{a: [b, {c: d}]}", "%YAML 1.2\n---\na: b\n", "a:\r\n  b\r", "\"a\\\n  b\": c", "a: 'b\n\n  c'")
	slices.Sort(all)
	return all
}

// lf is what reading does to line ends.
var lf = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// lawful holds findings against what all findings promise, and their positions
// against the text that they are about.
func lawful(t *testing.T, text string, findings []diag.Finding) {
	t.Helper()
	checkFindings(t, findings)
	lines := strings.Count(text, "\n") + 1
	for _, f := range findings {
		if f.Pos.Line < 0 || f.Pos.Line > lines || f.Pos.Line > 0 && f.Pos.Column < 1 {
			t.Errorf("%s is not in a text of %d lines: %s", f.Pos, lines, f.Message)
		}
	}
	if len(findings) > 2*maxFindings {
		t.Errorf("%d findings", len(findings))
	}
}

// FuzzYAML: no text stops the reader, whichever file it is taken for, and a
// tree that it passes is plain, shallow and made of text that can be
// published.
func FuzzYAML(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, bad := decodeText([]byte(s))
		if bad != nil {
			lawful(t, lf.Replace(s), []diag.Finding{{Rule: bad.Rule, Pos: source.Pos{File: "f", Line: bad.Pos.Line, Column: bad.Pos.Column}, Message: bad.Message, Mend: bad.Mend}})
			return
		}
		root, findings := parseYAML(text, "f.yaml", 0, maxEntries)
		lawful(t, text, findings)
		if root == nil {
			if len(findings) == 0 {
				t.Fatal("nothing was read and nothing said")
			}
			return
		}
		if n, most := count(root), 2*entries(text)+1; n > most {
			t.Errorf("%d nodes, more than the %d that were counted", n, most)
		}
		plainTree(t, root, 1)
		for _, kind := range Files() {
			report := &diag.Report{}
			broken := map[string]bool{}
			r := &reader{file: "f.yaml", report: report, broken: func(p source.Place) { broken[p.Path] = true }}
			r.object(root, root, &kind.Key, source.Place{File: "f.yaml"})
			lawful(t, text, report.Findings())
			if len(broken) == 0 && len(report.Findings()) > 0 {
				t.Errorf("findings without a broken place: %v", report.Findings())
			}
			if again := judge(kind, text); len(again) == 0 && len(report.Findings())+len(findings) > 0 {
				t.Errorf("read twice, judged differently: %v", report.Findings())
			}
		}
	})
}

func count(n *yaml.Node) int {
	total := 1
	for _, c := range n.Content {
		total += count(c)
	}
	return total
}

func plainTree(t *testing.T, n *yaml.Node, depth int) {
	if depth > maxDepth || n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || !utf8.ValidString(n.Value) || n.Line < 1 || n.Column < 1 {
		t.Fatalf("the tree holds %+v at depth %d", n, depth)
	}
	seen := map[string]bool{}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if c.Kind != yaml.ScalarNode {
				t.Fatalf("a key is %+v", c)
			}
			seen[c.Value] = true
		}
		plainTree(t, c, depth+1)
	}
}

// FuzzFrontMatter: head and body are the file without the two lines of
// hyphens, and lines are counted as an editor counts them.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
		f.Add("---\n" + s + "---\nBody.\n")
	}
	for _, s := range []string{"---\n---", "---\n---\n", "---\na: b\n...\n", "--- \t\na: b\n---  \nx", "---", "---\n", "----\n---\n", "---\n----\n---\n", "\n\n---\n", "+++\n", "{\n", "---\n---\n---\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, bad := decodeText([]byte(s))
		if bad != nil {
			return
		}
		head, body, bodyLine, finding := splitFrontMatter(text, "f.md")
		if finding != nil {
			lawful(t, text, []diag.Finding{*finding})
			if head+body != "" || bodyLine != 0 {
				t.Errorf("refused, but gave head %q and body %q in line %d", head, body, bodyLine)
			}
			return
		}
		lines := strings.Split(text, "\n")
		if bodyLine < 3 || bodyLine > len(lines)+1 {
			t.Fatalf("the body begins in line %d of %d", bodyLine, len(lines))
		}
		opening, closing := lines[0], lines[bodyLine-2]
		whole := opening + "\n" + head + closing
		if bodyLine <= len(lines) {
			whole += "\n"
		}
		if whole += body; whole != text {
			t.Errorf("%q became head %q, body %q in line %d", text, head, body, bodyLine)
		}
		if strings.TrimRight(opening, " \t") != "---" || !slices.Contains([]string{"---", "..."}, strings.TrimRight(closing, " \t")) {
			t.Errorf("cut at the lines %q and %q", opening, closing)
		}
		for _, line := range strings.Split(head, "\n") {
			if line == "---" {
				t.Errorf("the head %q goes on after a line of hyphens", head)
			}
		}
		if body != strings.Join(lines[min(bodyLine-1, len(lines)):], "\n") {
			t.Errorf("the body %q does not begin in line %d of %q", body, bodyLine, text)
		}
	})
}

// FuzzCohort: no text stops the reader of awards; what it passes has keys that
// are addresses and values that were checked; it reads the same twice, and
// Locate finds every award.
func FuzzCohort(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		report := &diag.Report{}
		broken := map[source.Place]bool{}
		co, _ := parseCohort(data, "content/awards/x.yaml", "x", report, func(p source.Place) { broken[p] = true })
		findings := report.Findings()
		lawful(t, lf.Replace(string(data)), findings)
		if co == nil {
			if len(findings) == 0 {
				t.Fatal("nothing was read and nothing said")
			}
			return
		}
		again, _ := parseCohort(data, "content/awards/x.yaml", "x", &diag.Report{}, func(source.Place) {})
		if a, b := mustJSON(co), mustJSON(again); a != b {
			t.Errorf("read twice:\n%s\n%s", a, b)
		}
		c := &Content{Report: &diag.Report{}, prefix: "content", fsys: memory(map[string]string{"awards/x.yaml": string(data)})}
		for _, a := range co.Awards {
			cohort, label := a.Key.Split()
			if cohort != "x" || !slugForm.MatchString(label) {
				t.Errorf("the key %q", a.Key)
			}
			if pos := c.Locate(a.Place); pos.Line < 1 {
				t.Errorf("award %s is at %s", a.Key, pos)
			}
			for _, s := range []string{a.Recipient.Name, a.Recipient.Email, a.Recipient.URL, a.Recipient.DID, a.Person, a.ID, a.Renews} {
				if !utf8.ValidString(s) || len(findings) == 0 && strings.ContainsFunc(s, forbidden) {
					t.Errorf("award %s holds %q", a.Key, s)
				}
			}
			if len(findings) == 0 && (a.Recipient.Name == "" || a.Recipient.Salt != "" && len(a.Recipient.Salt) < 32 || a.Listing != "" && a.Listing != badge.Listed && a.Listing != badge.Unlisted) {
				t.Errorf("award %s passed: %+v", a.Key, a)
			}
		}
	})
}

func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
