package badge

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/sosodev/duration"
)

// Date is a day of the calendar, in UTC. The zero Date is no day. It is four
// bytes: a site of a million awards keeps several of each. As JSON, digests of
// what was issued hold it, by the names of its fields: they stay.
type Date struct {
	Year       int16
	Month, Day uint8
}

// ParseDate reads a day written as YYYY-MM-DD and checks it against the calendar.
func ParseDate(s string) (Date, error) {
	if len(s) != len("2006-01-02") {
		return Date{}, errors.New("expected a day as YYYY-MM-DD")
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		if pe := (*time.ParseError)(nil); errors.As(err, &pe) && pe.Message != "" {
			return Date{}, errors.New("not a calendar date")
		}
		return Date{}, errors.New("expected a day as YYYY-MM-DD")
	}
	if t.Year() < 1900 || t.Year() > 2200 {
		return Date{}, errors.New("expected a year between 1900 and 2200")
	}
	return DateOf(t), nil
}

// DateOf returns the day of a moment, in UTC.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	y, m, d := t.UTC().Date()
	return Date{int16(y), uint8(m), uint8(d)}
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String formats the day as YYYY-MM-DD; no day is the empty string.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare orders days.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// Start is the first second of the day.
func (d Date) Start() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
}

// End is the last second of the day.
func (d Date) End() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 23, 59, 59, 0, time.UTC)
}

// Add returns the day a period later. A day that the later month does not
// have becomes its last: a year from 29 February ends on 28 February.
func (d Date) Add(p Period) Date {
	months := int(d.Month) - 1 + p.Months
	y, m := int(d.Year)+p.Years+months/12, time.Month(months%12+1)
	last := time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return DateOf(time.Date(y, m, min(int(d.Day), last), 0, 0, 0, 0, time.UTC).AddDate(0, 0, p.Days))
}

// Period is a length of time in whole days, months and years.
type Period struct {
	Years, Months, Days int
}

// ParsePeriod reads an ISO 8601 duration of whole days, weeks, months and
// years, for example P3Y or P18M, of a hundred years at most: dates have years
// of four digits.
func ParsePeriod(s string) (Period, error) {
	d, err := duration.Parse(s)
	switch {
	case err != nil:
		return Period{}, errors.New("expected a period such as P3Y, P18M or P90D")
	case d.Negative, d.Hours != 0, d.Minutes != 0, d.Seconds != 0:
		return Period{}, errors.New("expected whole days, weeks, months or years")
	case strings.ContainsAny(s, ".,"):
		return Period{}, errors.New("expected whole numbers")
	case !periodForm.MatchString(s): // such as P1Y1Y, which the library adds up to nothing that its author meant
		return Period{}, errors.New("expected a period such as P3Y, P18M or P90D")
	case d.Years > 100, max(d.Months, d.Weeks, d.Days) > maxDays: // a Date has no year of five digits to compare with
		return Period{}, errTooLong
	}
	p := Period{int(d.Years), int(d.Months), int(d.Weeks)*7 + int(d.Days)}
	if p.IsZero() {
		return Period{}, errors.New("expected a period longer than nothing")
	}
	if start := (Date{2000, 1, 1}); start.Add(p).Compare(Date{2100, 1, 1}) > 0 {
		return Period{}, errTooLong
	}
	return p, nil
}

// maxDays is how many days a hundred years have.
const maxDays = 36525

var (
	periodForm = regexp.MustCompile(`^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$`)
	errTooLong = errors.New("expected at most 100 years")
)

// IsZero reports whether p is no time at all.
func (p Period) IsZero() bool { return p == Period{} }

// String formats the period as ISO 8601.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	s := "P"
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "Y"}, {p.Months, "M"}, {p.Days, "D"}} {
		if part.n != 0 {
			s += fmt.Sprintf("%d%s", part.n, part.unit)
		}
	}
	return s
}
