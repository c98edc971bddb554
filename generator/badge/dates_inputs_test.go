package badge_test

import (
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
)

// FuzzDate: a day that is printed is the day that was read, in every zone, and
// a period leads to a later day that can be printed as well (rows DAT-05, 07).
func FuzzDate(f *testing.F) {
	for _, day := range []string{"2024-02-29", "2024-02-30", "2023-02-29", "1900-01-01", "2200-12-31", "2026-12-31T23:59:59Z", "0000-00-00", "2026-5-14", "٢٠٢٦-٠٥-١٤"} {
		for _, period := range []string{"P1Y", "P18M", "P90D", "P5217W", "P1Y1Y", "P1YT", "P1.0Y", "P9999Y", "-P1Y", "P1D1Y", "P0D", "PT5H", "P0.99999999999999999999Y", "P99999999999999999999D", "P1M\n"} {
			f.Add(day, period)
		}
	}
	f.Fuzz(func(t *testing.T, day, period string) {
		p, errPeriod := badge.ParsePeriod(period)
		if errPeriod == nil {
			if again, err := badge.ParsePeriod(p.String()); err != nil || again != p {
				t.Errorf("the period %q is printed as %q, which is read as %v, %v", period, p, again, err)
			}
		}
		d, err := badge.ParseDate(day)
		if err != nil {
			return
		}
		if d.String() != day {
			t.Errorf("the day %q is printed as %q", day, d)
		}
		for _, hours := range []int{-12, 0, 14} {
			zone := time.FixedZone("", hours*3600)
			if badge.DateOf(d.Start().In(zone)) != d || badge.DateOf(d.End().In(zone)) != d {
				t.Errorf("%s is another day in zone %+d", d, hours)
			}
		}
		if errPeriod != nil {
			return
		}
		later := d.Add(p)
		if !d.Before(later) {
			t.Errorf("%s and %s is %s", d, p, later)
		}
		if at, err := time.Parse(time.RFC3339, later.End().Format(time.RFC3339)); err != nil || badge.DateOf(at) != later {
			t.Errorf("%s and %s is %s, which cannot be published: %v", d, p, later, err)
		}
	})
}
