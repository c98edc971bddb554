//go:build interop

package generator_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/address"
)

// Verifiers that nobody here wrote judge everything that the sample site
// publishes, and copies of it that were tampered with. They run in Node, in
// their published versions (testdata/interop/package-lock.json), and read the
// sites, their keys and their status lists over HTTPS at the sites' own
// addresses, which lead to this test.
//
// Two worlds are judged. In one every site is what Sealpress published. In the
// other the same addresses answer with something else: the keys of a stranger,
// a status list that was changed or is gone, the state before a revocation.
func TestVerifiersOfOthers(t *testing.T) {
	node := newNode(t) // first, because it may take a while and can fail
	began := time.Now()
	sample := sampleSite(t)
	others := smallSites(t)

	cases := map[string][]verifierCase{}
	add := func(world string, more ...verifierCase) { cases[world] = append(cases[world], more...) }
	for _, s := range append([]*site{sample}, others.all()...) {
		add("published", s.published(t)...)
		add("published", s.tampered(t, s == sample)...)
	}
	stranger := newStranger(t)
	add("published", stranger.forged(t, sample, refused)...)

	published, changed := newWorld(t), newWorld(t)
	for _, s := range append([]*site{sample}, others.all()...) {
		published.serve(t, s, s.out)
		published.remove(s.at.URL(address.KeyFile(nobody)))
		for id := range s.lost { // a key that others may have is not handed out
			published.remove(s.at.URL(address.KeyFile(s.kid(t, id))))
		}
	}
	changed.serve(t, sample, sample.out)
	stranger.takeOver(t, changed, sample)
	add("changed", stranger.forged(t, sample, valid)...)
	add("changed", renamed("signed with a key that the site has no more", sample.signed(t, refused))...)

	changed.serve(t, others.path, others.path.out)
	list := address.StatusList("revocation", 1)
	changed.replace(others.path.at.URL(list), others.path.everyBit(t, list))
	add("changed", renamed("a status list changed by somebody else", others.path.signed(t, refused))...)

	changed.serve(t, others.later, others.later.out)
	changed.remove(others.later.at.URL(list))
	add("changed", renamed("a status list that is gone", others.later.signed(t, refused))...)

	changed.serve(t, others.revoked, others.beforeRevocation)
	add("changed", renamed("the same credential before it was revoked", others.revoked.signed(t, valid))...)
	add("changed", others.revoked.swapPictures(t, changed)...)

	changed.serve(t, others.expired, others.expired.out)
	add("changed", others.expired.anotherDID(t, changed)...)

	t.Logf("%d sites issued and built in %s", len(others.all())+1, time.Since(began).Round(time.Millisecond))
	began = time.Now()
	verdicts := node.judge(t, map[string]*world{"published": published, "changed": changed}, cases)
	t.Logf("%d cases judged in %s", len(verdicts), time.Since(began).Round(time.Millisecond))
	t.Log("\n" + table(verdicts))
	for _, v := range verdicts {
		if v.Verdict != v.want {
			t.Errorf("%s: %s: %s says %q, want %q: %s", v.document, v.what, v.Verifier, v.Verdict, v.want, cmp.Or(v.Why, "no reason given"))
		}
	}
	everyVerifierHadWork(t, verdicts)
}

// The verdicts.
const (
	valid     = "valid"
	expired   = "expired"
	revoked   = "revoked"
	suspended = "suspended"
	refused   = "refused"
)

// verifiers lists every verifier, as testdata/interop/judge.mjs names them.
func verifiers() []string {
	return []string{
		"verifier-core", "verifier-core schema", "digitalbazaar/vc", "ajv strict", "ajv json-ld", "ajv profile", "jsonld safe",
		"jose did.json", "jose /keys/", "jose JWKS", "did-method-web", "baked OB 2.0", "baked OB 3.0",
	}
}

// verifierCase is one document before one verifier.
type verifierCase struct {
	Verifier string `json:"verifier"`
	URL      string `json:"url,omitempty"`  // where it is published
	Text     string `json:"text,omitempty"` // or the document itself
	Now      string `json:"now,omitempty"`  // the day on which it is judged; empty: today

	what     string // row of the table
	document string // for messages
	want     string
}

// verdict is what a verifier says of a case.
type verdict struct {
	verifierCase
	Verdict string `json:"verdict"`
	Why     string `json:"why"`
}

// renamed puts cases into another row of the table.
func renamed(what string, cases []verifierCase) []verifierCase {
	for i := range cases {
		cases[i].what = what
	}
	return cases
}

// everyVerifierHadWork fails where a verifier accepted nothing or, unless it
// only reads what is published, refused nothing: it would say the same of
// anything.
func everyVerifierHadWork(t *testing.T, verdicts []verdict) {
	t.Helper()
	said := map[string]map[string]int{}
	for _, v := range verdicts {
		if said[v.Verifier] == nil {
			said[v.Verifier] = map[string]int{}
		}
		said[v.Verifier][v.Verdict]++
	}
	for _, name := range verifiers() {
		if said[name][valid] == 0 {
			t.Errorf("%s accepted no document", name)
		}
		if said[name][refused] == 0 {
			t.Errorf("%s refused no document", name)
		}
	}
}

// table shows which verifier said what of which documents, and how often.
func table(verdicts []verdict) string {
	rows, cells := []string{}, map[[2]string]map[string]int{}
	for _, v := range verdicts {
		at := [2]string{v.what, v.Verifier}
		if cells[at] == nil {
			cells[at] = map[string]int{}
		}
		cells[at][v.Verdict]++
		if !slices.Contains(rows, v.what) {
			rows = append(rows, v.what)
		}
	}
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%s\n", row)
		for _, name := range verifiers() {
			if cell := cells[[2]string{row, name}]; len(cell) > 0 {
				fmt.Fprintf(&b, "    %-20s", name)
				for _, verdict := range slices.Sorted(maps.Keys(cell)) {
					fmt.Fprintf(&b, "  %s %d", verdict, cell[verdict])
				}
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}
