package generator

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
)

// suspends turns a list of suspensions on.
func suspends(c files) { c["site.yaml"] += "status:\n  - revocation\n  - suspension\n" }

// issuedVariants are sites that sign, each with a name and the change of the
// sample.
func issuedVariants() map[string]func(*testing.T, files) {
	all := variants()
	for _, name := range []string{"listed", "listed, documents alone", "pages and Open Badges 2.0", "without pathways", "with nothing in it", "under a base path"} {
		delete(all, name)
	}
	all["signed pages without pictures"] = func(_ *testing.T, c files) { c["site.yaml"] += "outputs:\n  - html\n  - ob3\n" }
	all["signed credentials alone"] = func(_ *testing.T, c files) { c["site.yaml"] += "outputs:\n  - ob3\n" }
	all["with suspensions"] = func(_ *testing.T, c files) { suspends(c) }
	all["with recipients that nobody can compare"] = func(t *testing.T, c files) {
		c["awards/2026-10-bare.yaml"] = "achievement: safety-morning\nawarded: 2026-10-03\nawards:\n  b1:\n    name: Noor Haddad\n"
	}
	return all
}

// Everything that a site issues verifies for who has the published files.
func TestEveryIssuedVariantVerifies(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(issuedVariants())) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newIssuing(sample(t))
			issuedVariants()[name](t, s.files)
			s.newKey(t, "main", "2026-01-01")
			plan := s.issue(t)
			built := rendered(t, s.config())
			walk(t, built)
			w, err := built.passed.Waiting()
			if err != nil || !w.Nothing() {
				t.Errorf("after issuing, this waits: %+v, %v", w, err)
			}
			if again := s.issue(t); !again.Empty() {
				t.Errorf("issuing again would issue %d awards and sign %d lists", len(again.Items), len(again.Lists))
			}
			signed := 0
			for file := range built.files {
				if strings.HasSuffix(file, "/credential.jwt") {
					signed++
				}
			}
			if built.publishes("ob3") != (signed > 0 && signed == len(plan.Items)) && len(plan.Items) > 0 {
				t.Errorf("%d awards were issued, %d are published as signed", len(plan.Items), signed)
			}
		})
	}
}

// Two builds of one issued site are byte-equal, and the second writes nothing.
func TestIssuedSiteIsTheSameEachTime(t *testing.T) {
	s := newIssuing(sample(t))
	suspends(s.files)
	withEverything(t, s.files)
	s.newKey(t, "main", "2026-01-01")
	s.issue(t)
	want := rendered(t, s.config()).files
	for name, change := range elsewhere() {
		t.Run(name, func(t *testing.T) {
			config := s.config()
			change(t, &config)
			compareTrees(t, name, want, rendered(t, config).files)
		})
	}
}

// A site that signs names a holder as the issuer chose, in every form.
func TestSignedNamesAreThoseThatWereChosen(t *testing.T) {
	for names, want := range map[string]string{"full": "Ada Rossi", "initials": "A. R.", "hidden": ""} {
		s := newIssuing(sample(t))
		s.replace(t, "site.yaml", "names: full", "names: "+names)
		s.newKey(t, "main", "2026-01-01")
		s.issue(t)
		built := rendered(t, s.config())
		id, _ := built.passed.IDOf("2026-04-first-aid-steps/k1")
		identifier := ""
		if want != "" {
			identifier = `"identifier":[{"type":"IdentityObject","hashed":false,"identityHash":"` + want + `","identityType":"name"}]`
		}
		for _, p := range []address.Path{address.Credential(id), address.BakedSVG(id)} {
			text := built.files[p.File()]
			if strings.Contains(text, `"identifier"`) != (want != "") || !strings.Contains(text, identifier) {
				t.Errorf("names: %s: %s does not name %q", names, p, want)
			}
		}
		token := plain(".jwt", built.files[address.CredentialJWT(id).File()])
		if strings.Contains(token, `"identifier"`) != (want != "") || !strings.Contains(token, `"identityHash":"`+want+`"`) && want != "" {
			t.Errorf("names: %s: the token does not name %q", names, want)
		}
	}
}
