package adopt

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/verify"
)

// Found is what a pile holds, judged, with the forms of one award joined.
type Found struct {
	awards   []award
	rows     []Row
	pictures []picture
	ask      *Asker
}

// award is one award with all its forms.
type award struct {
	from    string
	order   int // of its first form in the pile
	claim   *claim
	ids     []string // of the credentials, and so of all that may be known of it already
	classes []string // of what was earned
	outcome string
	why     string // why it is unconfirmed
	text    []byte // the original
	looks   []func() ([]byte, error)
	checked badge.Date
}

// judged is one credential with the verdict on it.
type judged struct {
	document
	order   int
	claim   *claim
	outcome verify.Outcome
	format  verify.Format
	why     string
	mend    string
	bare    bool // what it refers to is not known
}

// Judge judges every credential of a pile by the engine, and joins those that
// are one award. The Fetch of the verifier is the pile's Asker, or nil where
// nobody is asked.
func Judge(ctx context.Context, p *Pile, v *verify.Verifier, progress func(done, total int)) (*Found, error) {
	f := &Found{pictures: p.pictures, ask: p.Ask}
	inputs := func(yield func(verify.Input) bool) {
		for _, d := range p.documents {
			in := verify.Input{Name: d.from, Data: d.text}
			if d.page {
				in = verify.Input{Name: d.from, URL: string(d.text)}
			}
			if !yield(in) {
				return
			}
		}
	}
	var all []judged
	done := 0
	for verdict := range v.VerifyAll(ctx, inputs) {
		d := p.documents[done]
		if done++; progress != nil {
			progress(done, len(p.documents))
		}
		if d.page {
			all = append(all, p.page(d, done, &verdict)...)
		} else {
			all = append(all, p.judge(d, done, &verdict))
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	f.rows = p.rows // those of pages have come to them
	day := badge.DateOf(v.Now)
	for _, group := range groups(all) {
		good, bad := apart(group)
		f.join(good, day)
		for _, j := range bad {
			f.join([]judged{j}, day)
		}
	}
	slices.SortStableFunc(f.awards, func(a, b award) int { return cmp.Compare(a.order, b.order) })
	return f, nil
}

// page returns the credentials that a page for people names.
func (p *Pile) page(d document, order int, verdict *verify.Verdict) []judged {
	parts := verdict.Parts
	if len(parts) == 0 && verdict.Format != "" {
		parts = []verify.Verdict{*verdict}
	}
	var all []judged
	for i := range parts {
		part := d
		part.page, part.picture = false, "page "+d.from // its forms are one award
		part.text = p.Ask.body(parts[i].Input)
		if len(part.text) == 0 {
			continue
		}
		part.text = bytes.TrimSpace(part.text)
		var err error
		if part.text[0] == '{' {
			part.object, err = parse(part.text)
		} else {
			part.object, err = payload(part.text)
		}
		if part.sort = sortOf(part.object); err == nil && (part.sort == assertion || part.sort == credential) {
			all = append(all, p.judge(part, order, &parts[i]))
		}
	}
	if len(all) == 0 {
		p.problem(d.from, "there is a page for people at the address, and no badge that it names", "expected the address of an assertion, as the platform's badge page names it")
	}
	return all
}

// judge turns a verdict into what can be made of a credential.
func (p *Pile) judge(d document, order int, v *verify.Verdict) judged {
	j := judged{document: d, order: order, outcome: v.Outcome, format: v.Format}
	trusted := v.Outcome == verify.Valid || v.Outcome == verify.Expired
	if id := d.object.text("id"); trusted && v.Hosted {
		// What counts is what its address answers. The given copy says the same,
		// and may hold a text twice.
		if body := p.Ask.body(id); body != nil {
			if o, err := parse(body); err == nil {
				j.object, j.text = o, body
			}
		}
	}
	find := func(id string) object {
		if body := p.Ask.body(id); body != nil {
			if o, err := parse(body); err == nil && o.text("id") == id {
				return o
			}
		}
		if trusted {
			return nil // the engine was told, or it stands inside
		}
		return p.local[id]
	}
	if awkward(v, d.object) {
		j.outcome, j.why = verify.CannotTell, reason(v, verify.Failed)
	}
	switch j.outcome {
	case verify.Revoked:
		j.why = withdrawn(v)
		j.claim, _ = read(d.sort, j.object, find) // to say what was revoked, as far as that is known
		return j
	case verify.NotValid:
		j.why, j.mend = wrong(v)
		return j
	case verify.CannotTell:
		if j.why == "" {
			j.why = reason(v, verify.Unknown)
		}
		why := p.listed(d.object)
		if revoked, _ := d.object["revoked"].(bool); revoked { // it says so itself, whoever cannot be asked
			why = saidRevoked(d.object)
		}
		if why != "" {
			j.outcome, j.why = verify.Revoked, why
			j.claim, _ = read(d.sort, j.object, find) // likewise
			return j
		}
	}
	var err error
	if j.claim, err = read(d.sort, j.object, find); err != nil {
		j.outcome, j.why, j.mend = verify.NotValid, err.Error(), "add the document to the files, or ask the platform for it"
		j.bare = true
	}
	return j
}

// awkward reports whether the host of an Assertion publishes this very one, and
// only what it refers to on the same host is not what the standard demands: some
// platforms write the description of a badge into each Assertion, and another
// one at its address. Nobody tampered with it; confirmed it is not.
func awkward(v *verify.Verdict, o object) bool {
	published := false
	for _, c := range v.Checks {
		switch {
		case c.Result == verify.Failed && c.Code != "achievement" && c.Code != "schema":
			return false
		case c.Code == "hosted" && c.Result == verify.Passed:
			published = true
		}
	}
	return v.Outcome == verify.NotValid && published && hostOf(o.id("badge")) == hostOf(o.text("id"))
}

// listed looks an Assertion whose host does not answer up in the list of
// revoked ones that lies beside it.
func (p *Pile) listed(o object) string {
	id := o.text("id")
	for at, list := range p.local {
		if !list.is("RevocationList") || id == "" || hostOf(at) != hostOf(id) && !isURN(id) {
			continue
		}
		for _, entry := range list.list("revokedAssertions") {
			m, _ := entry.(map[string]any) // a bare id has no reason
			if textOf(entry) == id || object(m).text("id") == id {
				return saidRevoked(object(m))
			}
		}
	}
	return ""
}

// saidRevoked words what an Assertion, or the entry of a list, says.
func saidRevoked(o object) string {
	return strings.TrimSuffix("revoked: "+line(o.text("revocationReason"), 120), ": ")
}

func isURN(s string) bool { return strings.HasPrefix(strings.ToLower(s), "urn:") }

// withdrawn says what became of a credential that stands no more.
func withdrawn(v *verify.Verdict) string {
	switch {
	case v.SupersededBy != "":
		return "replaced by " + line(v.SupersededBy, 200)
	case v.Suspended:
		return "suspended by its issuer"
	}
	for _, c := range v.Checks {
		if why := line(c.Params["reason"], 120); c.Result == verify.Failed && why != "" {
			return "revoked: " + why
		}
	}
	return "revoked by its issuer"
}

// wrong says why a credential is not valid, and what can be done.
func wrong(v *verify.Verdict) (why, mend string) {
	for _, c := range v.Checks {
		if c.Result != verify.Failed {
			continue
		}
		why = sentence(c)
		switch {
		case c.Code == "hosted" && c.Case == "absent":
			return why, "if the platform has closed, import with --offline: what its host cannot confirm is then marked as unconfirmed"
		case c.Code == "hosted" && c.Case == "differs":
			return why, "import what its host says today: name its address in place of the file"
		}
		return why, "ask the platform, or leave it out"
	}
	return "it is not valid", "ask the platform, or leave it out"
}

// reason is the first check that ended in a result.
func reason(v *verify.Verdict, result verify.Result) string {
	for _, c := range v.Checks {
		if c.Result == result {
			return sentence(c)
		}
	}
	return "it could not be checked"
}

// sentence says what a check found; of a document that lacks something, also
// what.
func sentence(c verify.Check) string {
	s := strings.TrimSuffix(line(c.Say("en"), 300), ".")
	if c.Code == "schema" && c.Evidence != "" {
		s += " (" + line(c.Evidence, 160) + ")"
	}
	return s
}
