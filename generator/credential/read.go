package credential

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
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
	mu       sync.Mutex
	seen     map[[16]byte]shared
	results  map[string][]badge.Result // by how a credential says them: mostly as those before it did
	evidence map[string][]badge.Evidence
}

// shared is what many credentials say alike.
type shared struct {
	achievement *badge.Achievement
	issuer      *badge.Issuer
	did         string
}

// Bounds of what a Reader remembers: of achievements, and of results and
// evidence.
const (
	maxSeen = 4096
	maxSaid = 64
)

// Read returns what a credential says. Achievement, Issuer, Results and
// Evidence are shared and not to be changed.
func (r *Reader) Read(doc []byte) (*Facts, error) {
	var c said
	if err := c.read(doc); err != nil {
		return nil, fmt.Errorf("reading the credential: %w", err)
	}
	f := &Facts{Holder: c.Holder, SubjectID: c.ID, Status: c.Status}
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
	if f.Results, err = alike(&r.mu, &r.results, c.Result, readResults); err != nil {
		return nil, err
	}
	f.Evidence, err = alike(&r.mu, &r.evidence, c.Evidence, readEvidence)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// alike reads a value, or remembers how one was read that is written alike.
func alike[T any](mu *sync.Mutex, known *map[string][]T, value []byte, read func([]byte) ([]T, error)) ([]T, error) {
	if len(value) == 0 {
		return nil, nil
	}
	mu.Lock()
	all, there := (*known)[string(value)]
	mu.Unlock()
	if there {
		return all, nil
	}
	all, err := read(value)
	if err != nil {
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	if *known == nil || len(*known) >= maxSaid {
		*known = map[string][]T{}
	}
	(*known)[string(value)] = all
	return all, nil
}

func readResults(value []byte) ([]badge.Result, error) {
	var said ob3.Set[ob3.Result]
	if err := json.Unmarshal(value, &said); err != nil {
		return nil, fmt.Errorf("reading the credential: %w", err)
	}
	var all []badge.Result
	for _, r := range said {
		all = append(all, readResult(r))
	}
	return all, nil
}

func readEvidence(value []byte) ([]badge.Evidence, error) {
	var said ob3.Set[ob3.Evidence]
	if err := json.Unmarshal(value, &said); err != nil {
		return nil, fmt.Errorf("reading the credential: %w", err)
	}
	var all []badge.Evidence
	for _, e := range said {
		out := badge.Evidence{Name: e.Name, Description: e.Description, URL: e.ID}
		if day, dated := strings.CutPrefix(e.Narrative, datedPrefix); dated {
			var err error
			if out.Date, err = badge.ParseDate(day); err != nil {
				return nil, fmt.Errorf("evidence %q: %w", e.Name, err)
			}
		}
		all = append(all, out)
	}
	return all, nil
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
