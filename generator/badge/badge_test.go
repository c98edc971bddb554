package badge_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

func date(t testing.TB, s string) badge.Date {
	t.Helper()
	d, err := badge.ParseDate(s)
	if err != nil {
		t.Fatalf("ParseDate(%q): %v", s, err)
	}
	return d
}

func TestDatesAreCheckedAgainstTheCalendar(t *testing.T) {
	for _, s := range []string{"2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-5", "05.06.2026", "2026-05-14T00:00:00Z", "0000-01-01", "", "tomorrow"} {
		if d, err := badge.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
	for _, s := range []string{"2024-02-29", "2026-12-31", "1900-01-01"} {
		if got := date(t, s).String(); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
}

func TestAPeriodEndsOnADayThatThereIs(t *testing.T) {
	for _, c := range []struct{ from, period, want string }{
		{"2024-02-29", "P1Y", "2025-02-28"},
		{"2024-02-29", "P4Y", "2028-02-29"},
		{"2026-01-31", "P1M", "2026-02-28"},
		{"2026-11-30", "P18M", "2028-05-30"},
		{"2026-05-14", "P3Y", "2029-05-14"},
		{"2026-12-31", "P2W", "2027-01-14"},
		{"2026-01-31", "P1M1D", "2026-03-01"},
	} {
		p, err := badge.ParsePeriod(c.period)
		if err != nil {
			t.Fatalf("ParsePeriod(%q): %v", c.period, err)
		}
		if got := date(t, c.from).Add(p).String(); got != c.want {
			t.Errorf("%s + %s = %s, want %s", c.from, c.period, got, c.want)
		}
	}
	for _, s := range []string{"3 years", "P1.5Y", "-P1Y", "PT5H", "P0D", "", "P", "P101Y", "P36000Y"} {
		if p, err := badge.ParsePeriod(s); err == nil {
			t.Errorf("ParsePeriod(%q) = %v, want an error", s, p)
		}
	}
}

// DAT-05: a day ends with its last second in UTC, whatever zone the machine is in.
func TestADayEndsInUTC(t *testing.T) {
	if got, want := date(t, "2026-12-31").End().Format(time.RFC3339), "2026-12-31T23:59:59Z"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	kiribati := time.FixedZone("", 14*3600)
	if got := badge.DateOf(time.Date(2026, 6, 1, 1, 0, 0, 0, kiribati)).String(); got != "2026-05-31" {
		t.Errorf("a moment is taken for the day %s, want that of UTC", got)
	}
}

// The values were computed apart from this code: they must never change,
// because published addresses derive from them.
func TestAddressesNeverChange(t *testing.T) {
	seed, err := badge.ParseSeed(strings.Repeat("00", 16))
	if err != nil {
		t.Fatal(err)
	}
	key := badge.MakeKey("2026-05-first-aid", "k4f1")
	for edition, want := range []string{"3y4pbownyjid6brryik5csuzbm", "frb4zl42srovu7a4wwb3w5hjyi"} {
		if got := seed.ID(key, edition); got != want || !badge.ValidID(got) {
			t.Errorf("edition %d has the id %s, want %s", edition, got, want)
		}
	}
	if got, want := seed.Salt(key), "3bb74182f10f29431a76cac3f8d8b073"; got != want {
		t.Errorf("salt %s, want %s", got, want)
	}
}

func TestIDsDependOnSeedKeyAndEdition(t *testing.T) {
	seen := map[string]string{}
	for _, hex := range []string{strings.Repeat("00", 16), strings.Repeat("01", 16)} {
		seed, err := badge.ParseSeed(hex)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []badge.Key{"a/b", "a/b-1", "a-b/1", "ab/1"} {
			for edition := range 12 {
				id, what := seed.ID(k, edition), fmt.Sprint(hex, k, edition)
				if other, twice := seen[id]; twice {
					t.Errorf("%s and %s have one id", what, other)
				}
				seen[id] = what
			}
		}
	}
}

func TestSeedsThatAreTooWeakAreRefused(t *testing.T) {
	for _, s := range []string{"", "abc", "zz" + strings.Repeat("00", 16), strings.Repeat("00", 15)} {
		if _, err := badge.ParseSeed(s); err == nil {
			t.Errorf("ParseSeed(%q) is accepted", s)
		}
	}
}

func TestDecisionsAmountToAState(t *testing.T) {
	for _, c := range []struct {
		actions string
		state   badge.State
		edition int
	}{
		{"", badge.Standing, 0},
		{"suspend", badge.Suspended, 0},
		{"suspend reinstate", badge.Standing, 0},
		{"reinstate", badge.Standing, 0},
		{"revoke", badge.Revoked, 0},
		{"revoke reinstate", badge.Revoked, 0},
		{"revoke suspend", badge.Revoked, 0},
		{"revoke reissue", badge.Standing, 1},
		{"reissue reissue suspend", badge.Suspended, 2},
		{"reissue revoke", badge.Revoked, 1},
		{"erase", badge.Erased, 0},
		{"reissue erase reissue revoke", badge.Erased, 1},
	} {
		var list []*badge.Decision
		for a := range strings.FieldsSeq(c.actions) {
			list = append(list, &badge.Decision{Action: badge.Action(a)})
		}
		got := badge.Decided(list)
		if got.State != c.state || got.Edition != c.edition {
			t.Errorf("%q: %v, edition %d; want %v, edition %d", c.actions, got.State, got.Edition, c.state, c.edition)
		}
		if (got.State == badge.Standing) != (got.Last == nil) {
			t.Errorf("%q: the decision that led to %v is %v", c.actions, got.State, got.Last)
		}
	}
}

func TestNamesAreShownAsAsked(t *testing.T) {
	got := map[string]string{}
	for _, name := range []string{"Ada Rossi", "Ann-Marie O'Neill", "Þóra Jónsdóttir", "李 小龙", "Cher", "e\u0301lodie b.", "  "} {
		got[name] = badge.Recipient{Name: name}.Shown(badge.Initials)
	}
	want := map[string]string{"Ada Rossi": "A. R.", "Ann-Marie O'Neill": "A. O.", "Þóra Jónsdóttir": "Þ. J.", "李 小龙": "李. 小.", "Cher": "C.",
		"e\u0301lodie b.": "E\u0301. B.", "  ": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("initials (-want +got):\n%s", diff)
	}
	if got := (badge.Recipient{Name: "Ada"}).Shown(badge.NoName); got != "" {
		t.Errorf("a hidden name is shown as %q", got)
	}
}

func TestAMicroCredentialAlwaysNamesItsHolder(t *testing.T) {
	site := &badge.Site{Privacy: badge.Privacy{Names: badge.NoName}}
	award := &badge.Award{Names: badge.Initials, Recipient: badge.Recipient{Name: "Ada Rossi"}}
	if got := award.ShownNames(site, &badge.Achievement{Kind: badge.MicroCredential}); got != badge.FullName {
		t.Errorf("got %s", got)
	}
	if got := award.ShownNames(site, &badge.Achievement{Kind: badge.Badge}); got != badge.Initials {
		t.Errorf("got %s", got)
	}
}
