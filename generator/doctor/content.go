package doctor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// Content is what is known of the content, and of what was issued.
type Content struct {
	Catalog          *badge.Catalog
	Host             string    // of the site's address
	Errors, Warnings int       // of check
	LastRun          time.Time // zero: nothing was issued
	Waiting          Waiting
}

// Waiting is what the content says and what was issued does not say yet.
type Waiting struct {
	New, Unsigned, Reissues int
	Bits                    int  // withdrawals that no signed list says
	Rekeyed                 int  // lists that were signed with a key which may not sign any more
	Keyless                 bool // Bits wait for a key
}

// site is the site's settings; none where the content is not known.
func (c *Content) site() badge.Site {
	if c.Catalog == nil {
		return badge.Site{}
	}
	return c.Catalog.Site
}

var contentErrors = rule{diag.Rule{ID: "doctor-content-errors", Severity: diag.Error,
	Title: "The content passes sealpress check",
	Why:   "Until then nothing can be issued or published, and the site online stays as it is.",
	Mend:  "sealpress check says where, and how to mend it"},
	func(f *Facts, report func(Finding)) {
		if n := f.Content.Errors; n > 0 {
			report(say("the content has %s, and nothing can be published", count(n, "error")))
		}
	}}

var contentWarnings = rule{diag.Rule{ID: "doctor-content-warnings", Severity: diag.Note,
	Title: "The content passes sealpress check without a warning",
	Why:   "A warning does not stand in the way, but somebody will stumble over it.",
	Mend:  "sealpress check says where; what is meant to be so is set aside with allow: and the reason"},
	func(f *Facts, report func(Finding)) {
		if n := f.Content.Warnings; n > 0 {
			report(say("the content has %s", count(n, "warning")))
		}
	}}

// publishAgain is a mend that a judge adds to.
const publishAgain = "sealpress publish, then put the site online"

var withdrawalUnsigned = rule{diag.Rule{ID: "doctor-withdrawal-unsigned", Severity: diag.Error,
	Title: "Every withdrawal is in a signed status list",
	Why:   "Who verifies a signature asks the list alone: until then a revoked credential is valid for them.",
	Mend:  publishAgain},
	func(f *Facts, report func(Finding)) {
		w := f.Content.Waiting
		steps := []string{publishAgain}
		if w.Keyless {
			steps = slices.Insert(steps, 0, "no key signs: sealpress key new")
		}
		if w.Bits > 0 {
			report(say("%s %s missing in the signed status lists, so verifiers still take the credential for valid", count(w.Bits, "withdrawal"), be(w.Bits)).mend(steps...))
		}
		if w.Rekeyed > 0 {
			report(say("%s %s signed with a key that may not sign any more", count(w.Rekeyed, "status list"), be(w.Rekeyed)).milder(diag.Warning).mend(steps...))
		}
	}}

var awardsWaiting = rule{diag.Rule{ID: "doctor-awards-waiting", Severity: diag.Warning,
	Title: "Every award is issued",
	Why:   "An award that is not issued may still change, and has no signature; its holder can show a page, and no credential.",
	Mend:  publishAgain},
	func(f *Facts, report func(Finding)) {
		w := f.Content.Waiting
		var parts []string
		for _, p := range []struct {
			n          int
			noun, what string
		}{{w.New, "award", "not issued"}, {w.Unsigned, "award", "issued without a signature"}, {w.Reissues, "correction", "not issued, so the former edition stands"}} {
			if p.n > 0 {
				parts = append(parts, count(p.n, p.noun)+" "+be(p.n)+" "+p.what)
			}
		}
		if len(parts) > 0 {
			report(say("%s", strings.Join(parts, "; ")))
		}
	}}

// accreditationSoon is how many days before it ends an accreditation is worth a
// word: renewals take months.
const accreditationSoon = 90

var accreditationEnding = rule{diag.Rule{ID: "doctor-accreditation-ending", Severity: diag.Warning,
	Title: "Whoever awards micro-credentials is accredited for the next months",
	Why:   "What was awarded before keeps its worth; for what is awarded afterwards nobody answers, and check refuses it.",
	Mend:  "ask for the renewal now; add it to accreditations: and keep the former one, which covers what was awarded then"},
	func(f *Facts, report func(Finding)) {
		c := f.Content.Catalog
		if c == nil || f.Now.IsZero() {
			return
		}
		var rests []string
		for _, a := range c.Achievements {
			if a.Kind != badge.MicroCredential || !a.Newest {
				continue
			}
			if own := a.AwardingBody.Accreditation; own.Body != "" {
				f.ends(own, "the accreditation of the awarding body of "+a.Slug, "content/achievements/"+a.Slug+".md", report)
			} else if a.QualityAssurance.Body == "" || a.QualityAssurance.URL == "" {
				rests = append(rests, a.Slug)
			}
		}
		if last, ends := lastOf(c.Issuer.Accreditations); ends && len(rests) > 0 {
			f.ends(last, fmt.Sprintf("the last accreditation, by %s, on which %s,", last.Body, rest(rests)), "content/issuer.md", report)
		}
	}}

// ends reports an accreditation that ended, or will soon.
func (f *Facts) ends(acc badge.Accreditation, what, file string, report func(Finding)) {
	if acc.ValidUntil.IsZero() {
		return
	}
	switch n := days(f.today(), acc.ValidUntil); {
	case n < 0:
		report(say("%s ended on %s", what, acc.ValidUntil).at(file))
	case n <= accreditationSoon:
		report(say("%s ends on %s, %s", what, acc.ValidUntil, within(n)).at(file))
	}
}

// lastOf returns the accreditation that ends last; ends is false where there is
// none, or one that does not end.
func lastOf(all []badge.Accreditation) (last badge.Accreditation, ends bool) {
	for _, a := range all {
		if a.ValidUntil.IsZero() {
			return a, false
		}
	}
	if len(all) == 0 {
		return last, false
	}
	return slices.MaxFunc(all, func(a, b badge.Accreditation) int { return cmp.Compare(a.ValidUntil.String(), b.ValidUntil.String()) }), true
}

func rest(slugs []string) string {
	if len(slugs) == 1 {
		return slugs[0] + " rests"
	}
	return count(len(slugs), "micro-credential") + " rest"
}

var repositoryPublic = rule{diag.Rule{ID: "doctor-repository-public", Severity: diag.Note,
	Title: "The repository is private",
	Why:   "In a public one everyone can read every name and all history, and compute the addresses of unlisted pages from the seed.",
	Mend:  "make the repository private and write repository: private; the site stays public. Otherwise tell your learners",
	Cite:  "Regulation (EU) 2016/679, article 5(1)(f), confidentiality"},
	func(f *Facts, report func(Finding)) {
		if f.Content.site().Repository == "public" {
			report(say("the repository is public: everyone can read the names in it and its seed, and so find unlisted pages"))
		}
	}}

var addressExample = rule{diag.Rule{ID: "doctor-address-example", Severity: diag.Note,
	Title: "The address of the site is one at which it is published",
	Why:   "What is issued names the address for good.",
	Mend:  "before you issue, write the address at which you will publish as url: in content/site.yaml"},
	func(f *Facts, report func(Finding)) {
		for _, example := range []string{"example.org", "example.com", "example.net"} {
			if h := f.Content.Host; h == example || strings.HasSuffix(h, "."+example) {
				report(say("%s is an address from an example", h).at("content/site.yaml"))
			}
		}
	}}

var addressOfHost = rule{diag.Rule{ID: "doctor-address-of-host", Severity: diag.Note,
	Title: "The address of the site is the issuer's own",
	Why:   "An address such as harbour.github.io belongs to the host: it is gone when you leave, and with it every credential that names it.",
	Mend:  "before you issue for the first time, take a domain of your own: docs/hosting.md"},
	func(f *Facts, report func(Finding)) {
		if !f.Content.LastRun.IsZero() {
			return // it is too late, and nothing is to be done
		}
		for _, host := range []string{"github.io", "gitlab.io", "netlify.app", "pages.dev", "codeberg.page", "vercel.app"} {
			if strings.HasSuffix(f.Content.Host, "."+host) {
				report(say("the address %s belongs to the host, and nothing was issued yet", f.Content.Host).at("content/site.yaml"))
			}
		}
	}}
