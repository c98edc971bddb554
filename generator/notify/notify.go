// Package notify words a message to each learner: what was awarded, what that
// means, where the page is, how to keep it. It sends nothing and asks nobody;
// the body's own mail program or mail merge does.
//
//	words, err := notify.Speak("it")
//	desk := notify.New(passed, words)
//	m, err := desk.Message(entry)      // m.To is empty where only a hash is known
//	err = notify.Formats()[1].Write(file, sender, messages)
//
// The words of a language are a file in words/; an issuer's own words
// (ParseWords) stand in for some of them or bring another language. A message
// is plain text. It holds addresses of the site, one of LinkedIn that does
// nothing until it is opened, and the issuer's contact: no picture to be
// fetched, no address that tells who opened it.
//
// Only what stands is worth a message: which awards do is for the caller to
// say. What a message says of an award is what its file says; check has seen to
// it that this is what was issued.
package notify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/share"
)

// Message is a message to one learner about one award.
type Message struct {
	Key       badge.Key
	Recipient badge.Recipient // as the award has it
	To        string          // e-mail address; empty: not known
	Name      string          // the learner's
	Language  string          // of the words
	Subject   string          // one line
	Body      string          // plain text; lines end in LF and are as long as a paragraph
	Links     Links
}

// Links are the addresses that a message names; empty where there is none.
type Links struct {
	Page       string
	Picture    string // PNG with the credential inside
	Credential string // signed, as JSON
	LinkedIn   string // opens the form "Add to profile", filled in
}

// Desk words messages about the awards of a site, one after another.
type Desk struct {
	// Learners makes each message in the language that its award names for the
	// learner, where there are words for it.
	Learners bool

	passed check.Passed
	words  *Words
	others map[string]*Desk // by language of learners
}

// New returns a desk that speaks with words.
func New(p check.Passed, w *Words) *Desk {
	return &Desk{passed: p, words: w, others: map[string]*Desk{}}
}

// speaking returns the desk with the words of a learner's language.
func (d *Desk) speaking(language string) *Desk {
	if !d.Learners || language == "" || language == d.words.Language {
		return d
	}
	other := d.others[language]
	if other == nil {
		other = d // its own words are better than none
		if w, err := Speak(language); err == nil {
			other = New(d.passed, w)
		}
		d.others[language] = other
	}
	return other
}

// Message words the message about an award.
func (d *Desk) Message(e check.Entry) (Message, error) {
	a, err := d.passed.Award(e)
	if err != nil {
		return Message{}, fmt.Errorf("reading the award %s: %w", e.Key, err)
	}
	d = d.speaking(a.Language)
	c, of := d.passed.Catalog(), e.Achievement
	until := a.Expires(of)
	m := Message{Key: e.Key, Recipient: a.Recipient, To: a.Recipient.Email, Name: a.Recipient.Name, Language: d.words.Language}
	m.Links = d.links(e, until)
	s := speech{words: d.words, kind: of.Kind}
	s.put = map[string]string{"name": line(m.Name), "achievement": line(d.nameOf(of)), "issuer": line(d.issuer()), "contact": c.Issuer.Email, "date": d.words.day(a.Awarded)}
	m.Subject = s.say("subject")
	s.paragraph("greeting")
	s.paragraph("awarded")
	s.lines("    " + s.put["achievement"])
	s.paragraph(string(of.Kind))
	if until.IsZero() {
		s.sentence("no-end")
	} else {
		s.put["date"] = d.words.day(until)
		s.sentence("until")
		s.put["date"] = d.words.day(a.Awarded)
	}
	s.address("page", m.Links.Page)
	s.paragraph(string(a.ShownListing(&c.Site)))
	switch a.ShownNames(&c.Site, of) {
	case badge.Initials:
		s.sentence("initials")
	case badge.NoName:
		s.sentence("hidden")
	}
	if m.Links.Picture != "" || m.Links.Credential != "" {
		s.paragraph("keep")
	}
	s.address("picture", m.Links.Picture)
	s.address("credential", m.Links.Credential)
	if m.Links.Credential == "" {
		s.paragraph("hosted")
	}
	s.address("linkedin", m.Links.LinkedIn)
	s.paragraph("contact")
	s.paragraph("note")
	s.paragraph("closing")
	m.Body = s.b.String() + s.put["issuer"] + "\n"
	return m, nil
}

// links are the addresses of an award, of what is published of it.
func (d *Desk) links(e check.Entry, until badge.Date) (l Links) {
	c, site := d.passed.Catalog(), d.passed.Site()
	publishes := func(output string) bool {
		return len(c.Site.Outputs) == 0 || slices.Contains(c.Site.Outputs, output)
	}
	signed := e.Record != nil && e.Record.Signed && publishes("ob3")
	if signed {
		l.Credential = site.URL(address.Credential(e.ID))
	}
	if publishes("png") && (signed || e.Known && publishes("ob2")) {
		l.Picture = site.URL(address.BakedPNG(e.ID))
	}
	if publishes("html") {
		l.Page = site.URL(d.page(e.ID))
		l.LinkedIn = share.LinkedIn(share.Certification{Name: d.nameOf(e.Achievement), Organization: d.issuer(), OrganizationID: c.Site.LinkedIn,
			Issued: e.Awarded, Expires: until, URL: l.Page, ID: e.ID})
	}
	return l
}

// page is the page of an award in the language of the words, where the site has
// it in that.
func (d *Desk) page(id string) address.Path {
	languages := d.passed.Catalog().Site.Languages
	if i := slices.Index(languages, d.words.Language); i > 0 {
		return address.Award(id).In(languages[i])
	}
	return address.Award(id)
}

// nameOf is what an achievement is called in the language of the words.
func (d *Desk) nameOf(a *badge.Achievement) string {
	if name := a.Translations[d.words.Language].Name; name != "" && a.Language != d.words.Language {
		return name
	}
	return a.Name
}

// issuer is what the issuer is called in the language of the words.
func (d *Desk) issuer() string {
	is := d.passed.Catalog().Issuer
	if name := is.Translations[d.words.Language].Name; name != "" {
		return name
	}
	return is.Name
}

// line is a text as one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// speech is a body in the making.
type speech struct {
	words *Words
	kind  badge.Kind
	put   map[string]string
	b     strings.Builder
}

// say returns a text with everything put in.
func (s *speech) say(key string) string { return s.words.say(key, s.kind, s.put) }

// paragraph begins a paragraph with a text; nothing where there is none.
func (s *speech) paragraph(key string) { s.lines(s.say(key)) }

// sentence goes on in the same paragraph.
func (s *speech) sentence(key string) {
	more := s.say(key)
	if more == "" {
		return
	}
	text := strings.TrimSuffix(s.b.String(), "\n")
	s.b.Reset()
	s.b.WriteString(text + " " + more + "\n")
}

// address says what an address is, and the address on a line of its own, so
// that mail programs find it.
func (s *speech) address(key, url string) {
	if text := s.say(key); url != "" && text != "" {
		s.lines(text + "\n" + url)
	}
}

func (s *speech) lines(text string) {
	if text == "" {
		return
	}
	if s.b.Len() > 0 {
		s.b.WriteByte('\n')
	}
	s.b.WriteString(text + "\n")
}
