package check

import (
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var pathwayUnknown = Rule{
	Rule: diag.Rule{ID: "achievement-pathway-unknown", Severity: diag.Error,
		Title: "An achievement's pathway exists",
		Why:   "Its page links to the pathway.",
		Mend:  "write the slug of a file in content/pathways",
		Cite:  "Sealpress, keys of an achievement: pathway"},
	Family: "pathway",
	Def: func(s *Subject, a *badge.Achievement) {
		if a.Pathway != "" && s.Pathway(a.Pathway) == nil {
			var known []string
			for _, p := range s.Pathways {
				known = append(known, p.Slug)
			}
			s.unknown(a.Place.At("pathway"), "pathway", a.Pathway, known)
		}
	},
}

var pathwayNotMember = Rule{
	Rule: diag.Rule{ID: "achievement-pathway-stranger", Severity: diag.Error,
		Title: "An achievement's pathway has it as a step or goal",
		Why:   "A page that names a pathway which does not know it confuses readers.",
		Mend:  "add it to the steps of the pathway, make it the goal, or remove pathway: here",
		Cite:  "Sealpress, pathways"},
	Family: "pathway",
	Def: func(s *Subject, a *badge.Achievement) {
		p := s.Pathway(a.Pathway)
		if p == nil || s.doubtful(p) {
			return
		}
		step := slices.ContainsFunc(p.Steps, func(st badge.Step) bool { return st.Badge == a.Slug })
		switch {
		case a.Kind == badge.MicroCredential && p.Goal != a.Slug:
			s.Report(a.Place.At("pathway"), "the goal of the pathway %q is %q, not this micro-credential", p.Slug, p.Goal)
		case a.Kind == badge.Badge && !step:
			s.Report(a.Place.At("pathway"), "this badge is no step of the pathway %q", p.Slug)
		}
	},
}

// doubtful reports whether something is wrong with a pathway's steps or goal,
// so that nobody can be told that he is not among them.
func (s *Subject) doubtful(p *badge.Pathway) bool {
	return s.unusable(p.Place.At("steps"), p.Place.At("goal")) || len(s.Versions(p.Goal)) == 0 ||
		slices.ContainsFunc(p.Steps, func(st badge.Step) bool { return len(s.Versions(st.Badge)) == 0 })
}

var stepUnknown = Rule{
	Rule: diag.Rule{ID: "pathway-step-unknown", Severity: diag.Error,
		Title: "The steps of a pathway exist",
		Why:   "A step that nobody can earn ends the way.",
		Mend:  "write the slug of a badge in content/achievements",
		Cite:  "Sealpress, pathways"},
	Family: "pathway",
	Site: func(s *Subject) {
		for _, p := range s.Pathways {
			for i, st := range p.Steps {
				if st.Badge != "" && len(s.Versions(st.Badge)) == 0 {
					s.unknown(p.Place.Index("steps", i).At("badge"), "badge", st.Badge, s.slugs(badge.Badge))
				}
			}
		}
	},
}

var stepKind = Rule{
	Rule: diag.Rule{ID: "pathway-step-kind", Severity: diag.Error,
		Title: "The steps of a pathway are badges, each once",
		Why:   "Badges mark the steps; the micro-credential stands at the end.",
		Mend:  "make it a badge, or the goal of a pathway of its own",
		Cite:  citeKind},
	Family: "pathway",
	Site: func(s *Subject) {
		for _, p := range s.Pathways {
			seen := map[string]bool{}
			for i, st := range p.Steps {
				a := s.Achievement(st.Badge, 0)
				switch {
				case st.Badge == "":
				case seen[st.Badge]:
					s.ReportMend(p.Place.Index("steps", i).At("badge"), "remove one", "the badge %q is a step twice", st.Badge)
				case a != nil && a.Kind == badge.MicroCredential:
					s.Report(p.Place.Index("steps", i).At("badge"), "the step %q is a micro-credential", st.Badge)
				}
				seen[st.Badge] = true
			}
		}
	},
}

var goalUnknown = Rule{
	Rule: diag.Rule{ID: "pathway-goal-unknown", Severity: diag.Error,
		Title: "The goal of a pathway exists",
		Why:   "A way without its end leads nowhere.",
		Mend:  "write the slug of a micro-credential in content/achievements",
		Cite:  "Sealpress, pathways"},
	Family: "pathway",
	Site: func(s *Subject) {
		for _, p := range s.Pathways {
			if p.Goal != "" && len(s.Versions(p.Goal)) == 0 {
				s.unknown(p.Place.At("goal"), "micro-credential", p.Goal, s.slugs(badge.MicroCredential))
			}
		}
	},
}

var goalKind = Rule{
	Rule: diag.Rule{ID: "pathway-goal-kind", Severity: diag.Error,
		Title: "The goal of a pathway is a micro-credential",
		Why:   "Badges mark the steps of a way that ends in a micro-credential.",
		Mend:  "name a micro-credential as the goal",
		Cite:  citeKind},
	Family: "pathway",
	Site: func(s *Subject) {
		for _, p := range s.Pathways {
			if a := s.Achievement(p.Goal, 0); a != nil && a.Kind == badge.Badge {
				s.Report(p.Place.At("goal"), "the goal %q is a badge", p.Goal)
			}
		}
	},
}

var stepLacking = Rule{
	Rule: diag.Rule{ID: "award-step-lacking", Severity: diag.Error,
		Title: "Who is awarded the goal holds the steps that are required",
		Why:   "The pathway says that nobody gets there without them.",
		Mend:  "award the badge, join the person's awards with person:, or make the step not required",
		Cite:  citeKind},
	Family: "pathway",
	End: func(s *Subject) {
		lacking := s.Index.people.lacking(func(goal string) string {
			if a := s.Achievement(goal, 0); a != nil {
				return a.Pathway
			}
			return ""
		}, s.emailOf)
		if len(lacking) == 0 || s.unread("awards/") {
			return // the badge may be where reading failed
		}
		for _, l := range lacking {
			at := s.placeOf(s.Index.Entries[l.award].Key)
			if l.later.IsZero() {
				s.Report(at, "%q requires the badge %q, which this person does not hold", l.goal, l.badge)
			} else {
				s.ReportMend(at, "correct the day of one of the two awards", "%q requires the badge %q, which this person got later, on %s", l.goal, l.badge, l.later)
			}
		}
	},
}

// emailOf returns the e-mail address of the holder of an award in the index.
// Addresses are not kept: the file is read again.
func (s *Subject) emailOf(award int32) (address string, ok bool) {
	e := &s.Index.Entries[award]
	co, err := s.Content.Cohort(int(e.Cohort))
	if err != nil {
		return "", false
	}
	return co.Awards[e.Position].Recipient.Email, true
}

// unread reports whether the reader found errors in the files of a folder.
func (s *Subject) unread(folder string) bool {
	return s.reader(folder, func(f diag.Finding) bool { return true })
}

// misnamed reports whether the reader left out a file of a folder because of
// its name.
func (s *Subject) misnamed(folder string) bool {
	return s.reader(folder, func(f diag.Finding) bool { return f.Rule == "file-name" || f.Rule == "file-unknown" })
}

func (s *Subject) reader(folder string, match func(diag.Finding) bool) bool {
	prefix := s.folder() + folder
	return slices.ContainsFunc(s.Content.Report.Findings(), func(f diag.Finding) bool {
		return f.Severity == diag.Error && strings.HasPrefix(f.Pos.File, prefix) && match(f) &&
			!slices.ContainsFunc(s.rules, func(r *Rule) bool { return r.ID == f.Rule })
	})
}
