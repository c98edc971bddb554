package enrol

import (
	"maps"
	"slices"
	"testing"
)

func TestDays(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"2026-05-13", "2026-05-13"},
		{"2026-05-13 10:30", "2026-05-13"},
		{"2026-05-13T10:30:00Z", "2026-05-13"},
		{"2026-05-13T23:30:00-05:00", "2026-05-14"},
		{"2026-05-13T10:30:00.123Z", "2026-05-13"},
		{"2026/5/3", "2026-05-03"},
		{"2026.05.03.", ""},
		{"13.05.2026", "2026-05-13"},
		{"3.4.2026", "2026-04-03"},
		{"03.04.2026 00:00:00", "2026-04-03"},
		{"3. 4. 2026", "2026-04-03"},
		{"13/05/2026", "2026-05-13"},
		{"05/13/2026", "2026-05-13"},
		{"5/13/2026 9:30 AM", "2026-05-13"},
		{"05/05/2026", "2026-05-05"},
		{"13-05-2026", "2026-05-13"},
		{"٢٠٢٦/٠٥/١٣", "2026-05-13"},
		{"13 May 2026", "2026-05-13"},
		{"May 13, 2026", "2026-05-13"},
		{"13-May-2026", "2026-05-13"},
		{"Wednesday, 13 May 2026, 9:30 AM", "2026-05-13"},
		{"mercoledì, 13 maggio 2026, 09:30", "2026-05-13"},
		{"Mittwoch, 13. Mai 2026, 09:30", "2026-05-13"},
		{"mercredi 13 mai 2026, 09:30", "2026-05-13"},
		{"miércoles, 13 de mayo de 2026, 09:30", "2026-05-13"},
		{"١٣ مايو ٢٠٢٦", "2026-05-13"},
		{"1. März 2026", "2026-03-01"},
		{"03/04/2026", "ambiguous"},
		{"3-4-2026", "ambiguous"},
		{"13.05.26", ""},
		{"13-May-26", ""},
		{"31/02/2026", ""},
		{"2026-13-01", ""},
		{"46155", ""},
		{"May 2026", ""},
		{"13 14 May 2026", ""},
		{"mar 13 mai 2026", ""},
		{"tomorrow", ""},
		{"", ""},
		{"13/05/1026", ""},
	} {
		d, err := readDay(test.text)
		got := d.date.String()
		if err == nil && d.date.IsZero() {
			got = "ambiguous"
		}
		if err != nil {
			got = ""
		}
		if got != test.want {
			t.Errorf("%q: %q (%v), want %q", test.text, got, err, test.want)
		}
	}
}

// A heading means one thing in a language, except where what stands beside it
// tells.
func TestWordsMeanOneThing(t *testing.T) {
	languages := slices.Sorted(maps.Keys(spoken))
	for _, language := range languages {
		for word, fields := range headings([]string{language}) {
			if len(fields) > 1 {
				t.Errorf("%s: %q is %v", language, word, fields)
			}
		}
		for _, f := range append(Fields(), someName) {
			if f == Person || len(spoken[language][f]) > 0 {
				continue
			}
			t.Errorf("%s: no heading is known for %s", language, f)
		}
	}
	// All at once: the site of six languages.
	for word, fields := range headings(languages) {
		if len(fields) > 1 {
			t.Errorf("%q is %v", word, fields)
		}
	}
}
