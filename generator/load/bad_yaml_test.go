package load

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/diag"
)

// badFile is a file that cannot be used, and all that must be said about it.
type badFile struct {
	id   string // of the row in the list of bad inputs; a letter tells several inputs apart
	file string
	text string
	want []string // all findings, in order: line, column, message, rule
}

const (
	person    = "    name: Ada Rossi\n    email: ada@example.org\n"
	cohortTop = "achievement: first-drill\nawarded: 2026-05-14\nawards:\n  k1:\n"
	cohort    = "awards/2026-05-drill.yaml"
	drill     = "achievements/first-drill.md"
	drillTop  = "---\nkind: badge\nname: First Drill\ndescription: Completed a first drill.\n"
)

// laughs is nine levels of lists, each with nine aliases of the one before.
func laughs() string {
	var b strings.Builder
	b.WriteString("a: &a [lol]\n")
	for c := 'b'; c <= 'j'; c++ {
		fmt.Fprintf(&b, "%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	return b.String()
}

func badYAML() []badFile {
	return []badFile{
		{"YML-01", cohort, laughs(), []string{
			"1:4: aliases are not allowed in content files (anchor &a) [yaml-feature]",
		}},
		{"YML-03", cohort, "a: &a [*a]\n", []string{
			"1:4: aliases are not allowed in content files (anchor &a) [yaml-feature]",
		}},
		{"YML-05", cohort, "awards: " + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + "\n", []string{
			"1:42: nested deeper than 32 levels [yaml-depth]",
		}},
		{"YML-05a", cohort, strings.Repeat("{a: ", 40) + strings.Repeat("}", 40) + "\n", []string{
			"1:133: nested deeper than 32 levels [yaml-depth]",
		}},
		{"YML-05b", cohort, strings.Repeat("[", 1<<20), []string{
			"1:1: the file has some 1048576 keys and entries, more than the limit of 500000 [file-size]",
		}},
		{"YML-05c", cohort, strings.Repeat("- ", 100_000) + "x\n", []string{
			"1:67: nested deeper than 32 levels [yaml-depth]",
		}},
		{"YML-05d", cohort, "awards: [" + strings.Repeat("a,", 8<<20-10) + "]\n", []string{
			"1:1: the file has some 8388600 keys and entries, more than the limit of 500000 [file-size]",
		}},
		{"YML-05e", "decisions/x.yaml", strings.Repeat("?\n", 500_000), []string{
			"1:1: the file has some 500000 keys and entries, more than the limit of 50000 [file-size]",
		}},
		{"YML-07", drill, drillTop + "level:\n  eqf: 3\n  eqf: 4\n---\nDrill.\n", []string{
			`7:3: the key "eqf" stands twice: first in line 6 [duplicate-key]`,
		}},
		{"YML-07a", cohort, cohortTop + "    {name: Ada, email: ada@example.org, name: Bea}\n", []string{
			`5:41: the key "name" stands twice: first in line 5 [duplicate-key]`,
		}},
		{"YML-09", cohort, "achievement: first-drill\nawarded: 2026-05-14\nrecipent:\n  name: Ada\n", []string{
			`3:1: unknown key "recipent" [unknown-key]`,
		}},
		{"YML-17", drill, "---\nkind: badge\nname: First Drill\ndescription: caf\xe9\n---\nDrill.\n", []string{
			"4:17: not valid UTF-8 at line 4, byte 17; looks like Windows-1252 [file-encoding]",
		}},
		{"YML-19", cohort, cohortTop + "    name: \"Ada \\e[31m\"\n    email: ada@example.org\n", []string{
			`5:11: name: holds the control character \x1b [bad-text]`,
		}},
		{"YML-19a", cohort, cohortTop + "    name: Ada \x1b[31m\n    email: ada@example.org\n", []string{
			`5:15: the text holds the control character \x1b [text-control]`,
		}},
		{"YML-19b", cohort, cohortTop + person + "    \"\\e[31m\": x\n", []string{
			`7:5: unknown key "\x1b[31m" in k1 [unknown-key]`,
		}},
		{"YML-19c", cohort, cohortTop + "    name: Ada\u0085Rossi\n    email: ada@example.org\n", []string{
			`5:14: the text holds the control character \x85 [text-control]`,
		}},
		{"YML-19d", cohort, cohortTop + "    name: Ada\u2028Rossi\n    email: ada@example.org\n", []string{
			`5:14: the text holds the control character U+2028 [text-control]`,
		}},
		{"YML-19e", cohort, cohortTop + "    name: \"Ada\\uFFFE\"\n    email: ada@example.org\n", []string{
			`5:11: name: holds the control character U+FFFE [bad-text]`,
		}},
		{"YML-21", cohort, "achievement: first\u200b-drill\nawarded: 2026-05-14\nawards:\n  k1:\n" + "    name: Ada\n    email: ad\u2060a@example.org\n    url: https://ada.exa\u200dmple/\n", []string{
			"1:14: achievement: holds the invisible character U+200B [bad-value]",
			"6:12: email: holds the invisible character U+2060 [bad-value]",
			"7:10: url: holds the invisible character U+200D [bad-url]",
		}},
		{"YML-21a", cohort, cohortTop + "    name: A\u200bda\n    email: ada@example.org\n", []string{
			"5:11: name: holds the invisible character U+200B [bad-text]",
		}},
		{"YML-21b", cohort, "achievement: first-drill\nawarded: 2026-05-14\nawards:\n  k\u200b1:\n" + person, []string{
			`4:3: the label "k\u200b1" is part of the award's address: expected lower-case letters, digits and hyphens [award-label]`,
		}},
		{"YML-21c", cohort, cohortTop + "    name: \"\\u200d\"\n    email: ada@example.org\n", []string{
			"5:11: name: holds nothing that can be seen [bad-text]",
		}},
		{"YML-23", cohort, "", []string{
			"1:1: the file is empty [file-empty]",
		}},
		{"YML-23a", cohort, "# nothing yet\n\n", []string{
			"1:1: the file is empty [file-empty]",
		}},
		{"YML-23b", drill, "", []string{
			"1:1: the file is empty [file-empty]",
		}},
		{"YML-23c", drill, "---\n---\nDrill.\n", []string{
			"2:1: the front matter is empty [file-empty]",
		}},
		{"YML-25", cohort, "just words\n", []string{
			"1:1: expected key: value pairs, found text [wrong-type]",
		}},
		{"YML-25a", cohort, "- a\n- b\n", []string{
			"1:1: expected key: value pairs, found a list [wrong-type]",
		}},
		{"YML-25b", drill, "---\n- a\n---\nDrill.\n", []string{
			"2:1: expected key: value pairs, found a list [wrong-type]",
		}},
		{"YML-27", "decisions/revoke-k2.yaml", small()["decisions/revoke-k2.yaml"] + "...\nmore\n", []string{
			"6:1: expected one document, found a second one [yaml-feature]",
		}},
		{"YML-27a", "decisions/revoke-k2.yaml", small()["decisions/revoke-k2.yaml"] + "---\naction: erase\n", []string{
			"5:1: expected one document, found a second one [yaml-feature]",
		}},
		{"YML-31", cohort, cohortTop + "    name: !foo Ada\n    email: ada@example.org\n", []string{
			"5:11: tags are not allowed (!foo) [yaml-feature]",
		}},
		{"YML-31a", cohort, cohortTop + "    name: !!python/object/apply:os.system [x]\n    email: ada@example.org\n", []string{
			"5:11: tags are not allowed (!!python/object/apply:os.system) [yaml-feature]",
		}},
		{"YML-31b", cohort, "<<: {a: b}\n" + cohortTop + person, []string{
			"1:1: merge keys are not allowed [yaml-feature]",
		}},
		{"YML-33", "pages/about.md", "---\nname: NO\nmenu: yes\n---\nAbout.\n", []string{
			`3:7: menu: expected true or false, found "yes" [bad-value]`,
		}},
		{"YML-37", cohort, cohortTop + "    name: null\n    email: ada@example.org\n", []string{
			"5:5: name is empty: the person's full name, as it will be shown [empty-value]",
		}},
		{"YML-37a", cohort, cohortTop + "    name: ~\n    email:\n", []string{
			"5:5: name is empty: the person's full name, as it will be shown [empty-value]",
			"6:5: email is empty: the person's e-mail; published only as a hash [empty-value]",
		}},
		{"YML-37b", cohort, "achievement: first-drill\nawarded: 2026-05-14\nrecipient:\n", []string{
			"3:1: recipient is empty: in a file with one award: who earned it [empty-value]",
		}},
		{"YML-37c", drill, "---\nkind: badge\nname: \"  \"\ndescription: ''\n---\nDrill.\n", []string{
			"3:1: name is empty: title of the achievement [empty-value]",
			"4:1: description is empty: what it shows of a holder, in one or two sentences [empty-value]",
		}},
		{"YML-39", drill, "---\nkind: badge\nname: [First, Drill]\ndescription:\n  a: b\noutcomes: one\nlevel: 3\ntags:\n  a: b\n---\nDrill.\n", []string{
			"3:7: name: expected text, found a list [wrong-type]",
			"5:3: description: expected text, found keys and values [wrong-type]",
			"6:11: outcomes: expected a list, found text [wrong-type]",
			"7:8: level: expected keys and values, found text [wrong-type]",
			"9:3: tags: expected a list, found keys and values [wrong-type]",
		}},
		{"YML-39a", cohort, "achievement: first-drill\nawarded: 2026-05-14\nawards:\n  - name: Ada\n", []string{
			"4:3: awards: expected keys and values, found a list [wrong-type]",
		}},
		{"YML-41", cohort, "achievement: first-drill\nawarded: 2024-02-30\nawards:\n  k1:\n" + person + "    valid-until: 2023-02-29\n  k2:\n" + person + "    awarded: 2024-13-01\n  k3:\n" + person + "    awarded: \"2024-00-10\"\n", []string{
			`2:10: awarded: not a calendar date, found "2024-02-30" [bad-date]`,
			`7:18: valid-until: not a calendar date, found "2023-02-29" [bad-date]`,
			`11:14: awarded: not a calendar date, found "2024-13-01" [bad-date]`,
			`15:14: awarded: not a calendar date, found "2024-00-10" [bad-date]`,
		}},
		{"YML-41a", cohort, "achievement: first-drill\nawarded: 05/06/2026\nawards:\n  k1:\n" + person, []string{
			`2:10: awarded: expected a day as YYYY-MM-DD, found "05/06/2026" [bad-date]`,
		}},
		{"YML-45", cohort, "achievement: first-drill\nawarded: 2016-12-31T23:59:60Z\nawards:\n  k1:\n" + person, []string{
			`2:10: awarded: expected a day without a time, found "2016-12-31T23:59:60Z" [bad-date]`,
		}},
		{"YML-47", drill, drillTop + "---\n" + strings.Repeat("All work and no play.\n", 3000), []string{
			"6:1: the text has 66000 bytes, more than the limit of 65536 [file-size]",
		}},
		{"YML-47a", drill, "---\nkind: badge\nname: First Drill\ndescription: |\n" + strings.Repeat("  All work and no play.\n", 3000) + "---\nDrill.\n", []string{
			"4:14: description: has 65999 characters, at most 500 are read [bad-text]",
		}},
		{"YML-49", drill, "+++\nkind = \"badge\"\n+++\nDrill.\n", []string{
			"1:1: only YAML front matter is read, found TOML (+++) [front-matter]",
		}},
		{"YML-49a", drill, "{\"kind\": \"badge\"}\nDrill.\n", []string{
			"1:1: only YAML front matter is read, found JSON [front-matter]",
		}},
		{"YML-51", drill, "\n" + drillTop + "---\nDrill.\n", []string{
			"1:1: the front matter must begin on the first line, found an empty line before it [front-matter]",
		}},
		{"YML-51a", drill, " " + drillTop + "---\nDrill.\n", []string{
			"1:1: the front matter must begin at the start of the first line, found a space before it [front-matter]",
		}},
		{"YML-51b", drill, drillTop + "Drill.\n", []string{
			"1:1: the front matter does not end [front-matter]",
		}},
		{"YML-51c", drill, "Drill.\n", []string{
			"1:1: expected front matter, found text [front-matter]",
		}},
		{"YML-53", drill, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", []string{
			"1:1: this is a Git LFS pointer, not the file itself [file-encoding]",
		}},
		{"YML-53a", cohort, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", []string{
			"1:1: this is a Git LFS pointer, not the file itself [file-encoding]",
		}},
		{"DAT-01", cohort, "achievement: first-drill\nawarded: 2026-5-4\nawards:\n  k1:\n" + person, []string{
			`2:10: awarded: expected a day as YYYY-MM-DD, found "2026-5-4" [bad-date]`,
		}},
		{"DAT-05", cohort, cohortTop + person + "    valid-until: 2026-12-32\n", []string{
			`7:18: valid-until: not a calendar date, found "2026-12-32" [bad-date]`,
		}},
		{"DAT-07", cohort, cohortTop + person + "    valid-until: 2026-12-31T00:00:00+14:00\n", []string{
			`7:18: valid-until: expected a day without a time, found "2026-12-31T00:00:00+14:00" [bad-date]`,
		}},
		{"DAT-07a", cohort, cohortTop + person + "    valid-until: 2026-12-31t00:00:00z\n", []string{
			`7:18: valid-until: expected a day without a time, found "2026-12-31t00:00:00z" [bad-date]`,
		}},
		{"DAT-13", cohort, cohortTop + person + "    valid-until: 1066-10-14\n", []string{
			`7:18: valid-until: expected a year between 1900 and 2200, found "1066-10-14" [bad-date]`,
		}},
		{"MDH-01", drill, drillTop + "---\n<script>alert(1)</script>\n", []string{
			`6:1: warning: HTML is shown as text: "<script>alert(1)</script>" [markdown-html]`,
		}},
		{"MDH-03", drill, drillTop + "---\nOne [a](javascript:alert(1)) two\n\n[b](&#x6A;avascript:alert(1)) and <javascript:alert(1)>\n", []string{
			`6:5: an address of the form "javascript:" is not allowed [markdown-link]`,
			`8:1: an address of the form "javascript:" is not allowed [markdown-link]`,
			`8:35: an address of the form "javascript:" is not allowed [markdown-link]`,
		}},
		{"MDH-07", drill, drillTop + "---\nSee [h](//evil.example/).\n", []string{
			`6:5: the address "//evil.example/" does not say how to reach it [markdown-link]`,
		}},
		{"MDH-15", drill, drillTop + "quality-assurance:\n  type: programme-accreditation\n  url: \"https://a.example/\\\"b c\"\n---\nDrill.\n", []string{
			`7:8: url: not a web address: "https://a.example/\"b c" holds a space, a quote or a bracket [bad-url]`,
		}},
		{"MDH-15a", cohort, cohortTop + person + "    url: \"https://a.example/\\nb\"\n", []string{
			"7:10: url: expected one line, found several [bad-url]",
		}},
		{"MDH-17", cohort, cohortTop + person + "    url: https://a.example/" + strings.Repeat("x", 2048) + "\n", []string{
			"7:10: url: has 2066 characters, at most 2000 are read [bad-url]",
		}},
		{"MDH-33", cohort, cohortTop + "    name: A" + strings.Repeat("\u0301", 10000) + "\n    email: ada@example.org\n", []string{
			"5:11: name: has more than 8 combining marks on one letter [bad-text]",
		}},
		{"MDH-33a", cohort, cohortTop + "    name: A" + strings.Repeat("\u0323\u0323\u0323\u0323\u200d", 20) + "\n    email: ada@example.org\n", []string{
			"5:11: name: has more than 8 combining marks on one letter [bad-text]",
		}},
		{"MDH-33b", cohort, cohortTop + person + "    evidence:\n      - description: A" + strings.Repeat("\u0301", 1000) + "\n        name: x\n", []string{
			"8:22: description: has more than 8 combining marks on one letter [bad-text]",
		}},
		{"syntax-tab", cohort, "achievement: first-drill\nawards:\n\tk1:\n", []string{
			"3:1: not readable as YAML: found character that cannot start any token while scanning for the next token [yaml-syntax]",
		}},
		{"syntax-quote", drill, drillTop + "tags: \"a\nlevel:\n  eqf: 3\n---\nDrill.\n", []string{
			"5:7: not readable as YAML: found unexpected end of stream while scanning a quoted scalar [yaml-syntax]",
		}},
		{"syntax-colon", drill, drillTop + "image-alt: Drill: the first\n---\nDrill.\n", []string{
			"5:17: not readable as YAML: mapping values are not allowed in this context [yaml-syntax]",
		}},
		{"syntax-accent", cohort, "awards: {k1: {name: Élodie Ü, emial: x}}\n", []string{
			`1:31: unknown key "emial" in k1 [unknown-key]`,
		}},
		{"award-forms", cohort, cohortTop + person + "recipient:\n  name: Ada\n", []string{
			"1:1: the file has both awards and recipient [award-file]",
		}},
		{"award-nobody", cohort, "achievement: first-drill\nawarded: 2026-05-14\n", []string{
			"1:1: the file awards nothing to nobody [award-file]",
		}},
		{"award-label", cohort, "achievement: first-drill\nawarded: 2026-05-14\nawards:\n  Ada Rossi:\n" + person, []string{
			`4:3: the label "Ada Rossi" is part of the award's address: expected lower-case letters, digits and hyphens [award-label]`,
		}},
		{"award-single", cohort, "achievement: first-drill\nawarded: 2026-05-14\nperson: p1\nawards:\n  k1:\n" + person, []string{
			"3:9: person belongs to one award and cannot stand at the top of a cohort [award-file]",
		}},
		{"award-result", cohort, cohortTop + person + "    result: pass\n    results:\n      - assessment: a\n        grade: pass\n", []string{
			"4:3: both result and results are given [award-file]",
		}},
		{"language-twice", "site.yaml", strings.Replace(siteYAML, "[en, it]", "[en, it, en]", 1), []string{
			`3:21: languages: "en" stands twice [bad-value]`,
		}},
		{"utf-16", cohort, "\xff\xfea\x00:\x00", []string{
			"1:1: the file is UTF-16, expected UTF-8 [file-encoding]",
		}},
	}
}

func TestBadFiles(t *testing.T) {
	for _, b := range badYAML() {
		t.Run(b.id, func(t *testing.T) {
			fsys := memory(with(b.file, b.text))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			c, _ := read(t, fsys)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			// Each takes well under a second; the limit has room for a busy machine.
			if took > 10*time.Second || after.TotalAlloc-before.TotalAlloc > 256<<20 {
				t.Errorf("took %v and %d MiB", took, (after.TotalAlloc-before.TotalAlloc)>>20)
			}
			var got []string
			for _, f := range c.Report.Findings() {
				line := strings.TrimPrefix(f.Pos.String(), "content/"+b.file+":")
				if f.Severity != diag.Error {
					line += ": " + f.Severity.String()
				}
				got = append(got, fmt.Sprintf("%s: %s [%s]", line, f.Message, f.Rule))
			}
			if diff := cmp.Diff(b.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", b.id, diff)
			}
		})
	}
}
