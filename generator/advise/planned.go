package advise

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Answers is what an author says of something that has no file yet: the six
// questions of the table. The zero value of each says "nothing" or "nobody".
type Answers struct {
	For          string   // who it is for
	Assessment   Rigour   // how it is assessed
	Evidence     Answer   // what is kept of each learner's work
	Accredited   Answer   // who answers for the issuer
	Outcomes     []string // what a holder can do
	RecognisedBy []string // who should recognise it

	Name, Description string // optional: what it is to be called
	Language          string // of the texts, BCP 47
}

// Answer is a yes with or without its particulars; the zero value is a no.
type Answer struct {
	Yes  bool
	Text string
}

// Rigour is how much an assessment can carry.
type Rigour string

// The ways to assess.
const (
	NotAssessed   Rigour = "none"
	Informal      Rigour = "informal"
	EvidenceBased Rigour = "evidence-based"
)

// Rigours lists the ways to assess, the lightest first.
func Rigours() []Rigour { return []Rigour{NotAssessed, Informal, EvidenceBased} }

// FromIssuer is the answer that the issuer's file gives already: an
// accreditation that covers a day.
func FromIssuer(i *badge.Issuer, day badge.Date) Answer {
	acc, ok := Accredited(i, day)
	return Answer{Yes: ok, Text: acc.Body}
}

// Planned recommends a kind. What the answers lack for a micro-credential is
// missing; what only the file can say (its level, its workload) is not, and is
// marked in the file that is then written.
func Planned(w Answers) Advice {
	a := Advice{Rows: newRows()}
	w.purpose(&a.Rows[purpose])
	w.usage(&a.Rows[usage])
	w.nature(&a.Rows[nature])
	w.assessment(&a.Rows[assessment])
	w.value(&a.Rows[value])
	w.demands(&a.Rows[demands])
	a.Kind = badge.Badge
	if a.keeps(badge.MicroCredential) {
		a.Kind = badge.MicroCredential
	}
	a.Reasons = w.reasons(a)
	return a
}

// missing is what the answers lack for a micro-credential, each once, as a
// sentence about it would say.
func (w Answers) missing() []string {
	var all []string
	if w.Assessment != EvidenceBased {
		all = append(all, "an assessment that is based on evidence")
	}
	if !w.Evidence.Yes {
		all = append(all, "evidence that is kept")
	}
	if !w.Accredited.Yes {
		all = append(all, "somebody who answers for the issuer")
	}
	if w.specific() == 0 {
		all = append(all, "specific outcomes")
	}
	return all
}

// specific counts the outcomes of which it can be seen whether they are
// reached.
func (w Answers) specific() int { return len(w.Outcomes) - len(vague(w.Outcomes, w.Language)) }

func (w Answers) reasons(a Advice) []string {
	missing := w.missing()
	if a.Kind == badge.MicroCredential {
		first := fmt.Sprintf("%s, assessed on evidence, by an issuer for whom %s answers: that is certification", counted(w.specific(), "specific outcome"), w.accreditor())
		if len(w.RecognisedBy) == 0 {
			return []string{first, "it is worth most where somebody outside recognises it: ask employers and schools"}
		}
		return []string{first, "that is what " + and(w.RecognisedBy) + " can rely on"}
	}
	all := []string{"a micro-credential would need " + and(missing)}
	if w.Assessment == NotAssessed || w.Assessment == "" {
		all[0] = "nothing is assessed, so it can motivate and mark a step, and certify nothing"
		if rest := missing[1:]; len(rest) > 0 {
			all = append(all, "beside an assessment a micro-credential would need "+and(rest))
		}
	}
	if said := claims(w.Language, w.Name, w.Description); len(said) > 0 {
		all = append(all, fmt.Sprintf("as a badge it must not say %s", quoted(said)))
	}
	switch {
	case len(w.RecognisedBy) > 0:
		all = append(all, fmt.Sprintf("%s will ask for more than a badge can show: make it a step towards a micro-credential, or come back when nothing is missing", and(w.RecognisedBy)))
	default:
		all = append(all, "nobody outside is to recognise it, so nothing is lost")
	}
	return all
}

func (w Answers) purpose(r *Row) {
	var found []string
	if w.For != "" {
		found = append(found, "for "+strings.TrimPrefix(w.For, "for "))
	}
	switch n := len(w.Outcomes); {
	case n == 0:
		found = append(found, "no outcomes")
		r.micro("outcomes: what a holder can do, each with an active verb")
	case w.specific() == 0:
		found = append(found, counted(n, "outcome")+", none of them specific")
		for _, remark := range vague(w.Outcomes, w.Language) {
			r.micro(remark)
		}
	default:
		found = append(found, counted(n, "outcome"))
		for _, remark := range vague(w.Outcomes, w.Language) {
			r.better(remark)
		}
	}
	if said := claims(w.Language, w.Name, w.Description); len(said) > 0 {
		found = append(found, "its text says "+quoted(said))
		r.badge("a title and description that do not say " + quoted(said))
	}
	r.Found = strings.Join(found, ", ")
	r.judge(w.Assessment == EvidenceBased)
}

// usage is judged by the assessment: of the course the answers say nothing.
func (w Answers) usage(r *Row) {
	switch w.Assessment {
	case EvidenceBased:
		r.Found = "something is completed and then assessed"
		r.better("a pathway that ends here: sealpress new pathway")
	case Informal:
		r.Found = "something is done, and looked at"
		r.micro("structured learning that ends in an assessment on evidence")
	default:
		r.Found = "taking part is enough"
		r.micro("structured learning that ends in an assessment on evidence")
	}
	r.judge(true)
}

func (w Answers) nature(r *Row) {
	if w.Accredited.Yes {
		r.Found = w.accreditor() + " answers for the issuer"
	} else {
		r.Found = "nobody answers for the issuer"
		r.micro("a body that accredits you or assures your quality")
	}
	r.judge(w.Assessment == EvidenceBased)
}

func (w Answers) assessment(r *Row) {
	r.Found = "nothing is assessed"
	switch w.Assessment {
	case Informal:
		r.Found = "an informal assessment"
	case EvidenceBased:
		r.Found = "an assessment based on evidence"
	}
	if w.Assessment != EvidenceBased {
		r.micro("an assessment based on evidence, with who assessed and when")
	}
	r.judge(true)
}

func (w Answers) value(r *Row) {
	r.Found = "nobody outside is to recognise it"
	if len(w.RecognisedBy) > 0 {
		r.Found = "to be recognised by " + and(w.RecognisedBy)
	} else {
		r.better("recognition: an employer or a school that grants something for it")
	}
	r.judge(len(w.RecognisedBy) > 0)
}

func (w Answers) demands(r *Row) {
	switch {
	case w.Evidence.Text != "":
		r.Found = "kept of each learner's work: " + w.Evidence.Text
	case w.Evidence.Yes:
		r.Found = "evidence of each learner's work is kept"
	default:
		r.Found = "nothing is kept of a learner's work"
		r.micro("evidence that is kept for each award")
	}
	r.judge(w.Assessment == EvidenceBased)
}

// accreditor names who answers for the issuer.
func (w Answers) accreditor() string {
	if w.Accredited.Text == "" {
		return "somebody"
	}
	return w.Accredited.Text
}
