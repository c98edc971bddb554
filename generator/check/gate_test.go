package check

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

const (
	cohortTop = `achievement: first-aid
awarded: 2026-05-14
evidence:
  - Observed scenario sheets
assessed:
  by: Tom Byrne
  on: 2026-05-13
`
	oneAward = `awards:
  k1:
    name: Ada Rossi
    email: ada@example.org
    result: pass
`
)

// An award of a micro-credential passes only with evidence, result and
// assessor, whatever a careless or a clever author writes in their place. Each
// row names every rule that is broken, the reader's included; a row without
// any passes.
func TestGateOfAwards(t *testing.T) {
	top, award := func(old, new string) string { return replaced(t, cohortTop, old, new) + oneAward }, func(more string) string { return cohortTop + oneAward + more }
	evidence := "evidence:\n  - Observed scenario sheets\n"
	result := func(new string) string { return cohortTop + replaced(t, oneAward, "    result: pass\n", new) }
	for _, row := range []struct {
		name, file string
		want       []string
	}{
		{"complete", cohortTop + oneAward, nil},
		{"evidence: none anywhere", top(evidence, ""), []string{"award-evidence-missing"}},
		{"evidence: empty list at the top", top(evidence, "evidence: []\n"), []string{"empty-value"}},
		{"evidence: empty text", top(evidence, "evidence: \"\"\n"), []string{"empty-value"}},
		{"evidence: whitespace in a list", top(evidence, "evidence:\n  - \"  \"\n"), []string{"empty-value"}},
		{"evidence: null", top(evidence, "evidence: ~\n"), []string{"empty-value"}},
		{"evidence: text in place of a list", top(evidence, "evidence: sheets\n"), []string{"wrong-type"}},
		{"evidence: a word for nothing", top(evidence, "evidence:\n  - N/A\n"), []string{"award-evidence-missing"}},
		{"evidence: a dash", top(evidence, "evidence:\n  - name: \"-\"\n"), []string{"award-evidence-missing"}},
		{"evidence: a URL without a name", top(evidence, "evidence:\n  - url: https://harbour.example/\n"), []string{"missing-key"}},
		{"evidence: overridden by an empty list", award("    evidence: []\n"), []string{"empty-value"}},
		{"evidence: overridden by nothing", award("    evidence:\n"), []string{"empty-value"}},
		{"evidence: overridden well", award("    evidence:\n      - Sheet 7\n"), nil},
		{"result: none", result(""), []string{"award-result-missing"}},
		{"result: empty", result("    result: \"\"\n"), []string{"empty-value"}},
		{"result: whitespace", result("    result: \"   \"\n"), []string{"empty-value"}},
		{"result: a list", result("    result: [pass]\n"), []string{"wrong-type"}},
		{"result: off the scale", result("    result: passed\n"), []string{"award-result-unknown"}},
		{"result: in capitals", result("    result: PASS\n"), []string{"award-result-unknown"}},
		{"result: failed", result("    result: Fail\n"), []string{"award-result-unknown"}},
		{"result: inherited", cohortTop + "result: pass\n" + replaced(t, oneAward, "    result: pass\n", ""), nil},
		{"result: inherited and overridden by nothing", cohortTop + "result: pass\n" + replaced(t, oneAward, "result: pass", "result:"), []string{"empty-value"}},
		{"results: empty", result("    results: []\n"), []string{"empty-value"}},
		{"results: wrong key", result("    results:\n      - assessment: theory\n        grade: pass\n"), []string{"award-result-unknown"}},
		{"results: no key", result("    results:\n      - grade: pass\n"), []string{"missing-key"}},
		{"results: no grade, wrong key", result("    results:\n      - assessment: practical\n"), []string{"award-result-unknown", "missing-key"}},
		{"results: both forms", award("    results:\n      - assessment: practical\n        grade: pass\n"), []string{"award-file"}},
		{"assessed: not at all", top("assessed:\n  by: Tom Byrne\n  on: 2026-05-13\n", ""), []string{"award-assessor-missing"}},
		{"assessed: nobody", top("  by: Tom Byrne\n", ""), []string{"award-assessor-missing"}},
		{"assessed: no day", top("  on: 2026-05-13\n", ""), []string{"award-assessor-missing"}},
		{"assessed: an empty list", top("by: Tom Byrne", "by: []"), []string{"empty-value"}},
		{"assessed: whitespace", top("by: Tom Byrne", "by: \" \""), []string{"empty-value"}},
		{"assessed: a word for nobody", top("by: Tom Byrne", "by: n/a"), []string{"award-assessor-missing"}},
		{"assessed: by the holder", top("by: Tom Byrne", "by: [Tom Byrne, ada rossi]"), []string{"award-self-assessed"}},
		{"assessed: overridden in part", award("    assessed:\n      by: Tom Byrne\n"), []string{"award-assessor-missing"}},
		{"assessed: after the award", top("2026-05-13", "2026-05-15"), []string{"award-before-assessed"}},
		{"recipient: nothing to compare", replaced(t, cohortTop+oneAward, "    email: ada@example.org\n", ""), []string{"award-recipient-unknown"}},
		{"recipient: initials", replaced(t, cohortTop+oneAward, "Ada Rossi", "A.R."), []string{"award-name-hidden"}},
		{"recipient: a sign for a name", replaced(t, cohortTop+oneAward, "Ada Rossi", "\"---\""), []string{"award-name-hidden"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, rulesOf(t, map[string]string{"awards/2026-05-first-aid.yaml": row.file})); diff != "" {
				t.Errorf("rules broken by (-want +got):\n%s\n%s", row.file, diff)
			}
		})
	}
}

// The achievement itself is held to its kind in the same way.
func TestGateOfAchievements(t *testing.T) {
	for _, row := range []struct {
		name, file, old, new string
		want                 []string
	}{
		{"complete", "first-aid", "", "", nil},
		{"kind with capitals", "first-aid", "kind: micro-credential", "kind: Micro-Credential", []string{"bad-value"}},
		{"kind missing", "first-drill", "kind: badge\n", "", []string{"missing-key"}},
		{"outcomes: empty list", "first-aid", "outcomes:\n  - Assess an unresponsive casualty", "outcomes: []", []string{"empty-value"}},
		{"outcomes: whitespace", "first-aid", "- Assess an unresponsive casualty", "- \" \"", []string{"empty-value"}},
		{"level out of range", "first-aid", "eqf: 3", "eqf: 9", []string{"bad-value"}},
		{"no hours, no credits", "first-aid", "  ects: 1\n  hours: 25\n", "  ects: 0\n", []string{"micro-credential-workload-missing"}},
		{"workload: credits rounded to a half", "first-aid", "hours: 25", "hours: 19", nil},
		{"workload: too few hours", "first-aid", "hours: 25", "hours: 18", []string{"micro-credential-workload-mismatch"}},
		{"workload: too many hours", "first-aid", "hours: 25", "hours: 38", []string{"micro-credential-workload-mismatch"}},
		{"workload: credits that are not rounded", "first-aid", "ects: 1\n  hours: 25", "ects: 0.9\n  hours: 28", []string{"micro-credential-workload-mismatch"}},
		{"workload: credits alone", "first-aid", "  hours: 25\n", "", []string{"micro-credential-hours-missing"}},
		{"workload: hours alone", "first-aid", "  ects: 1\n", "", nil},
		{"quality assurance without type", "first-aid", "  type: sectoral-quality-assurance", "  body: Coast Council", []string{"missing-key"}},
		{"pathway: empty", "first-aid", "pathway: first-responder", "pathway: \"\"", []string{"empty-value"}},
		{"pathway of a badge", "aed-basics", "kind: badge", "kind: badge\npathway: first-responder", nil},
		{"badge with a level in words", "first-drill", "Took part in", "EQF level 4,", []string{"badge-claims-to-certify"}},
		{"badge with credits in words", "first-drill", "on the quay.", "(1 ECTS).", []string{"badge-claims-to-certify"}},
		{"badge that denies", "first-drill", "Took part in", "Not a formal qualification,", nil},
		{"badge that leads to one", "first-drill", "Took part in", "Towards the certificate,", nil},
		{"badge that denies and claims", "first-drill", "Took part in", "No test. Certifies", []string{"badge-claims-to-certify"}},
		{"badge in Italian", "first-drill", "Took part in", "Attestato di", []string{"badge-claims-to-certify"}},
		{"badge with criteria of a comment", "first-drill", "Take part in one drill from beginning to end.", "<!-- later -->", []string{"achievement-criteria-missing", "markdown-comment"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			name := "achievements/" + row.file + ".md"
			text := baseFile(t, name)
			if row.old != "" {
				text = replaced(t, text, row.old, row.new)
			}
			if diff := cmp.Diff(row.want, rulesOf(t, map[string]string{name: text})); diff != "" {
				t.Errorf("rules broken by (-want +got):\n%s\n%s", text, diff)
			}
		})
	}
}

// Accreditations cover both their first and their last day, and one that
// covers the day is enough; external quality assurance stands for all.
func TestAccreditationWindow(t *testing.T) {
	const lapsed, ended = "award-accreditation-lapsed", "issuer-accreditation-ended"
	for _, row := range []struct {
		name, old, new string
		want           []string
	}{
		{"first day", "valid-from: 2024-01-01", "valid-from: 2026-05-14", nil},
		{"the day before the first", "valid-from: 2024-01-01", "valid-from: 2026-05-15", []string{lapsed}},
		{"last day", "valid-until: 2028-12-31", "valid-until: 2026-05-14", []string{ended}},
		{"the day after the last", "valid-until: 2028-12-31", "valid-until: 2026-05-13", []string{lapsed, ended}},
		{"open at both ends", "    valid-from: 2024-01-01\n    valid-until: 2028-12-31\n", "", nil},
		{"a second one covers it", "valid-until: 2028-12-31", "valid-until: 2025-12-31\n  - body: Coast Council\n    valid-from: 2026-01-01", nil},
		{"a gap between two", "valid-until: 2028-12-31", "valid-until: 2025-12-31\n  - body: Coast Council\n    valid-from: 2026-06-01", []string{lapsed}},
		{"a broken day closes nothing", "valid-until: 2028-12-31", "valid-until: 31.12.2025", []string{"bad-date"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if diff := cmp.Diff(row.want, rulesOf(t, map[string]string{"issuer.md": replaced(t, baseFile(t, "issuer.md"), row.old, row.new)})); diff != "" {
				t.Errorf("rules broken (-want +got):\n%s", diff)
			}
		})
	}
	// Awards made before a rule came into force get a note in its place.
	old := replaced(t, cohortTop, "2026-05-14", "2025-12-31") + oneAward
	old = replaced(t, old, "2026-05-13", "2025-12-30")
	for _, f := range judge(t, files(t, map[string]string{
		"issuer.md":                     replaced(t, baseFile(t, "issuer.md"), "2024-01-01", "2026-01-01"),
		"awards/2026-05-first-aid.yaml": old, "awards/2026-04-steps.yaml": replaced(t, baseFile(t, "awards/2026-04-steps.yaml"), "2026-04-10", "2025-04-10"),
	}), nil) {
		if f.Rule != lapsed || f.Severity.String() != "note" {
			t.Errorf("an award older than the rule: %s", shown(f))
		}
	}
}

// files lays some files over the base site.
func files(t *testing.T, changed map[string]string) fstest.MapFS {
	t.Helper()
	site := lay(t, &txtar.Archive{}, "")
	for name, text := range changed {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return site
}

// rulesOf returns the ids of all that is found, each once.
func rulesOf(t *testing.T, changed map[string]string) []string {
	t.Helper()
	var ids []string
	for _, f := range judge(t, files(t, changed), nil) {
		ids = append(ids, f.Rule)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func baseFile(t *testing.T, name string) string {
	t.Helper()
	return string(lay(t, &txtar.Archive{}, "")[name].Data)
}

func replaced(t *testing.T, text, old, new string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("%q is not in:\n%s", old, text)
	}
	return strings.Replace(text, old, new, 1)
}
