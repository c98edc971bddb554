package generator

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/issue"
)

// keeps checks that every address of a former tree is there in a later one,
// but for files that may go.
func keeps(t *testing.T, when string, was, is tree, may ...string) {
	t.Helper()
	for _, name := range was.files.names() {
		if _, there := is.files[name]; !there && !slices.ContainsFunc(may, func(part string) bool { return strings.Contains(name, part) }) && !strings.HasPrefix(name, "assets/") {
			t.Errorf("%s: %s is gone", when, name)
		}
	}
}

// awardFiles returns the files of one address.
func (s tree) awardFiles(id string) files {
	own := files{}
	for name, text := range s.files {
		if of, _ := address.AwardID(address.Path(name)); of == id {
			own[name] = text
		}
	}
	return own
}

// However a site comes to sign, no address is ever missing, and what was
// recorded without a key is what is signed later.
func TestFromHostedToSignedNoAddressIsMissing(t *testing.T) {
	const key = badge.Key("2026-05-first-aid/k4f2")
	t.Run("a key before anything is issued", func(t *testing.T) {
		s := newIssuing(sample(t))
		hosted := rendered(t, s.config())
		s.newKey(t, "main", "2026-01-01")
		waiting := rendered(t, s.config())
		walkCredentials(t, waiting)
		keeps(t, "a key was made", hosted, waiting)
		s.issue(t)
		signed := rendered(t, s.config())
		walk(t, signed)
		keeps(t, "issued", waiting, signed)
		compareWhatPagesSay(t, hosted, signed)
	})
	t.Run("a key after all was recorded", func(t *testing.T) {
		s := newIssuing(sample(t))
		hosted := rendered(t, s.config())
		if plan := s.issue(t); plan.Signs() || plan.Count(issue.New) != len(hosted.passed.Awards())-1 {
			t.Errorf("recording: signs is %v, %d new awards", plan.Signs(), plan.Count(issue.New))
		}
		recorded := rendered(t, s.config())
		compareTrees(t, "recording changes nothing that is published", hosted.files, recorded.files)
		before := s.credentialOf(t, key)
		s.newKey(t, "main", "2026-01-01")
		if w, err := rendered(t, s.config()).passed.Waiting(); err != nil || w.Unsigned != len(hosted.passed.Awards())-1 {
			t.Errorf("with a key, this waits: %+v, %v", w, err)
		}
		if plan := s.issue(t); plan.Count(issue.Sign) != len(plan.Items) || len(plan.Items) == 0 {
			t.Errorf("signing what was recorded: %d of %d", plan.Count(issue.Sign), len(plan.Items))
		}
		signed := rendered(t, s.config())
		walkCredentials(t, signed)
		keeps(t, "signed", recorded, signed)
		after := s.credentialOf(t, key)
		delete(after, "proof")
		delete(after, "credentialStatus")
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("what was signed is not what was recorded (-recorded +signed):\n%s", diff)
		}
	})
}

// credentialOf returns the credential of an award as the store holds it.
func (s *issuing) credentialOf(t *testing.T, key badge.Key) object {
	t.Helper()
	st := s.open(t)
	r, ok := st.Standing(key, 0)
	if !ok {
		t.Fatalf("%s was not issued", key)
	}
	line, err := st.Line(r)
	if err != nil {
		t.Fatal(err)
	}
	var doc object
	if err := json.Unmarshal(line.Credential, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// compareWhatPagesSay checks that issuing changes what a page offers to keep
// and to check, and not what it says of holder and achievement.
func compareWhatPagesSay(t *testing.T, before, after tree) {
	t.Helper()
	for i, e := range before.passed.Awards() {
		if i%4 != 0 && e.Key != "2026-05-first-aid/k4f1" {
			continue // pages are made alike, and reading them takes its time
		}
		name := address.Award(e.ID).File()
		was, is := parsePage(t, name, before.files[name]), parsePage(t, name, after.files[name])
		for _, tag := range []string{"h1", "h2", "dt", "dd", "time", "title"} {
			if diff := cmp.Diff(textsOf(was, tag), textsOf(is, tag)); diff != "" {
				t.Errorf("%s, what its %s elements say (-not issued +issued):\n%s", name, tag, diff)
			}
		}
	}
}

func textsOf(d *document, tag string) (all []string) {
	for _, n := range d.all(tag) {
		all = append(all, text(n))
	}
	return all
}

// Until a corrected edition is issued, the former stands in every output, even
// where the award file says another name, achievement and recipient by then.
func TestFormerEditionStandsUntilTheNewOneIsIssued(t *testing.T) {
	const key = badge.Key("2026-07-regatta-knots/2026-07-regatta-knots")
	const file = "awards/2026-07-regatta-knots.yaml"
	s := issuedSample(t)
	before := rendered(t, s.config())
	id, _ := before.passed.IDOf(key)
	picture := address.BakedPNG(id).File()
	kept := s.baked(t, picture)
	decide(s.files, "2026-08-01-a", string(key), "reissue", "reason: corrected\n")
	a := awardOf(t, before, key)
	for old, corrected := range map[string]string{a.Recipient.Name: "Wilhelmina Corrected", a.Recipient.Email: "corrected@example.org",
		"achievement: " + a.Achievement.Slug: "achievement: quay-volunteer", "awarded: " + a.Awarded.String(): "awarded: 2026-07-30"} {
		s.replace(t, file, old, corrected)
	}
	due := rendered(t, s.config())
	walkCredentials(t, due)
	walkPrivacy(t, due)
	compareTrees(t, "a decision to reissue that was not carried out", before.awardFiles(id), due.awardFiles(id))
	keeps(t, "the decision", before, due)
	if s.baked(t, picture) != kept {
		t.Error("the picture that the holder keeps changed with the decision")
	}
	for name, text := range due.files {
		if strings.Contains(plain(name, text), "Wilhelmina") {
			t.Errorf("%s shows what is not issued yet", name)
		}
	}
	if w, err := due.passed.Waiting(); err != nil || w.Reissues != 1 {
		t.Errorf("this waits: %+v, %v", w, err)
	}

	if plan := s.issue(t); plan.Count(issue.Reissued) != 1 || len(plan.Items) != 1 {
		t.Errorf("issuing would issue %+v", plan.Items)
	}
	after := rendered(t, s.config())
	walk(t, after)
	keeps(t, "issued", due, after, "badge.png", "badge.svg", "credential.jwt")
	newest, _ := after.passed.IDOf(key)
	former, next := after.awardFiles(id), after.awardFiles(newest)
	if newest == id || !strings.Contains(next["awards/"+newest+"/credential.json"], "Wilhelmina Corrected") || !strings.Contains(next["awards/"+newest+"/credential.json"], "/achievements/quay-volunteer/") {
		t.Errorf("the new edition at %s does not say what was corrected", newest)
	}
	if got, want := slices.Sorted(maps.Keys(former)), slices.Sorted(maps.Keys(files{
		"awards/" + id + "/assertion.json": "", "awards/" + id + "/credential.json": "", "awards/" + id + "/index.html": "", "it/awards/" + id + "/index.html": ""})); !slices.Equal(got, want) {
		t.Errorf("of the former edition there is %v, want %v", got, want)
	}
	for name, text := range former {
		if strings.Contains(text, a.Recipient.Name) {
			t.Errorf("%s still names the holder", name)
		}
	}
}

func awardOf(t *testing.T, s tree, key badge.Key) *badge.Award {
	t.Helper()
	e, ok := s.entry(key)
	if !ok {
		t.Fatalf("there is no award %s", key)
	}
	a, err := s.passed.Award(e)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A suspension is set and cleared; a revocation is never cleared, and the
// decision behind it has to stay.
func TestSuspensionsEndAndRevocationsStay(t *testing.T) {
	const key = badge.Key("2026-05-first-aid/k4f3")
	s := issuedSample(t)
	r, ok := s.open(t).Standing(key, 0)
	if !ok || !r.Status.Suspends {
		t.Fatalf("%s was issued with the place %v", key, r.Status)
	}
	bits := func() (revoked, suspended bool) {
		t.Helper()
		built := rendered(t, s.config())
		walkCredentials(t, built)
		return built.bit(t, "revocation", r.Status), built.bit(t, "suspension", r.Status)
	}
	for _, step := range []struct {
		name, action       string
		revoked, suspended bool
	}{
		{"2026-06-01-a", "suspend", false, true},
		{"2026-06-02-b", "reinstate", false, false},
		{"2026-06-03-c", "suspend", false, true},
		{"2026-06-04-d", "revoke", true, false},
	} {
		decide(s.files, step.name, string(key), step.action, "")
		if w, err := rendered(t, s.config()).passed.Waiting(); err != nil || w.Bits == 0 {
			t.Errorf("%s: before issuing, this waits: %+v, %v", step.action, w, err)
		}
		s.issue(t)
		if revoked, suspended := bits(); revoked != step.revoked || suspended != step.suspended {
			t.Errorf("%s: the bits are revoked %v, suspended %v", step.action, revoked, suspended)
		}
	}
	delete(s.files, "decisions/2026-06-04-d.yaml")
	if got, want := s.rules(t), []string{"issued-decision-gone"}; !slices.Equal(got, want) {
		t.Errorf("without the decision to revoke, the rules are %v, want %v", got, want)
	}
	// A reissue alone ends a revocation, at another address and with another place.
	decide(s.files, "2026-06-04-d", string(key), "revoke", "")
	decide(s.files, "2026-06-05-e", string(key), "reissue", "reason: corrected\n")
	s.issue(t)
	if revoked, _ := bits(); !revoked {
		t.Error("the place of the former edition is not revoked any more")
	}
	if again, ok := s.open(t).Standing(key, 1); !ok || again.Status == r.Status {
		t.Errorf("the new edition has the place %v, the former %v", again.Status, r.Status)
	}
	delete(s.files, "decisions/2026-06-05-e.yaml")
	if got := s.rules(t); !slices.Contains(got, "issued-decision-gone") {
		t.Errorf("without the decision to reissue, the rules are %v", got)
	}
}

// A decision before an award was ever issued: the award is never signed.
func TestWhatWasWithdrawnBeforeIsNeverIssued(t *testing.T) {
	s := issuedSample(t)
	if r, ok := s.open(t).Standing("2026-05-first-aid/k4f6", 0); ok {
		t.Errorf("a revoked award was issued: %+v", r)
	}
	walk(t, rendered(t, s.config()))
}
