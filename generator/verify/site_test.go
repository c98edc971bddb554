package verify

import (
	"context"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"
	"time"
)

// today is a day on which most of the sample's credentials are valid.
var today = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// sample is the sample site as built.
func sample(t testing.TB) *Site {
	t.Helper()
	s, err := FindSite(os.DirFS("../../public"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func say(v Verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s)\n", v.Input, v.Outcome, v.Format)
	for _, c := range v.Checks {
		fmt.Fprintf(&b, "  %-8s %-12s %s [%s]\n", c.Result, c.Code, c.Say("en"), c.Evidence)
	}
	return b.String()
}

// Everything that is published of an award gets the verdict that its page
// tells.
func TestSample(t *testing.T) {
	site := sample(t)
	v := &Verifier{Now: today, Site: site}
	revoked := map[string]bool{}
	got := map[string]int{}
	var all []Verdict
	for out := range v.VerifyAll(context.Background(), site.Inputs()) {
		if out.Outcome == Revoked {
			revoked[path.Dir(out.Input)] = true
		}
		all = append(all, out)
	}
	for _, out := range all {
		got[path.Base(out.Input)+" "+out.Outcome.String()]++
		switch {
		case revoked[path.Dir(out.Input)]:
			if out.Outcome != Revoked {
				t.Errorf("a revoked award: %s", say(out))
			}
		case !out.ValidUntil.IsZero() && out.ValidUntil.Before(today):
			if out.Outcome != Expired {
				t.Errorf("an expired award: %s", say(out))
			}
		case out.Outcome != Valid:
			t.Error(say(out))
		}
		if out.Title == "" && out.Outcome == Valid || out.Issuer.Name == "" && out.Outcome == Valid {
			t.Errorf("%s: nothing is said of what was earned: %+v", out.Input, out)
		}
	}
	t.Log(got)
	if len(all) < 150 || len(revoked) == 0 {
		t.Errorf("the sample has %d inputs and %d revoked awards", len(all), len(revoked))
	}
}
