package adopt

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/sealpress/sealpress/generator/badge"
)

// claim is what a credential says, in our words. Its texts are cleaned.
type claim struct {
	id       string // of the credential; empty where it has none
	issuer   string // name, else address
	holder   holder
	issued   badge.Date
	until    badge.Date // last day; zero: it does not end
	evidence []badge.Evidence
	of       definition
}

// holder is to whom it was issued.
type holder struct {
	name     string
	email    string // as it stood there
	hash     string // of the address, in lower case: an algorithm, "$", digits
	salt     string
	url, did string
	other    string // what stood there where it was none of these
}

// definition is what was earned.
type definition struct {
	id, issuerID      string
	name, description string
	criteria          string // Markdown
	criteriaURL       string
	image, imageAlt   string
	language          string
	tags              []string
	outcomes          []badge.Outcome
	level             int // EQF
	ects              string
	hours             int
	form              string // achievementType, in the standard's word
}

// documents finds the descriptions that a credential refers to: what the engine
// was told by their hosts, before what lies in the pile.
type documents func(id string) object

// read returns what a credential says. An error says what is missing so that
// nothing can be made of it.
func read(d sort, o object, find documents) (*claim, error) {
	var c *claim
	if d == assertion {
		c = readAssertion(o, find)
	} else {
		c = readCredential(o)
	}
	switch {
	case c.of.name == "" && d == assertion:
		return nil, errors.New("the description of what was earned is neither at its address nor here")
	case c.of.name == "":
		return nil, errors.New("what was earned has no name")
	case c.issued.IsZero():
		return nil, errors.New("it does not say on which day it was issued")
	case len(c.id) > 2000:
		return nil, errors.New("its id is longer than 2,000 characters")
	}
	c.discreet()
	if !c.until.IsZero() && c.until.Before(c.issued) {
		return nil, fmt.Errorf("it ends on %s, before it was issued on %s", c.until, c.issued)
	}
	return c, nil
}

// mailForm finds e-mail addresses in texts.
var mailForm = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+`)

// discreet takes e-mail addresses out of what will be published with the award.
// One that was written in the place of a name is no name.
func (c *claim) discreet() {
	if mailForm.MatchString(c.holder.name) {
		c.holder.name = ""
	}
	if holdsMail(c.holder.url) {
		c.holder.url = ""
	}
	for i := range c.evidence {
		e := &c.evidence[i]
		e.Name, e.Description = mailForm.ReplaceAllString(e.Name, "…"), mailForm.ReplaceAllString(e.Description, "…")
		if holdsMail(e.URL) {
			e.URL = ""
		}
	}
}

// holdsMail reports whether a web address holds an e-mail address, however it is
// escaped.
func holdsMail(at string) bool {
	plain, err := url.PathUnescape(at)
	return mailForm.MatchString(at) || err == nil && mailForm.MatchString(plain)
}

// readAssertion reads an Assertion of Open Badges 2.0 (§4.1).
func readAssertion(o object, find documents) *claim {
	linked := func(of object, name string) object {
		inside := of.object(name)
		if id := of.id(name); id != "" {
			if there := find(id); there != nil {
				return there
			}
		}
		return inside
	}
	class := linked(o, "badge")
	profile := linked(class, "issuer")
	c := &claim{id: line(o.text("id"), 3000), issuer: line(profile.text("name"), 200)}
	if c.issuer == "" {
		c.issuer = line(class.id("issuer"), 200)
	}
	c.issued = dayOf(o.text("issuedOn"))
	c.until = lastDay(o.text("expires"), c.issued)
	c.holder = identity(o.object("recipient"), o.object("recipient").text("type"), "identity")
	for _, name := range []string{"extensions:recipientProfile", "recipientProfile", "recipient"} { // the extension, and where platforms put it
		if c.holder.name == "" {
			c.holder.name = line(o.object(name).text("name"), 120)
		}
	}
	c.evidence = evidence(o.list("evidence"), o.text("narrative"))
	c.of = definition{id: line(o.id("badge"), 3000), issuerID: line(class.id("issuer"), 300), name: line(class.text("name"), 120), description: class.text("description"), image: class.id("image"),
		imageAlt: line(class.object("image").text("caption"), 300), language: tag(class.text("@language")), tags: tags(class.texts("tags"))}
	if inside := o.object("badge").id("image"); strings.HasPrefix(inside, "data:") {
		c.of.image = inside // it is here, whatever stands at an address
	}
	c.of.criterion(class)
	c.of.align(append(class.list("alignment"), class.list("alignments")...)) // Moodle's spelling
	return c
}

// readCredential reads an AchievementCredential of Open Badges 3.0 (§B.1).
func readCredential(o object) *claim {
	subject := o.object("credentialSubject")
	if subject == nil {
		for _, v := range o.list("credentialSubject") {
			subject, _ = v.(map[string]any) // the first one, or nothing
			break
		}
	}
	a := subject.object("achievement")
	issuer := o.object("issuer")
	c := &claim{id: line(o.text("id"), 3000), issuer: line(issuer.text("name"), 200)}
	if c.issuer == "" {
		c.issuer = line(o.id("issuer"), 200)
	}
	for _, name := range []string{"awardedDate", "validFrom", "issuanceDate"} {
		if c.issued.IsZero() {
			c.issued = dayOf(o.text(name))
		}
	}
	until := o.text("validUntil")
	if until == "" {
		until = o.text("expirationDate")
	}
	c.until = lastDay(until, c.issued)
	c.holder = place(line(subject.text("id"), 2000))
	for _, v := range subject.list("identifier") {
		m, _ := v.(map[string]any) // what is no object says nothing
		c.holder.add(identity(object(m), object(m).text("identityType"), "identityHash"))
	}
	c.evidence = evidence(o.list("evidence"), subject.text("narrative"))
	c.of = definition{id: line(a.text("id"), 3000), issuerID: line(o.id("issuer"), 300), name: line(a.text("name"), 120), description: a.text("description"), image: a.id("image"),
		imageAlt: line(a.object("image").text("caption"), 300), language: tag(a.text("inLanguage")), tags: tags(a.texts("tag")), form: a.text("achievementType")}
	c.of.criterion(a)
	c.of.align(a.list("alignment"))
	if credits := a.text("ECTS"); creditForm.MatchString(credits) { // edubadges says it in so many words; creditsAvailable may be of any kind
		c.of.ects = credits
	}
	return c
}

var creditForm = regexp.MustCompile(`^[1-9][0-9]{0,2}(\.[0-9]{1,4})?$`)

// criterion reads the criteria: an address, or an object with an address or
// words.
func (d *definition) criterion(of object) {
	if at := of.id("criteria"); isAddress(at) {
		d.criteriaURL = at
	}
	d.criteria = prose(of.object("criteria").text("narrative"))
}

// identity reads an IdentityObject of either standard. kind is its type there,
// value the name of the member with the identity.
func identity(o object, kind, value string) holder {
	id := strings.TrimSpace(o.text(value))
	hashed, _ := o["hashed"].(bool) // anything else is no answer
	switch kind = strings.ToLower(strings.TrimPrefix(kind, "ext:")); {
	case id == "":
		return holder{}
	case (kind == "email" || kind == "emailaddress") && (hashed || hashForm.MatchString(id)):
		return holder{hash: strings.ToLower(id), salt: o.text("salt")}
	case kind == "email" || kind == "emailaddress":
		return mailbox(id)
	case hashed:
		return holder{other: "the hash of something else than an e-mail address"}
	case kind == "name":
		return holder{name: line(id, 120)}
	case kind == "url" || kind == "id" || kind == "did":
		return place(id)
	}
	return holder{}
}

var hashForm = regexp.MustCompile(`(?i)^[a-z0-9-]+\$[0-9a-f]{32,}$`)

// mailbox reads an e-mail address as content demands it.
func mailbox(s string) holder {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "mailto:"))
	a, err := mail.ParseAddress(s)
	_, domain, _ := strings.Cut(s, "@")
	if err != nil || a.Address != s || len(s) > 254 || !strings.Contains(domain, ".") || strings.HasPrefix(domain, "[") || clean(s) != s {
		return holder{other: "an e-mail address that is none"}
	}
	return holder{email: s}
}

var didForm = regexp.MustCompile(`^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$`)

// place reads what else may stand for a person.
func place(s string) holder {
	switch {
	case strings.HasPrefix(strings.ToLower(s), "mailto:"):
		return mailbox(s[len("mailto:"):])
	case didForm.MatchString(s):
		return holder{did: s}
	case isAddress(s):
		return holder{url: s}
	}
	return holder{} // a urn:uuid, for example, is nobody's own
}

// add takes over what another identity of the same person says.
func (h *holder) add(other holder) {
	for _, f := range []struct{ to, from *string }{{&h.name, &other.name}, {&h.email, &other.email}, {&h.url, &other.url}, {&h.did, &other.did}, {&h.other, &other.other}} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if h.hash == "" {
		h.hash, h.salt = other.hash, other.salt
	}
}

// isAddress reports whether a text is a web address that content takes.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && isWeb(s) && u.Hostname() != "" && u.User == nil && len(s) <= 2000 && !strings.ContainsAny(s, " \"'<>\\^`{|}\n") &&
		clean(s) == s && hostForm.MatchString(u.Hostname())
}

// hostForm is a host name in letters, digits and hyphens: what is written in
// other scripts is an address for people.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)

// evidence reads what an award rests on (Open Badges 2.0 §4.3, 3.0 §B.8).
func evidence(list []any, narrative string) []badge.Evidence {
	var all []badge.Evidence
	for _, v := range list {
		var e badge.Evidence
		var story string
		switch v := v.(type) {
		case string:
			e.URL = v
		case map[string]any:
			o := object(v)
			e.URL, e.Name, e.Description, story = o.text("id"), line(o.text("name"), 200), paragraph(o.text("description"), 2000), paragraph(o.text("narrative"), 2000)
		}
		if !isAddress(e.URL) {
			e.URL = ""
		}
		if e.Description == "" {
			e.Description = story
		} else if story != "" && story != e.Description {
			e.Description = cut(e.Description+"\n"+story, 2000)
		}
		if e.Name == "" && (e.URL != "" || e.Description != "") {
			e.Name = "Evidence"
		}
		if e.Name != "" && len(all) < 99 {
			all = append(all, e)
		}
	}
	if story := paragraph(narrative, 2000); story != "" {
		all = append(all, badge.Evidence{Name: "Evidence", Description: story})
	}
	return all
}

// tags cleans the words under which it is found.
func tags(list []string) []string {
	var all []string
	for _, t := range list {
		if t = line(t, 40); t != "" && len(all) < 20 {
			all = append(all, t)
		}
	}
	return all
}

// tag reads a language as content writes it; empty where it is none.
func tag(s string) string {
	t, err := language.Parse(s)
	if err != nil || s == "" || t == language.Und {
		return ""
	}
	return t.String()
}

// moments are the forms of a time that are about.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05", time.DateOnly}

func momentOf(s string) (t time.Time, ok bool) {
	for _, layout := range moments {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil && t.Year() >= 1900 && t.Year() <= 2200 {
			return t.UTC(), true
		}
	}
	return t, false
}

func dayOf(s string) badge.Date {
	t, ok := momentOf(s)
	if !ok {
		return badge.Date{}
	}
	return badge.DateOf(t)
}

// lastDay is the last day on which something is valid that ends at a moment. What
// ends as a day begins was valid until the day before.
func lastDay(s string, issued badge.Date) badge.Date {
	t, ok := momentOf(s)
	if !ok {
		return badge.Date{}
	}
	d := badge.DateOf(t)
	if len(strings.TrimSpace(s)) > len(time.DateOnly) && t.Equal(d.Start()) {
		if before := badge.DateOf(t.Add(-time.Second)); !before.Before(issued) {
			return before
		}
	}
	return d
}
