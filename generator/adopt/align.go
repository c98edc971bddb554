package adopt

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// align reads alignments (Open Badges 2.0 §4.2.2, 3.0 §B.3). One that says what
// it is about in the terms of the EU becomes that; any other is something that
// a holder can do.
func (d *definition) align(list []any) {
	for _, v := range list {
		m, _ := v.(map[string]any) // an address alone says nothing that could be shown
		o := object(m)
		name, about := line(o.text("targetName"), 200), paragraph(o.text("targetDescription"), 500)
		switch term := strings.TrimPrefix(o.text("targetType"), "ext:"); {
		case term == "EQFLevel" || term == "EQF":
			if n, err := strconv.Atoi(o.text("targetCode")); err == nil && n >= 1 && n <= 8 {
				d.level = n
			}
		case term == "Workload":
			d.work(o.text("targetCode"))
		case term != "LearningOutcome" && o.text("targetType") != term:
			// Another extension says something about how it was earned.
		case len(d.outcomes) == 50 || name == "" && about == "":
		default:
			d.outcomes = append(d.outcomes, outcome(o, name, about, hostOf(d.id)))
		}
	}
	d.outcomes = slices.CompactFunc(d.outcomes, func(a, b badge.Outcome) bool { return a == b })
}

// outcome makes an outcome of an alignment. Its words are the target's.
// A place on the achievement's own page is no framework.
func outcome(o object, name, about, own string) badge.Outcome {
	out := badge.Outcome{Statement: about}
	if about == "" {
		out.Statement = name
	}
	at := o.text("targetUrl")
	if at == "" {
		at = o.text("targetURL") // a spelling that some platforms have
	}
	if !isAddress(at) || name == "" || own != "" && hostOf(at) == own && strings.Contains(at, "#") {
		return out
	}
	out.Skill = badge.Skill{Framework: line(o.text("targetFramework"), 120), Name: name, URL: at, Code: line(o.text("targetCode"), 80)}
	if out.Skill.Framework == "" {
		out.Skill.Framework = line(hostOf(at), 120)
	}
	return out
}

// work reads hours of learning: PT25H, and nothing that would have to be
// converted.
func (d *definition) work(code string) {
	hours, found := strings.CutPrefix(code, "PT")
	hours, whole := strings.CutSuffix(hours, "H")
	if n, err := strconv.Atoi(hours); found && whole && err == nil && n >= 1 && n <= 10_000 {
		d.hours = n
	}
}
