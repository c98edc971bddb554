package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/store"
)

// The rules of this file hold content against what was issued: until it is
// issued an award can be edited freely; issued, it is a promise.

var issuedChanged = Rule{
	Rule: diag.Rule{ID: "issued-award-changed", Severity: diag.Error,
		Title: "An issued award says what it said when it was issued",
		Why:   "The holder has the credential, and a verifier reads what was signed; a page that says something else makes both worthless.",
		Mend:  "restore it; or, where it was wrong, replace the credential by a corrected one: sealpress reissue KEY",
		Cite:  "Sealpress, promises"},
	Family: "promises",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		of := s.Achievement(a.Achievement.Slug, a.Achievement.Version)
		if of == nil || s.Catalog.Site.Seed == "" {
			return
		}
		decided, due := s.Index.standing(a.Key)
		r, issued := s.Content.Issued.Standing(a.Key, decided.Edition)
		if !issued || due || decided.State == badge.Erased || credential.Binding(a, of, &s.Catalog.Site) == r.Binding {
			return
		}
		s.award = nil // what was promised does not depend on when the rule came
		s.changed(a, of, r)
		s.award = a
	},
}

// changed reports an award that does not say what was issued, at the line that
// changed where there is one.
func (s *Subject) changed(a *badge.Award, of *badge.Achievement, r *store.Record) {
	on := s.Content.Issued.Run(r).Time.Format("2006-01-02")
	at, what := holder(a), ""
	if line, err := s.Content.Issued.Line(r); err == nil {
		if was, err := credential.Read(line.Credential); err == nil {
			differs := was.Differs(a, of, &s.Catalog.Site)
			if names, ok := shownAs(was.Holder, a.Recipient); ok && differs[0] == "name" && len(differs) == 1 {
				place := a.Place.At("names")
				if a.Names == "" {
					place = s.Catalog.Site.Place.At("privacy", "names")
				}
				s.ReportMend(place, fmt.Sprintf("write names: %s; or, to change how they are shown, reissue them: sealpress reissue", names),
					"awards were issued on %s with names: %s", on, names)
				return
			}
			at, what = s.changedAt(a, was, differs), strings.Join(differs, ", ")
		}
	}
	s.add(at, diag.Finding{Severity: s.rule.Severity, Message: fmt.Sprintf("the award changed after it was issued on %s%s", on, prefixed(": ", what)),
		Mend: "restore it, or replace the credential by a corrected one: sealpress reissue " + string(a.Key), See: []string{s.Content.Issued.Pos(r).String()}})
}

// shownAs returns how a name that was signed shows a person.
func shownAs(signed string, r badge.Recipient) (badge.Names, bool) {
	for _, n := range []badge.Names{badge.FullName, badge.Initials, badge.NoName} {
		if r.Shown(n) == signed {
			return n, true
		}
	}
	return "", false
}

// changedAt returns the place of the one thing that changed, else that of the
// award.
func (s *Subject) changedAt(a *badge.Award, was *credential.Facts, differs []string) source.Place {
	if len(differs) != 1 {
		return holder(a)
	}
	around, keys := a.Place, []string{differs[0]}
	switch differs[0] {
	case "name":
		around = holder(a)
	case "recipient":
		around, keys = holder(a), []string{"email", "identity", "url", "did"}
	case "dates":
		keys = []string{"valid-until"}
		if was.Awarded != a.Awarded {
			keys = []string{"awarded"}
		}
	case "results":
		keys = []string{"result", "results", "assessed"}
		if slices.EqualFunc(was.Results, a.Results, func(x, y badge.Result) bool { return x.Grade == y.Grade }) {
			keys = []string{"assessed", "results", "result"}
		}
	}
	for _, k := range keys {
		if at := around.At(k); s.Content.Locate(at) != s.Content.Locate(around) {
			return at
		}
	}
	return holder(a)
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

var issuedGone = Rule{
	Rule: diag.Rule{ID: "issued-award-gone", Severity: diag.Error,
		Title: "An issued award stays in its file",
		Why:   "Its holder shows the address to others; a page that vanishes says that the credential was never real.",
		Mend:  "restore the award, its label and the name of its file; or decide: sealpress erase KEY at the holder's request, or sealpress revoke KEY",
		Cite:  "Sealpress, promises"},
	Family: "promises",
	End: func(s *Subject) {
		said := map[badge.Key]bool{}
		for r := range s.Content.Issued.Records() {
			if r.Gone() || said[r.Award] || s.erased(r.Award) || s.lost(r.Award) {
				continue
			}
			if _, there := s.Index.byKey[r.Award]; there {
				continue
			}
			said[r.Award] = true
			run := s.Content.Issued.Run(r)
			s.ReportMend(s.placeOf(r.Award), fmt.Sprintf("restore it; or, at the holder's request: sealpress erase %s", r.Award),
				"the award %q was issued on %s and is not here any more", r.Award, run.Time.Format("2006-01-02"))
		}
	},
}

var issuedMoved = Rule{
	Rule: diag.Rule{ID: "issued-site-moved", Severity: diag.Error,
		Title: "The address and the seed of a site do not change after something was issued",
		Why:   "Every credential holds the address, and every award's address derives from the seed: nothing would verify any more.",
		Mend:  "restore the former value",
		Cite:  "Sealpress, promises"},
	Family: "promises",
	Site: func(s *Subject) {
		site, first := s.Catalog.Site, (*store.Run)(nil)
		seed := false
		for _, r := range s.Content.Issued.Runs() {
			if first == nil && moved(r.Site, site.URL) {
				first = r
			}
			seed = seed || site.Seed != "" && r.Seed != site.Seed.Mark()
		}
		if first != nil {
			awards := map[badge.Key]bool{} // one that was signed later has two records
			for r := range s.Content.Issued.Records() {
				if !r.Gone() && moved(s.Content.Issued.Run(r).Site, site.URL) {
					awards[r.Award] = true
				}
			}
			s.ReportMend(site.Place.At("url"), "write url: "+first.Site, "%s issued for the address %s", madeOf(len(awards)), first.Site)
		}
		if seed {
			s.ReportMend(site.Place.At("seed"), "restore the seed from git: git log -p -- "+site.Place.File, "awards were issued with another seed, and their addresses derive from it")
		}
	},
}

func madeOf(n int) string {
	if n == 1 {
		return "1 award was"
	}
	return fmt.Sprintf("%d awards were", n)
}

var issuedFrozen = Rule{
	Rule: diag.Rule{ID: "issued-achievement-changed", Severity: diag.Error,
		Title: "What was awarded does not change after it was issued",
		Why:   "A holder was promised these criteria, outcomes and this level; changing them changes what every award says.",
		Mend:  "restore it, and make a new version with: sealpress new version SLUG",
		Cite:  "Sealpress, versions"},
	Family: "promises",
	Def: func(s *Subject, a *badge.Achievement) {
		key := fmt.Sprintf("%s@%d", a.Slug, a.Version)
		for _, r := range s.Content.Issued.Runs() {
			if was, issued := r.Definitions[key]; issued && was != credential.Frozen(a) {
				s.ReportMend(a.Place, "restore it, and make a new version with: sealpress new version "+a.Slug,
					"version %d changed after awards of it were issued on %s: kind, criteria, outcomes, level, workload, assessment and validity stay", a.Version, r.Time.Format("2006-01-02"))
				return
			}
		}
	},
}

var issuedUndecided = Rule{
	Rule: diag.Rule{ID: "issued-decision-gone", Severity: diag.Error,
		Title: "A decision that was carried out stays",
		Why:   "A corrected edition was issued, or a revocation was signed; without the decision nobody can say why, and a revocation is for good.",
		Mend:  "restore the file in content/decisions from git",
		Cite:  "Bitstring Status List v1.0, statusPurpose revocation: not reversible"},
	Family: "promises",
	End: func(s *Subject) {
		for _, e := range s.Index.Entries {
			if latest, ok := s.Content.Issued.Latest(e.Key); ok && latest > e.Decided.Edition {
				s.ReportMend(s.placeOf(e.Key), "restore the decision to reissue it from git", "edition %d of the award was issued, but no decision asks for it", latest+1)
			}
		}
		lists, err := s.bits()
		if err != nil {
			return // a finding of its own
		}
		for r := range s.Content.Issued.Records() {
			if l := lists[listName(credential.Revocation, r.Status.List)]; l != nil && r.Status.List > 0 && !l.wanted[r.Status.Index] && l.signed(r.Status.Index) {
				s.ReportMend(s.placeOf(r.Award), "restore the decision to revoke it from git", "the award is revoked in a status list that was signed, but no decision says so")
			}
		}
	},
}

var indexTwice = Rule{
	Rule: diag.Rule{ID: "status-index-twice", Severity: diag.Error,
		Title: "Each credential has a place of its own in the status lists",
		Why:   "Revoking one of two credentials with one place would revoke both.",
		Mend:  "issue one of the two runs again, one that is not published yet: sealpress issue --again RUN",
		Cite:  "Bitstring Status List v1.0 §2.1"},
	Family: "promises",
	End: func(s *Subject) {
		type place struct{ list, index int32 }
		seen := map[place]*store.Record{}
		for r := range s.Content.Issued.Records() {
			if r.Status.List == 0 {
				continue
			}
			at := place{r.Status.List, r.Status.Index}
			first := seen[at]
			if first == nil {
				seen[at] = r
				continue
			}
			run, before := s.Content.Issued.Run(r), s.Content.Issued.Run(first)
			s.ReportMend(s.placeOf(r.Award), fmt.Sprintf("of the runs %s and %s, issue the one again that is not published yet: sealpress issue --again %s", before.Name, run.Name, run.Name),
				"the credential has the place %s in the status list, which is that of %q", r.Status, first.Award)
		}
	},
}

var keyGone = Rule{
	Rule: diag.Rule{ID: "issued-key-gone", Severity: diag.Error,
		Title: "A key with which credentials were signed stays listed",
		Why:   "A verifier takes the key from the site; without it every credential that it signed fails.",
		Mend:  "restore the file from git; a key that is not to sign any more is retired: sealpress key retire NAME",
		Cite:  "Verifiable Credential Data Integrity 1.0 §4.2"},
	Family: "promises",
	End: func(s *Subject) {
		missing := map[string]int{}
		var order []*store.Run
		for _, r := range s.Content.Issued.Runs() {
			if !r.Signed() || s.lists(r) {
				continue
			}
			if missing[r.Key] == 0 {
				order = append(order, r)
			}
			missing[r.Key] += r.Awards + len(r.Lists)
		}
		for _, r := range order {
			file := s.folder() + "keys/" + r.Key + ".yaml"
			place := s.Catalog.Site.Place
			place.File = file
			s.ReportMend(place, "restore the file from git; to sign with it no more: sealpress key retire "+r.Key,
				"%s signed with the key %q, and it is not here", madeCredentials(missing[r.Key]), r.Key)
		}
	},
}

// lists reports whether the content lists the key that signed a run.
func (s *Subject) lists(r *store.Run) bool {
	for _, k := range s.Keys {
		if k.Ed25519 == r.Ed25519 && k.P256 == r.P256 {
			return true
		}
	}
	return false
}

func madeCredentials(n int) string {
	if n == 1 {
		return "1 credential was"
	}
	return fmt.Sprintf("%d credentials were", n)
}

var keyLost = Rule{
	Rule: diag.Rule{ID: "compromised-key-stands", Severity: diag.Warning,
		Title: "What a compromised key signed is replaced",
		Why:   "Verifiers no longer take the key, so they refuse every credential that it signed, the genuine ones too.",
		Mend:  "replace them: sealpress reissue --signed-by KEY --reason issuer-key-compromised; then: sealpress publish",
		Cite:  "Controlled Identifiers 1.0 §2.2, revoked"},
	Family: "promises",
	End: func(s *Subject) {
		stand := map[string]int{}
		for _, e := range s.Index.Entries {
			if r := e.Record; r != nil && r.Signed && e.Decided.State == badge.Standing && !e.Due {
				stand[s.Content.Issued.Run(r).Ed25519]++
			}
		}
		for _, k := range s.Keys {
			if n := stand[k.Ed25519]; n > 0 && !k.Trusted() {
				s.ReportMend(k.Place.At("compromised-since"), "replace them: sealpress reissue --signed-by "+k.Name+" --reason issuer-key-compromised; then: sealpress publish",
					"%s signed with this key and still stand for themselves: verifiers refuse them", madeCredentials(n))
			}
		}
	},
}

var suspendedUnseen = Rule{
	Rule: diag.Rule{ID: "suspension-not-signed", Severity: diag.Warning,
		Title: "A suspension reaches those who verify the signature",
		Why:   "The credential was signed without a place in a list of suspensions, so verifiers of the signature take it for valid.",
		Mend:  "for awards issued from now on, write status: [revocation, suspension] in site.yaml; for this one, revoke it, and reissue it later",
		Cite:  "Bitstring Status List v1.0, statusPurpose suspension"},
	Family: "promises",
	End: func(s *Subject) {
		for _, e := range s.Index.Entries {
			if r := e.Record; r != nil && e.Decided.State == badge.Suspended && r.Status.List > 0 && !r.Status.Suspends {
				s.Report(e.Decided.Last.Place.At("action"), "the page says that %q is suspended, but its signed credential cannot", e.Key)
			}
		}
	},
}
