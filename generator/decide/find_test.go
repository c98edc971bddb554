package decide

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/store"
)

func TestFind(t *testing.T) {
	files := content("decisions/2026-04-01-reissue-knots-k2.yaml", decided("knots/k2", "reissue", "2026-04-01"),
		"decisions/2026-04-02-reissue-one.yaml", decided("one/one", "reissue", "2026-04-02"),
		"decisions/2026-04-03-erase-gone-g1.yaml", decided("gone/g1", "erase", "2026-04-03"))
	for _, c := range []struct {
		names []string
		want  []badge.Key
	}{
		{[]string{"knots/k1"}, []badge.Key{"knots/k1"}},
		{[]string{"one/one"}, []badge.Key{"one/one"}},
		{[]string{"one"}, []badge.Key{"one/one"}},
		{[]string{"knots"}, []badge.Key{"knots/k1", "knots/k2"}},
		{[]string{"content/awards/knots.yaml"}, []badge.Key{"knots/k1", "knots/k2"}},
		{[]string{`content\awards\knots.yaml`}, []badge.Key{"knots/k1", "knots/k2"}},
		{[]string{"knots.yaml", "knots/k1", "one"}, []badge.Key{"knots/k1", "knots/k2", "one/one"}},
		{[]string{seed.ID("knots/k1", 0)}, []badge.Key{"knots/k1"}},
		{[]string{seed.ID("knots/k2", 0), "https://b.example/x/awards/" + seed.ID("knots/k2", 1) + "/"}, []badge.Key{"knots/k2"}},
		{[]string{"https://b.example/x/it/awards/" + seed.ID("knots/k2", 1) + "/badge.png?download"}, []badge.Key{"knots/k2"}},
		{[]string{"http://127.0.0.1:8080/x/awards/" + seed.ID("knots/k1", 0) + "#top"}, []badge.Key{"knots/k1"}},
		{[]string{"public/awards/abcdefghijklmnopqrstuvwxya/index.html"}, []badge.Key{"one/one"}},
		{[]string{seed.ID("id:abcdefghijklmnopqrstuvwxya", 1)}, []badge.Key{"one/one"}},
		{[]string{"gone/g1"}, []badge.Key{"gone/g1"}},
		{[]string{seed.ID("gone/g1", 0)}, []badge.Key{"gone/g1"}},
	} {
		var got []badge.Key
		for _, a := range found(t, files, c.names...) {
			got = append(got, a.Key)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("Find(%s) (-want +got):\n%s", strings.Join(c.names, ", "), diff)
		}
	}
	catalog, cohorts := loaded(t, files)
	for _, bad := range []string{"knots/k9", "k1", "rope", "", "https://b.example/", seed.ID("knots/k1", 1), "https://b.example/x/awards/" + seed.ID("nobody/n", 0) + "/"} {
		_, err := Find(catalog, cohorts, nil, []string{"knots/k1", bad})
		var unknown *UnknownError
		if !errors.As(err, &unknown) || unknown.Name != bad {
			t.Errorf("Find(%q) = %v, want an UnknownError", bad, err)
		} else if !slices.Contains(unknown.Known, "knots/k1") || !slices.Contains(unknown.Known, "one") {
			t.Errorf("Find(%q) knows %v", bad, unknown.Known)
		}
	}
}

// The id is that of the present edition; later editions of a pinned id derive
// from it.
func TestFindID(t *testing.T) {
	files := content("decisions/a.yaml", decided("knots/k2", "reissue", "2026-04-01"), "decisions/b.yaml", decided("one/one", "reissue", "2026-04-02"))
	for _, c := range []struct{ key, want string }{
		{"knots/k1", seed.ID("knots/k1", 0)}, {"knots/k2", seed.ID("knots/k2", 1)}, {"one/one", seed.ID("id:abcdefghijklmnopqrstuvwxya", 1)},
	} {
		if got := found(t, files, c.key)[0]; got.ID != c.want {
			t.Errorf("the id of %s is %s, want %s", c.key, got.ID, c.want)
		}
	}
}

func TestPossible(t *testing.T) {
	const k = "knots/k1"
	suspended := []string{"decisions/1.yaml", decided(k, "suspend", "2026-04-01")}
	revoked := []string{"decisions/1.yaml", decided(k, "revoke", "2026-04-01")}
	erased := []string{"decisions/1.yaml", decided(k, "erase", "2026-04-01")}
	for _, c := range []struct {
		files  []string
		action badge.Action
		want   string // in the error; empty: possible
	}{
		{nil, badge.Revoke, ""}, {nil, badge.Suspend, ""}, {nil, badge.Reissue, ""}, {nil, badge.Erase, ""},
		{nil, badge.Reinstate, "is not suspended"},
		{suspended, badge.Revoke, ""}, {suspended, badge.Reinstate, ""}, {suspended, badge.Reissue, ""}, {suspended, badge.Erase, ""},
		{suspended, badge.Suspend, "is suspended already, since 2026-04-01"},
		{revoked, badge.Reissue, ""}, {revoked, badge.Erase, ""},
		{revoked, badge.Revoke, "is revoked already, since 2026-04-01"},
		{revoked, badge.Suspend, "is revoked since 2026-04-01"},
		{revoked, badge.Reinstate, "is final"},
		{erased, badge.Erase, ""},
		{erased, badge.Revoke, "was erased on 2026-04-01"}, {erased, badge.Suspend, "was erased"}, {erased, badge.Reinstate, "was erased"}, {erased, badge.Reissue, "was erased"},
		{[]string{"decisions/1.yaml", decided(k, "reissue", "2026-04-01")}, badge.Revoke, ""},
		{[]string{"awards/knots.yaml", "-", "decisions/1.yaml", decided(k, "suspend", "2026-04-01")}, badge.Reinstate, "is not in its award file any more"},
	} {
		a := found(t, content(c.files...), k)[0]
		err := a.Possible(c.action)
		var state *StateError
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &state) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), k)) {
			t.Errorf("%s of an award with %v: %v, want %q", c.action, c.files, err, c.want)
		}
	}
}

// Where the site issues, a new edition follows an issued one, and a suspension
// needs a place in a list.
func TestIssuedAwards(t *testing.T) {
	record := func(edition int32, s store.Status) []*store.Record {
		return []*store.Record{{Award: "knots/k1", Edition: edition, Status: s}}
	}
	reissued := &badge.Decision{Action: badge.Reissue, On: today}
	for _, c := range []struct {
		issued   []*store.Record
		edition  int
		reissue  string
		suspends bool
	}{
		{nil, 0, "was not issued yet", true},
		{record(0, store.Status{}), 0, "", true},
		{record(0, store.Status{List: 1, Index: 7}), 0, "", false},
		{record(0, store.Status{List: 1, Index: 7, Suspends: true}), 0, "", true},
		{record(0, store.Status{List: 1, Index: 7}), 1, "is to be reissued already, since 2026-06-01", true},
		{record(1, store.Status{List: 1, Index: 7}), 1, "", false},
	} {
		a := Award{Key: "knots/k1", Award: &badge.Award{}, Issued: c.issued, issuing: true, Decided: badge.Outcomes{Edition: c.edition, Reissue: reissued}}
		err := a.Possible(badge.Reissue)
		if c.reissue == "" && err != nil || c.reissue != "" && (err == nil || !strings.Contains(err.Error(), c.reissue)) {
			t.Errorf("reissue of edition %d with %v: %v, want %q", c.edition, c.issued, err, c.reissue)
		}
		if got := a.CanSuspend(); got != c.suspends {
			t.Errorf("edition %d with %v can be suspended: %v, want %v", c.edition, c.issued, got, c.suspends)
		}
	}
}
