package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/store"
)

// The rules of this file look for what nobody decided: two decisions about one
// award that were made in two branches, each without knowing of the other.

var mergedReissues = Rule{
	Rule: diag.Rule{ID: "reissue-decided-twice", Severity: diag.Warning,
		Title: "One correction is decided once",
		Why:   "Two branches that both decide to reissue an award make two editions of one correction when they are merged.",
		Mend:  "remove one of the files, unless both are meant",
		Cite:  "Sealpress, decisions"},
	Family: "promises",
	End: func(s *Subject) {
		for k, list := range s.Index.decisions {
			latest, issued := s.Content.Issued.Latest(k)
			if o := badge.Decided(list); !issued || o.State == badge.Erased || o.Edition < latest+2 {
				continue
			}
			reissues := slices.DeleteFunc(slices.Clone(list), func(d *badge.Decision) bool { return d.Action != badge.Reissue })
			pending := reissues[latest:]
			last := pending[len(pending)-1]
			var others []string
			for _, d := range pending[:len(pending)-1] {
				others = append(others, d.Place.File)
			}
			s.Report(last.Place.At("action"), "the award %q is to be reissued %d times before it was issued once: %s asks for it too", k, len(pending), strings.Join(others, ", "))
		}
	},
}

var mergedRevival = Rule{
	Rule: diag.Rule{ID: "revoked-award-revived", Severity: diag.Warning,
		Title: "Who reissues a revoked award knows that it was revoked",
		Why:   "Where one branch revokes an award and another reissues it, a merge makes it stand again, and nobody decided so.",
		Mend:  "where the revocation is meant, remove the decision to reissue, or once that is carried out revoke the award again: sealpress revoke KEY",
		Cite:  "Bitstring Status List 1.0, section 2.2, statusPurpose revocation: not reversible"},
	Family: "promises",
	End: func(s *Subject) {
		lists, err := s.bits()
		if err != nil {
			return // a finding of its own
		}
		for _, e := range s.Index.Entries {
			if e.Record == nil || !e.Due && e.Decided.Edition == 0 {
				continue
			}
			revoked, reissued := s.Index.revival(e)
			if revoked == nil {
				continue
			}
			mend := "where the revocation is meant, remove " + reissued.Place.File
			if !e.Due {
				mend = "where the revocation is meant, decide it again: sealpress revoke " + string(e.Key)
				if !s.apart(e) {
					continue
				}
			} else if l := lists[listName(credential.Revocation, e.Record.Status.List)]; l == nil || !l.signed(e.Record.Status.Index) {
				continue
			}
			s.ReportMend(reissued.Place.At("action"), mend, "the award %q was revoked by %s, and verifiers were told so; this decision makes it stand again", e.Key, revoked.Place.File)
		}
	},
}

// revival returns the last reissue of an award that stands, or is to stand,
// and the revocation that it ended; nil where it ended none.
func (x *Index) revival(e Entry) (revoked, reissued *badge.Decision) {
	list := x.decisions[e.Key]
	o := badge.Decided(list)
	if o.State != badge.Standing || o.Reissue == nil {
		return nil, nil
	}
	before := badge.Decided(list[:slices.Index(list, o.Reissue)])
	if before.State != badge.Revoked {
		return nil, nil
	}
	return before.Last, o.Reissue
}

// apart reports whether the former edition of an award was revoked in a run
// that the run of the present edition did not know, and that did not know it.
func (s *Subject) apart(e Entry) bool {
	issued := s.Content.Issued
	former, ok := issued.Standing(e.Key, e.Decided.Edition-1)
	if !ok || former.Status.List == 0 {
		return false
	}
	by, name := issued.Run(e.Record), listName(credential.Revocation, former.Status.List)
	related := kin(issued.Runs(), by)
	for _, r := range issued.Runs() {
		if related[r.Name] {
			continue
		}
		form, err := s.Index.form(r, name)
		if err == nil && has(form, int(former.Status.Index)) {
			return true
		}
	}
	return false
}

// kin returns the names of a run, of all that were made before it, and of all
// that were made after it, in its own branch or after a merge. The runs are in
// the order of time.
func kin(runs []*store.Run, of *store.Run) map[string]bool {
	before, after := map[string]bool{of.Name: true}, map[string]bool{of.Name: true}
	for _, r := range slices.Backward(runs) {
		if before[r.Name] {
			for _, name := range r.After {
				before[name] = true
			}
		}
	}
	for _, r := range runs {
		if slices.ContainsFunc(r.After, func(name string) bool { return after[name] }) {
			after[r.Name] = true
		}
	}
	maps.Copy(before, after)
	return before
}
