package check

import (
	"regexp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// What an award brings along from the platform on which it was first issued.
// Its hash was made and published there, and cannot be made better here.

var originFile = Rule{
	Rule: diag.Rule{ID: "award-origin-file", Severity: diag.Error,
		Title: "The original of an imported award is kept",
		Why:   "The page says that the credential was checked; the original is what anybody can check again.",
		Mend:  "restore the file from the repository's history, or import the credential again",
		Cite:  "Sealpress, provenance of imported awards"},
	Family: "references",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		if file := a.Origin.File; file != "" && !s.Content.Kept(file) {
			s.Report(a.Place.At("origin", "file"), "there is no file %s%s", s.folder(), file)
		}
	},
}

var originDates = Rule{
	Rule: diag.Rule{ID: "award-origin-dates", Severity: diag.Error,
		Title: "A credential was issued before it was checked, and checked before today",
		Why:   "The page tells readers when it was first issued and when it was checked.",
		Mend:  "correct on: or checked: of the origin",
		Cite:  "Sealpress, provenance of imported awards"},
	Family: "dates",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		o := a.Origin
		switch {
		case o.Checked.IsZero():
		case !o.On.IsZero() && o.Checked.Before(o.On):
			s.Report(a.Place.At("origin", "checked"), "checked on %s, before it was issued on %s", o.Checked, o.On)
		case s.future(o.Checked):
			s.Report(a.Place.At("origin", "checked"), "checked on %s, which is still to come", o.Checked)
		}
	},
}

var originName = Rule{
	Rule: diag.Rule{ID: "award-name-missing", Severity: diag.Error,
		Title: "A micro-credential names its holder",
		Why:   "Identification of the learner is its first element. A platform that knew only a hash of the address cannot tell whose it is.",
		Mend:  "write the holder's name under name:, or import again with the list of your learners: --learners FILE",
		Cite:  citeEU + ", identification of the learner"},
	Family: "kind",
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		if a.Recipient.Name == "" {
			s.Report(holder(a).At("name"), "an award of the micro-credential %q needs the holder's name", of.Slug)
		}
	}),
}

// strongSalt is one that cannot be guessed: 16 random bytes or more.
var strongSalt = regexp.MustCompile(`^[0-9a-fA-F]{32,}$`)

var saltWeak = Rule{
	Rule: diag.Rule{ID: "award-salt-weak", Severity: diag.Error,
		Title: "A salt has at least 16 random bytes",
		Why:   "With a short salt, hashes of all likely addresses can be computed in advance.",
		Mend:  "write the e-mail under email: instead, and run: sealpress hide-emails",
		Cite:  "Open Badges 2.0, IdentityObject, salt"},
	Family: "privacy",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		salt := a.Recipient.Salt
		if salt == "" || strongSalt.MatchString(salt) {
			return
		}
		if at := holder(a).At("salt"); a.Origin.ID == "" {
			s.Report(at, "expected at least 32 hexadecimal digits (16 random bytes)")
		} else if len(salt) < 16 {
			s.note(at, "the salt of the first platform has only %d characters, so that this person's address can be guessed from its hash", len(salt))
		}
	},
}
