package advise

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

var today = badge.Date{Year: 2026, Month: 6, Day: 1}

// formal is a micro-credential that lacks nothing.
func formal() Subject {
	return Subject{
		Achievement: &badge.Achievement{Slug: "first-aid", Kind: badge.MicroCredential, Name: "First Aid", Description: "Helps.", Criteria: "Show it.",
			Outcomes: []badge.Outcome{{Statement: "Stop a bleeding"}}, Level: badge.Level{EQF: 3}, Workload: badge.Workload{ECTS: "1", Hours: 25},
			Participation: "blended", Assessments: []badge.Assessment{{Type: "practical-assessment", Supervision: "on-site-with-identity-verification"}},
			QualityAssurance: badge.QualityAssurance{Type: "sectoral-quality-assurance"}, Pathway: "responder",
			Recognition: []badge.Recognition{{By: "Coast Rescue", As: "entry"}}},
		Issuer:   &badge.Issuer{Name: "Harbour", Country: "IE", Accreditations: []badge.Accreditation{{Body: "Agency"}}},
		Pathways: []*badge.Pathway{{Slug: "responder", Steps: []badge.Step{{Badge: "drill"}}, Goal: "first-aid"}},
		Awards:   Awards{Total: 2, Evidence: 2, Results: 2},
		Today:    today,
	}
}

// informal is a badge that claims nothing.
func informal() Subject {
	return Subject{
		Achievement: &badge.Achievement{Slug: "drill", Kind: badge.Badge, Name: "Drill", Description: "Came.", Criteria: "Come.", Pathway: "responder"},
		Issuer:      formal().Issuer, Pathways: formal().Pathways, Today: today,
	}
}

func verdicts(a Advice) []Verdict {
	var all []Verdict
	for _, r := range a.Rows {
		all = append(all, r.Verdict)
	}
	return all
}

func TestWrittenOfEachKind(t *testing.T) {
	a := Written(formal())
	if a.Kind != badge.MicroCredential || len(a.Missing(badge.MicroCredential, true)) > 0 {
		t.Errorf("got kind %q, missing %q, want a micro-credential that lacks nothing", a.Kind, a.Missing(badge.MicroCredential, true))
	}
	if diff := cmp.Diff([]Verdict{IsMicro, IsMicro, IsMicro, IsMicro, IsMicro, IsMicro}, verdicts(a)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	want := []string{"another goal for the pathway responder: a pathway ends in a micro-credential", "its level removed", "its ects removed"}
	if diff := cmp.Diff(want, a.Missing(badge.Badge, false)); diff != "" {
		t.Errorf("missing for a badge (-want +got):\n%s", diff)
	}

	a = Written(informal())
	if a.Kind != badge.Badge || len(a.Missing(badge.Badge, true)) > 0 {
		t.Errorf("got kind %q, missing %q, want a badge that lacks nothing", a.Kind, a.Missing(badge.Badge, true))
	}
	if diff := cmp.Diff([]Verdict{IsBadge, IsBadge, IsBadge, IsBadge, IsEither, IsEither}, verdicts(a)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

// Each demand of a kind is looked at: where one alone is not met, it alone is
// missing, and what was a micro-credential is none any more.
func TestWrittenMissesEachDemand(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*Subject)
		want  string // in what is missing for a micro-credential
		row   int
	}{
		{"outcomes", func(s *Subject) { s.Achievement.Outcomes = nil }, "outcomes: ", purpose},
		{"outcomes to be written", func(s *Subject) { s.Achievement.Outcomes[0].Statement = "" }, "outcomes: ", purpose},
		{"title", func(s *Subject) { s.Achievement.Name = "" }, "name: ", demands},
		{"description", func(s *Subject) { s.Achievement.Description = "" }, "description: ", demands},
		{"pathway unnamed", func(s *Subject) { s.Achievement.Pathway = "" }, "pathway: responder", usage},
		{"pathway not there", func(s *Subject) { s.Pathways = nil }, "content/pathways/responder.md, with this as its goal", usage},
		{"pathway to another goal", func(s *Subject) { s.Pathways[0].Goal = "other" }, "a pathway that ends here: sealpress new pathway SLUG --goal first-aid", usage},
		{"workload", func(s *Subject) { s.Achievement.Workload = badge.Workload{ECTS: "0.0"} }, "workload: ", usage},
		{"participation", func(s *Subject) { s.Achievement.Participation = "" }, "participation: ", usage},
		{"quality assurance", func(s *Subject) { s.Achievement.QualityAssurance = badge.QualityAssurance{} }, "quality-assurance: ", nature},
		{"assessment", func(s *Subject) { s.Achievement.Assessments = nil }, "assessment: ", assessment},
		{"type of assessment", func(s *Subject) { s.Achievement.Assessments[0].Type = "" }, "type of the assessment", assessment},
		{"criteria", func(s *Subject) { s.Achievement.Criteria = "# Criteria\n\n<!-- later -->\n" }, "criteria: ", demands},
		{"country", func(s *Subject) { s.Issuer.Country = "" }, "country: in issuer.md", demands},
		{"accreditation", func(s *Subject) { s.Issuer.Accreditations = nil }, "accreditations: ", demands},
		{"accreditation of yesterday", func(s *Subject) {
			s.Issuer.Accreditations[0].ValidUntil = badge.Date{Year: 2026, Month: 5, Day: 31}
		}, "an accreditation in issuer.md that is valid today", demands},
		{"evidence", func(s *Subject) { s.Awards.Evidence = 1 }, "evidence in 1 award", demands},
		{"results", func(s *Subject) { s.Awards.Results = 0 }, "result and assessed in 2 awards", demands},
	} {
		s := formal()
		tt.spoil(&s)
		a := Written(s)
		missing := a.Missing(badge.MicroCredential, false)
		if len(missing) != 1 || !strings.HasPrefix(missing[0], tt.want) {
			t.Errorf("%s: missing %q, want %q alone", tt.name, missing, tt.want)
		}
		if a.Kind == badge.MicroCredential {
			t.Errorf("%s: still a micro-credential", tt.name)
		}
		for i, r := range a.Rows {
			if tt.name == "assessment" && i == purpose {
				continue // outcomes without assessment certify nothing
			}
			if (r.Verdict == IsMicro) != (i != tt.row) {
				t.Errorf("%s: %s: verdict %s", tt.name, r.Name, r.Verdict)
			}
		}
		if len(a.Reasons) == 0 {
			t.Errorf("%s: no reason", tt.name)
		}
	}
}

// Somebody else may answer for the issuer.
func TestWrittenWhoAnswers(t *testing.T) {
	for name, change := range map[string]func(*Subject){
		"external quality assurance": func(s *Subject) {
			s.Achievement.QualityAssurance = badge.QualityAssurance{Type: "x", Body: "Council", URL: "https://council.example/"}
		},
		"awarding body": func(s *Subject) {
			s.Achievement.AwardingBody = badge.AwardingBody{Name: "University", Accreditation: badge.Accreditation{Body: "Council"}}
		},
	} {
		s := formal()
		s.Issuer.Accreditations = nil
		change(&s)
		if a := Written(s); a.Kind != badge.MicroCredential || !strings.Contains(a.Rows[demands].Found, "Council answers for the issuer") {
			t.Errorf("%s: got kind %q, found %q", name, a.Kind, a.Rows[demands].Found)
		}
	}
}

// What claims more than a badge and shows less than a micro-credential is
// neither.
func TestWrittenNeither(t *testing.T) {
	for name, change := range map[string]func(*Subject){
		"level":   func(s *Subject) { s.Achievement.Level.EQF = 4 },
		"credits": func(s *Subject) { s.Achievement.Workload.ECTS = "2" },
		"words":   func(s *Subject) { s.Achievement.Name = "Certified Rescuer" },
		"goal":    func(s *Subject) { s.Pathways[0].Goal = "drill" },
		"criteria": func(s *Subject) {
			s.Achievement.Criteria = ""
		},
	} {
		s := informal()
		change(&s)
		a := Written(s)
		if a.Kind != "" || len(a.Missing(badge.Badge, false)) != 1 || len(a.Reasons) != 2 {
			t.Errorf("%s: got kind %q, missing for a badge %q, reasons %q; want neither, one thing missing, two reasons", name, a.Kind, a.Missing(badge.Badge, false), a.Reasons)
		}
	}
}

// What bears on a row, and does not decide it alone.
func TestWrittenRows(t *testing.T) {
	for _, tt := range []struct {
		name           string
		change         func(*Subject)
		row            int
		verdict        Verdict
		found, missing string // the latter for either kind
	}{
		{"outcomes that nothing certifies", func(s *Subject) { s.Achievement.Outcomes = []badge.Outcome{{Statement: "Coil a wet line"}} }, purpose, IsEither, "1 outcome", ""},
		{"a translation that certifies", func(s *Subject) {
			s.Achievement.Translations = map[string]badge.Text{"it": {Name: "Certificato"}, "de": {Description: "Zertifikat für alle"}}
		}, purpose, Neither, `its text says "Zertifikat", "Certificato"`, `do not say "Zertifikat", "Certificato"`},
		{"a step", func(*Subject) {}, usage, IsBadge, "a step of the pathway responder", "to leave the steps of the pathway responder"},
		{"a step of nothing", func(s *Subject) { s.Pathways, s.Achievement.Pathway = nil, "" }, usage, IsBadge, "part of no pathway, without a workload", "sealpress new pathway"},
		{"recognised", func(s *Subject) {
			s.Achievement.Recognition = []badge.Recognition{{By: "Ferry Line", As: "free ticket"}}
		}, value, IsMicro, "Ferry Line: free ticket", ""},
		{"half described", func(s *Subject) {
			s.Achievement.Participation, s.Achievement.Workload.Hours = "online", 3
		}, demands, IsEither, "7 of the 11 elements of an EU micro-credential (without outcomes, level, assessment, quality assurance); Agency answers for the issuer", ""},
		{"a comment for criteria", func(s *Subject) { s.Achievement.Criteria = "# Criteria\n<!-- write\nthem here -->\n" }, demands, Neither, "", "criteria: "},
		{"criteria behind a comment", func(s *Subject) { s.Achievement.Criteria = "<!-- short -->\nCome." }, demands, IsEither, "", ""},
		{"not accredited yet", func(s *Subject) {
			s.Issuer.Accreditations[0].ValidFrom = badge.Date{Year: 2027, Month: 1, Day: 1}
		}, demands, IsBadge, "the accreditation by Agency begins on 2027-01-01", "valid today"},
	} {
		s := informal()
		tt.change(&s)
		a := Written(s)
		r := a.Rows[tt.row]
		var missing []string
		for _, n := range append(r.ForBadge, r.ForMicro...) {
			missing = append(missing, n.What)
		}
		if r.Verdict != tt.verdict || !strings.Contains(r.Found, tt.found) || !strings.Contains(strings.Join(missing, "; "), tt.missing) {
			t.Errorf("%s: %s, found %q, missing %q; want %s, found %q, missing %q", tt.name, r.Verdict, r.Found, missing, tt.verdict, tt.found, tt.missing)
		}
	}
}

// A badge that lacks nothing of a micro-credential is told so, and the other
// way round.
func TestWrittenSaysTheOther(t *testing.T) {
	s := formal()
	s.Achievement.Kind = badge.Badge
	if a := Written(s); a.Kind != badge.MicroCredential || !strings.Contains(a.Reasons[0], "kind: micro-credential") {
		t.Errorf("got %q: %q", a.Kind, a.Reasons)
	}
	s = informal()
	s.Achievement.Kind = badge.MicroCredential
	if a := Written(s); a.Kind != badge.Badge || !strings.Contains(a.Reasons[0], "are not there") {
		t.Errorf("got %q: %q", a.Kind, a.Reasons)
	}
}

func TestAwardsCount(t *testing.T) {
	var w Awards
	full := badge.Result{Grade: "pass", By: []string{"Tom"}, On: today}
	for _, a := range []badge.Award{
		{Evidence: []badge.Evidence{{Name: "Sheet"}}, Results: []badge.Result{full, full}},
		{Results: []badge.Result{full, {Grade: "pass", By: []string{"Tom"}}}},
		{Results: []badge.Result{{By: []string{"Tom"}, On: today}}},
		{},
	} {
		w.Count(&a)
	}
	if want := (Awards{Total: 4, Evidence: 1, Results: 1}); w != want {
		t.Errorf("got %+v, want %+v", w, want)
	}
}

// answered lacks nothing for a micro-credential.
func answered() Answers {
	return Answers{For: "deckhands", Assessment: EvidenceBased, Evidence: Answer{Yes: true, Text: "scenario sheet"}, Accredited: Answer{Yes: true, Text: "Agency"},
		Outcomes: []string{"Stop a bleeding"}, RecognisedBy: []string{"Coast Rescue"}, Language: "en"}
}

func TestPlanned(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Answers)
		want   badge.Kind
		reason string
	}{
		{"all", func(*Answers) {}, badge.MicroCredential, "Coast Rescue can rely on"},
		{"nobody outside", func(w *Answers) { w.RecognisedBy = nil }, badge.MicroCredential, "ask employers and schools"},
		{"a bare yes", func(w *Answers) { w.Accredited.Text, w.Evidence.Text = "", "" }, badge.MicroCredential, "for whom somebody answers"},
		{"no outcomes", func(w *Answers) { w.Outcomes = nil }, badge.Badge, "would need specific outcomes"},
		{"vague outcomes", func(w *Answers) { w.Outcomes = []string{"Understand safety", "Safety"} }, badge.Badge, "would need specific outcomes"},
		{"one specific outcome", func(w *Answers) { w.Outcomes = append(w.Outcomes, "Understand safety") }, badge.MicroCredential, "1 specific outcome,"},
		{"no evidence", func(w *Answers) { w.Evidence = Answer{} }, badge.Badge, "would need evidence that is kept"},
		{"nobody answers", func(w *Answers) { w.Accredited = Answer{} }, badge.Badge, "would need somebody who answers for the issuer"},
		{"informal", func(w *Answers) { w.Assessment = Informal }, badge.Badge, "would need an assessment that is based on evidence"},
		{"not assessed", func(w *Answers) { w.Assessment = NotAssessed }, badge.Badge, "nothing is assessed"},
		{"nothing", func(w *Answers) { *w = Answers{} }, badge.Badge, "would need evidence that is kept, somebody who answers for the issuer and specific outcomes"},
	} {
		w := answered()
		tt.change(&w)
		a := Planned(w)
		if a.Kind != tt.want || !strings.Contains(strings.Join(a.Reasons, "; "), tt.reason) {
			t.Errorf("%s: got %q because %q, want %q because %q", tt.name, a.Kind, a.Reasons, tt.want, tt.reason)
		}
		if n := len(a.Missing(badge.Badge, true)); n > 0 {
			t.Errorf("%s: %d things missing for a badge, want none: nothing is written yet", tt.name, n)
		}
		if a.Says != "" {
			t.Errorf("%s: says %q, want nothing", tt.name, a.Says)
		}
	}
}

func TestPlannedVerdicts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Answers)
		want   []Verdict
	}{
		{"all", func(*Answers) {}, []Verdict{IsMicro, IsMicro, IsMicro, IsMicro, IsMicro, IsMicro}},
		{"nothing", func(w *Answers) { *w = Answers{} }, []Verdict{IsBadge, IsBadge, IsBadge, IsBadge, IsEither, IsBadge}},
		{"not assessed", func(w *Answers) { w.Assessment = NotAssessed }, []Verdict{IsEither, IsBadge, IsEither, IsBadge, IsMicro, IsEither}},
		{"nobody outside", func(w *Answers) { w.RecognisedBy = nil }, []Verdict{IsMicro, IsMicro, IsMicro, IsMicro, IsEither, IsMicro}},
	} {
		w := answered()
		tt.change(&w)
		if diff := cmp.Diff(tt.want, verdicts(Planned(w))); diff != "" {
			t.Errorf("%s: verdicts (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A title that certifies is no title of a badge.
func TestPlannedTitle(t *testing.T) {
	for _, tt := range []struct{ language, name, want string }{
		{"en", "Certified Rescuer", "Certified"},
		{"it", "Soccorritore certificato", "certificato"},
		{"en", "Rescuer", ""},
	} {
		a := Planned(Answers{Name: tt.name, Language: tt.language})
		missing := strings.Join(a.Missing(badge.Badge, true), "; ")
		if tt.want == "" && missing != "" || !strings.Contains(missing, tt.want) {
			t.Errorf("%s: missing for a badge %q, want it to name %q", tt.name, missing, tt.want)
		}
		w := answered()
		w.Name = tt.name
		if a := Planned(w); a.Kind != badge.MicroCredential {
			t.Errorf("%s: what is assessed on evidence is a %s", tt.name, a.Kind)
		}
	}
}

// More said never turns a micro-credential into a badge.
func TestPlannedRises(t *testing.T) {
	var kinds []badge.Kind
	for i := range 1 << 4 {
		w := Answers{}
		for bit, add := range []func(){
			func() { w.Assessment = EvidenceBased },
			func() { w.Evidence.Yes = true },
			func() { w.Accredited.Yes = true },
			func() { w.Outcomes = []string{"Stop a bleeding"} },
		} {
			if i&(1<<bit) != 0 {
				add()
			}
		}
		kinds = append(kinds, Planned(w).Kind)
	}
	if i := slices.Index(kinds, badge.MicroCredential); i != len(kinds)-1 {
		t.Errorf("a micro-credential at answers %04b, want it where all four are there and nowhere else: %v", i, kinds)
	}
}

func TestLacking(t *testing.T) {
	i := &badge.Issuer{}
	if got := len(Lacking(i, today)); got != 2 {
		t.Errorf("an empty issuer lacks %d things, want 2", got)
	}
	i.Country = "IE"
	i.Accreditations = []badge.Accreditation{{Body: "Agency", ValidUntil: badge.Date{Year: 2025, Month: 1, Day: 1}}}
	if got := Lacking(i, today); len(got) != 1 || !strings.Contains(got[0], "valid today") {
		t.Errorf("an issuer whose accreditation ended lacks %q", got)
	}
	i.Accreditations = append(i.Accreditations, badge.Accreditation{Body: "Council"})
	if got := Lacking(i, today); len(got) > 0 {
		t.Errorf("an accredited issuer lacks %q", got)
	}
	if got := FromIssuer(i, today); got != (Answer{Yes: true, Text: "Council"}) {
		t.Errorf("FromIssuer: got %+v", got)
	}
}

func ExamplePlanned() {
	a := Planned(Answers{For: "volunteers", Outcomes: []string{"Throw a rescue line ten metres"}, Assessment: Informal})
	fmt.Println(a.Kind)
	for _, r := range a.Reasons {
		fmt.Println("-", r)
	}
	// Output:
	// badge
	// - a micro-credential would need an assessment that is based on evidence, evidence that is kept and somebody who answers for the issuer
	// - nobody outside is to recognise it, so nothing is lost
}
