package enrol

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
)

// Order says how 03/04/2026 is read.
type Order int

// The orders. Nothing in a file says which country it comes from, so unless it
// is said, or a column proves it, such a day is refused.
const (
	Unsaid Order = iota
	DayFirst
	MonthFirst
)

var (
	clockForm   = regexp.MustCompile(`(?i)[,T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?( ?(z|utc|gmt))?$`)
	yearFirst   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	yearLast    = regexp.MustCompile(`^(\d{1,2})([-/.]) ?(\d{1,2})[-/.] ?(\d{4})$`)
	shortYear   = regexp.MustCompile(`^\d{1,2}[-/. ]+[\pL\d]{1,9}[-/. ]+'?\d{2}$`)
	wordsOfDay  = regexp.MustCompile(`[\pL\pM]+|\d+`)
	easternZero = [...]rune{'٠', '۰'} // the digits of Arabic, and of Persian and Urdu
)

// day is a day as a cell writes it.
type day struct {
	date   badge.Date // the zero Date where only an order tells it
	x, y   int        // the two numbers before the year, where the order matters
	year   int
	proves Order // which order it can alone have
	stored bool  // year, month, day: as a workbook stores it
}

// readDay reads a day, in any of the ways that leave no doubt; the order of
// those that do is for the caller to settle.
func readDay(text string) (day, error) {
	s := strings.TrimSpace(western(text))
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		d, err := badge.ParseDate(t.UTC().Format(time.DateOnly))
		return day{date: d}, err
	}
	if short := clockForm.ReplaceAllString(s, ""); short != "" {
		s = short
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		d, err := calendar(m[1], m[2], m[3])
		return day{date: d, stored: true}, err
	}
	if m := yearLast.FindStringSubmatch(s); m != nil {
		return numbered(m[1], m[3], m[4], m[2] == ".")
	}
	if shortYear.MatchString(s) {
		return day{}, fmt.Errorf("the year has two digits in %q", text)
	}
	return named(s, text)
}

// numbered reads two numbers and a year. Where full stops stand between them
// the day comes first, everywhere in the world.
func numbered(first, second, year string, dayFirst bool) (day, error) {
	d := day{x: number(first), y: number(second), year: number(year)}
	switch {
	case dayFirst || d.x == d.y:
		date, err := d.in(DayFirst)
		return day{date: date}, err
	case d.x > 12:
		d.proves = DayFirst
	case d.y > 12:
		d.proves = MonthFirst
	}
	if d.proves == Unsaid {
		return d, nil
	}
	var err error
	d.date, err = d.in(d.proves)
	return d, err
}

// in reads a day in an order.
func (d day) in(o Order) (badge.Date, error) {
	x, y := d.x, d.y
	if o == MonthFirst {
		x, y = y, x
	}
	return calendar(strconv.Itoa(d.year), strconv.Itoa(y), strconv.Itoa(x))
}

func calendar(year, month, day string) (badge.Date, error) {
	if len(month) == 1 {
		month = "0" + month
	}
	if len(day) == 1 {
		day = "0" + day
	}
	return badge.ParseDate(year + "-" + month + "-" + day)
}

// named reads a day whose month is a word: "Wednesday, 13 May 2026",
// "13. Mai 2026", "May 13, 2026".
func named(s, text string) (day, error) {
	var month, dom, year int
	for _, w := range wordsOfDay.FindAllString(s, -1) {
		if n, err := strconv.Atoi(w); err == nil {
			switch {
			case len(w) == 4 && year == 0:
				year = n
			case len(w) <= 2 && dom == 0:
				dom = n
			default:
				return day{}, errNoDay(text)
			}
			continue
		}
		if m := months[fold(w)]; m != 0 && month == 0 {
			month = m
		} else if m != 0 && m != month {
			return day{}, errNoDay(text)
		}
	}
	if month == 0 || dom == 0 || year == 0 {
		return day{}, errNoDay(text)
	}
	d, err := calendar(strconv.Itoa(year), strconv.Itoa(month), strconv.Itoa(dom))
	return day{date: d}, err
}

func errNoDay(text string) error { return fmt.Errorf("expected a day, found %q", text) }

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // at most four digits, by the forms above
	return n
}

// western writes Arabic digits as the forms above expect them.
func western(s string) string {
	return strings.Map(func(r rune) rune {
		for _, zero := range easternZero {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, s)
}

// months are the names of the months, folded, and how they are shortened.
var months = func() map[string]int {
	all := map[string]int{}
	for _, language := range []string{
		"January February March April May June July August September October November December",
		"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
		"Gennaio Febbraio Marzo Aprile Maggio Giugno Luglio Agosto Settembre Ottobre Novembre Dicembre",
		"gen feb mar apr mag giu lug ago set ott nov dic",
		"Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
		"Jänner Feber Mär Apr Mai Jun Jul Aug Sept Okt Nov Dez",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv févr mars avr mai juin juil août sept oct nov déc",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago sept oct nov dic",
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
	} {
		for i, name := range strings.Fields(language) {
			all[fold(name)] = i + 1
		}
	}
	return all
}()
