package credential

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// Facts is what a credential says, in the author's words. What no credential
// says (artwork, translations, recognition, the pathway, the code of a skill
// beside its address) is not in it.
type Facts struct {
	Holder      string // as signed; empty where it names nobody
	SubjectID   string
	Awarded     badge.Date
	ValidUntil  badge.Date // zero: it does not expire
	Evidence    []badge.Evidence
	Results     []badge.Result // Assessment is a key of Achievement.Assessments
	Achievement *badge.Achievement
	Issuer      *badge.Issuer
	IssuerDID   string
	Status      Status
	Form        [16]byte // digest of what is said of achievement and issuer
}

// Read returns what a credential says that Builder made, from its JSON alone.
func Read(doc []byte) (*Facts, error) { return new(Reader).Read(doc) }

// Reader reads many credentials. It remembers what those of one achievement
// share. The zero Reader is ready; several goroutines may use it.
type Reader struct {
	mu   sync.Mutex
	seen map[[16]byte]shared
}

// shared is what many credentials say alike.
type shared struct {
	achievement *badge.Achievement
	issuer      *badge.Issuer
	did         string
}

// maxSeen bounds what a Reader remembers.
const maxSeen = 4096

// Read returns what a credential says. Achievement and Issuer are shared and
// not to be changed.
func (r *Reader) Read(doc []byte) (*Facts, error) {
	var c said
	if err := c.read(doc); err != nil {
		return nil, fmt.Errorf("reading the credential: %w", err)
	}
	f := &Facts{Holder: holderName(c.Identifier), SubjectID: c.ID}
	var err error
	if f.Awarded, err = dayOf(c.AwardedDate); err != nil {
		return nil, fmt.Errorf("awardedDate: %w", err)
	}
	if c.ValidUntil != "" {
		if f.ValidUntil, err = dayOf(c.ValidUntil); err != nil {
			return nil, fmt.Errorf("validUntil: %w", err)
		}
	}
	if err := r.share(f, c.Achievement, c.Issuer); err != nil {
		return nil, err
	}
	for _, result := range c.Result {
		f.Results = append(f.Results, readResult(result))
	}
	for _, e := range c.Evidence {
		out := badge.Evidence{Name: e.Name, Description: e.Description, URL: e.ID}
		if day, dated := strings.CutPrefix(e.Narrative, datedPrefix); dated {
			if out.Date, err = badge.ParseDate(day); err != nil {
				return nil, fmt.Errorf("evidence %q: %w", e.Name, err)
			}
		}
		f.Evidence = append(f.Evidence, out)
	}
	for _, s := range c.CredentialStatus {
		if err := f.Status.read(s); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// said is what a credential says beside what those of one achievement share,
// which stays as it is written.
type said struct {
	AwardedDate, ValidUntil string
	ID                      string // of the subject
	Identifier              ob3.Set[ob3.IdentityObject]
	Result                  ob3.Set[ob3.Result]
	Evidence                ob3.Set[ob3.Evidence]
	CredentialStatus        ob3.Statuses
	Achievement, Issuer     []byte
}

// read takes a credential apart: its members, and those of its subject.
func (c *said) read(doc []byte) error {
	return members(doc, func(name string, value []byte) error {
		switch name {
		case "awardedDate":
			return json.Unmarshal(value, &c.AwardedDate)
		case "validUntil":
			return json.Unmarshal(value, &c.ValidUntil)
		case "issuer":
			c.Issuer = value
		case "evidence":
			return json.Unmarshal(value, &c.Evidence)
		case "credentialStatus":
			return json.Unmarshal(value, &c.CredentialStatus)
		case "credentialSubject":
			return members(value, c.subject)
		}
		return nil
	})
}

func (c *said) subject(name string, value []byte) error {
	switch name {
	case "id":
		return json.Unmarshal(value, &c.ID)
	case "identifier":
		return json.Unmarshal(value, &c.Identifier)
	case "result":
		return json.Unmarshal(value, &c.Result)
	case "achievement":
		c.Achievement = value
	}
	return nil
}

// share puts achievement and issuer into facts, read once for all credentials
// that say the same of them.
func (r *Reader) share(f *Facts, achievement, issuer []byte) error {
	h := sha256.New()
	h.Write(achievement)
	h.Write([]byte{0})
	h.Write(issuer)
	f.Form = [16]byte(h.Sum(nil)[:16])
	r.mu.Lock()
	defer r.mu.Unlock()
	known, there := r.seen[f.Form]
	if !there {
		profile, err := ob3.ParseProfile(issuer)
		if err != nil {
			return err
		}
		a, err := ob3.ParseAchievement(achievement)
		if err != nil {
			return err
		}
		is := &badge.Issuer{Name: profile.Name, Description: profile.Description, URL: profile.URL, Email: profile.Email}
		if profile.Address != nil {
			is.Country = profile.Address.AddressCountryCode
		}
		defined := readAchievement(a, is)
		known = shared{&defined, is, profile.ID}
		if r.seen == nil || len(r.seen) >= maxSeen {
			r.seen = map[[16]byte]shared{}
		}
		r.seen[f.Form] = known
	}
	f.Achievement, f.Issuer, f.IssuerDID = known.achievement, known.issuer, known.did
	return nil
}

func dayOf(s string) (badge.Date, error) {
	t, err := vc.ParseDateTime(s)
	return badge.DateOf(t), err
}

// read takes one entry of credentialStatus over.
func (s *Status) read(e ob3.CredentialStatus) error {
	index, err := strconv.Atoi(e.StatusListIndex)
	if err != nil {
		return fmt.Errorf("credentialStatus: %q is no index", e.StatusListIndex)
	}
	name := strings.TrimSuffix(e.StatusListCredential[strings.LastIndexByte(e.StatusListCredential, '/')+1:], ".json")
	_, number, _ := strings.Cut(name, "-")
	list, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("credentialStatus: %q is no list of ours", e.StatusListCredential)
	}
	s.List, s.Index = list, index
	s.Suspends = s.Suspends || e.StatusPurpose == Suspension
	return nil
}

func readResult(r ob3.Result) badge.Result {
	out := badge.Result{Assessment: strings.TrimPrefix(fragment(r.ResultDescription), "assessment-"), Grade: r.Value}
	for _, a := range r.Alignment {
		switch a.TargetType {
		case TermAssessedBy:
			out.By = append(out.By, a.TargetName)
		case TermAssessedOn:
			out.On, _ = badge.ParseDate(a.TargetCode) // what is no day says nothing
		case TermIdentity:
			out.IdentityChecked = a.TargetCode == "true"
		}
	}
	return out
}

func readAchievement(a *ob3.Achievement, issuer *badge.Issuer) badge.Achievement {
	page := a.Criteria.ID
	out := badge.Achievement{Name: a.Name, Description: a.Description, Language: a.InLanguage, Criteria: badge.Markdown(a.Criteria.Narrative),
		Field: a.FieldOfStudy, Tags: a.Tag, Kind: badge.Badge}
	if a.AchievementType == "MicroCredential" {
		out.Kind = badge.MicroCredential
	}
	out.Version, _ = strconv.Atoi(a.Version) // ours always is a number
	out.Slug = slugOf(a.ID)
	if a.CreditsAvailable != 0 {
		out.Workload.ECTS = strconv.FormatFloat(float64(a.CreditsAvailable), 'f', -1, 64)
	}
	if c := a.Creator; c != nil {
		out.AwardingBody = badge.AwardingBody{Name: c.Name, URL: c.URL}
	}
	for _, r := range a.ResultDescription {
		out.Assessments = append(out.Assessments, badge.Assessment{Key: strings.TrimPrefix(fragment(r.ID), "assessment-"),
			Grades: badge.Grades{Names: r.AllowedValue, From: r.ValueMin, To: r.ValueMax, Pass: r.RequiredValue}})
	}
	for _, x := range a.Alignment {
		readAlignment(&out, issuer, x, page)
	}
	return out
}

// slugOf returns the slug in the address of an Achievement document.
func slugOf(id string) string {
	_, rest, _ := strings.Cut(id, "/achievements/")
	slug, _, _ := strings.Cut(rest, "/")
	return slug
}

func readAlignment(out *badge.Achievement, issuer *badge.Issuer, x ob3.Alignment, page string) {
	switch x.TargetType {
	case TermLearningOutcome:
		o := badge.Outcome{Statement: x.TargetDescription}
		if url := own(x.TargetURL, page); url != "" {
			o.Skill = badge.Skill{Framework: x.TargetFramework, Name: x.TargetName, URL: url}
		}
		out.Outcomes = append(out.Outcomes, o)
	case TermWorkload:
		out.Workload.Hours, _ = strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(x.TargetCode, "PT"), "H"))
	case TermLevel:
		out.Level.EQF, _ = strconv.Atoi(x.TargetCode)
	case TermAssessment, TermSupervision:
		as := out.Assessment(strings.TrimPrefix(fragment(x.TargetURL), "assessment-"))
		switch {
		case as == nil:
		case x.TargetType == TermSupervision:
			as.Supervision = x.TargetCode
		default:
			as.Type, as.Description = x.TargetCode, x.TargetDescription
		}
	case TermParticipation:
		out.Participation = x.TargetCode
	case TermQuality:
		out.QualityAssurance = badge.QualityAssurance{Type: x.TargetCode, URL: own(x.TargetURL, page)}
		if x.TargetName != inWords(x.TargetCode) {
			out.QualityAssurance.Body = x.TargetName
		}
	case TermPrerequisite:
		out.Prerequisites = append(out.Prerequisites, x.TargetName)
	case TermStackable:
		out.StackableTowards = append(out.StackableTowards, x.TargetName)
	case TermField:
		out.Field = x.TargetCode
	case TermAccreditation:
		acc := readAccreditation(x, page)
		if site, _, _ := strings.Cut(page, string(address.Achievement(out.Slug))); acc.URL == site+string(address.Issuer()) {
			acc.URL = "" // the issuer's page stands where there is no address
		}
		issuer.Accreditations = append(issuer.Accreditations, acc)
	case TermBodyAccreditation:
		out.AwardingBody.Accreditation = readAccreditation(x, page)
	}
}

func readAccreditation(x ob3.Alignment, page string) badge.Accreditation {
	a := badge.Accreditation{Body: x.TargetName, Reference: x.TargetCode, URL: own(x.TargetURL, page)}
	from, until, _ := strings.Cut(x.TargetDescription, "/")
	a.ValidFrom, _ = badge.ParseDate(from)   // ".." and nothing are no day
	a.ValidUntil, _ = badge.ParseDate(until) // likewise
	return a
}

// Over returns an achievement as it stands today with everything that is
// signed put in its place.
func (f *Facts) Over(today *badge.Achievement) *badge.Achievement {
	a := *f.Achievement
	a.Place, a.Slug, a.Version, a.Newest = today.Place, today.Slug, today.Version, today.Newest
	if a.Language == "" {
		a.Language = today.Language
	}
	a.Pathway, a.Recognition, a.ValidFor = today.Pathway, today.Recognition, today.ValidFor
	a.Image, a.Translations = today.Image, today.Translations
	return &a
}

// Differs names what an award says otherwise today than the credential does,
// for messages: "name", "dates", "results", "evidence", "achievement",
// "recipient".
func (f *Facts) Differs(a *badge.Award, of *badge.Achievement, site *badge.Site) []string {
	if what := f.Changes(a, of, site); len(what) > 0 {
		return what
	}
	return []string{"recipient"} // the credential holds a part of it alone
}

// Changes is Differs for who does not know yet that anything is otherwise: nil
// where the credential says all that it holds of the award as the award does.
func (f *Facts) Changes(a *badge.Award, of *badge.Achievement, site *badge.Site) []string {
	var what []string
	add := func(name string, same bool) {
		if !same {
			what = append(what, name)
		}
	}
	add("achievement", f.Achievement.Slug == of.Slug && f.Achievement.Version == of.Version)
	add("name", f.Holder == plain(a.Recipient.Shown(a.ShownNames(site, of))))
	add("dates", f.Awarded == a.Awarded && f.ValidUntil == a.Expires(of))
	add("results", same(f.Results, a.Results, func(x, y badge.Result) bool {
		i := assessmentIndex(of, y.Assessment)
		return x.Grade == plain(y.Grade) && x.On == y.On && x.IdentityChecked == y.IdentityChecked && slices.Equal(x.By, plains(y.By)) &&
			(i < 0 || x.Assessment == assessmentKey(of, i))
	}))
	add("evidence", same(f.Evidence, a.Evidence, func(x, y badge.Evidence) bool {
		return x.Name == plain(y.Name) && x.Description == plain(y.Description) && x.URL == y.URL && x.Date == y.Date
	}))
	return what
}

func same[T any](a, b []T, equal func(x, y T) bool) bool {
	return slices.EqualFunc(a, b, equal)
}
