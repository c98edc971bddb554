package ob3

import (
	"slices"

	"github.com/sealpress/sealpress/generator/standard/vc"
)

// beyond checks the rules beyond single members, when an object was read.
func (w *walker) beyond(id classID, f *frame) {
	switch id {
	case classCredential, classEndorsement:
		w.period(f)
	case classSubject:
		// One of the two MUST be there (AchievementSubject).
		if !f.has(id, "id") && !f.has(id, "identifier") {
			w.report(RuleSubject, "expected an id or an identifier", "")
		}
	case classCriteria:
		// The schema demands neither, verifiers demand one.
		if !f.has(id, "id") && !f.has(id, "narrative") {
			w.report(RuleCriteria, "expected an id or a narrative", "")
		}
	case classStatus:
		w.statusEntry(f)
	case classResult:
		w.reached = append(w.reached, result{
			path: w.pointer(), description: f.kept[keptDescription], level: f.kept[keptLevel], status: f.kept[keptStatus] != "",
		})
	case classRubricLevel:
		w.levels = append(w.levels, f.kept[keptID])
	case classResultDescription:
		w.describe(f)
	}
}

func (f *frame) has(c classID, name string) bool { return f.seen&(1<<schema[c].byName[name]) != 0 }

// period compares the times of a credential.
func (w *walker) period(f *frame) {
	if f.kept[keptFrom] == "" || f.kept[keptUntil] == "" {
		return
	}
	from, errFrom := vc.ParseDateTime(f.kept[keptFrom])
	until, errUntil := vc.ParseDateTime(f.kept[keptUntil])
	if errFrom == nil && errUntil == nil && until.Before(from) {
		w.report(RulePeriod, "expected validUntil not before validFrom", "")
	}
}

// statusEntry: what Bitstring Status List v1.0 §2.1 requires.
func (w *walker) statusEntry(f *frame) {
	if f.kept[keptEntryType] != TypeStatusEntry {
		return
	}
	for _, m := range [...]struct {
		slot int
		name string
	}{{keptPurpose, "statusPurpose"}, {keptIndex, "statusListIndex"}, {keptList, "statusListCredential"}} {
		if len(f.kept[m.slot]) == 0 {
			w.report(RuleStatus, `expected a member "`+m.name+`"`, "")
		}
	}
	if list := f.kept[keptList]; list != "" && list == f.kept[keptEntry] {
		w.report(RuleStatus, "expected an id that is not the address of the list", list)
	}
}

// result is a Result, to be compared when all descriptions are known.
type result struct {
	path        string
	description string
	level       string
	status      bool
}

// description is a ResultDescription.
type description struct {
	id     string
	status bool // its results say a status
	levels []string
}

func (w *walker) describe(f *frame) {
	d := description{id: f.kept[keptID], status: f.kept[keptResultType] == "Status", levels: w.levels}
	w.levels = nil
	if slices.ContainsFunc(w.described, func(other description) bool { return other.id == d.id }) {
		w.report(RuleResult, "expected an id of its own", f.kept[keptID])
	}
	if required := f.kept[keptRequired]; required != "" && !slices.Contains(d.levels, required) {
		w.report(RuleResult, "expected requiredLevel to be the id of a rubricCriterionLevel of this description", required)
	}
	w.described = append(w.described, d)
}

// checkResults compares the results with the descriptions of the achievement.
func (w *walker) checkResults() {
	for _, r := range w.reached {
		if r.description == "" {
			continue
		}
		i := slices.IndexFunc(w.described, func(d description) bool { return d.id == r.description })
		if i < 0 {
			w.reportAt(r.path+"/resultDescription", RuleResult, "expected the id of a resultDescription of this achievement", r.description)
			continue
		}
		d := w.described[i]
		if d.status && !r.status {
			w.reportAt(r.path, RuleResult, "expected a status, as its description says", "")
		}
		if r.level != "" && !slices.Contains(d.levels, r.level) {
			w.reportAt(r.path+"/achievedLevel", RuleResult, "expected the id of a rubricCriterionLevel of its description", r.level)
		}
	}
}
