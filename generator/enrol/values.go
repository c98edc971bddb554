package enrol

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
)

// values are what a row says, or what holds for all.
type values struct {
	name, email         string
	of                  *badge.Achievement
	says                string // the achievement, as an award file names it
	awarded, validUntil badge.Date
	results             []badge.Result // by assessment
	evidence            badge.Evidence
	by                  []string
	on                  badge.Date
	checked             string // "true", "false" or nothing
	person, language    string
	listing             string
}

// reader reads the rows of a sheet.
type reader struct {
	*sheet
	Options
	catalog *badge.Catalog
	named   map[string][]*badge.Achievement // by folded name
	fields  []Field                         // that a column or a default has: the achievement first, as grades are held against it
	orders  map[Field]Order                 // of a column's days, where it proves one
	mixed   map[Field]intake.Place          // columns whose days prove both
	turned  map[Field]intake.Place          // columns in which a spreadsheet took the month for the day
}

// byName lists the newest achievements by their names in every language.
func byName(c *badge.Catalog) map[string][]*badge.Achievement {
	all := map[string][]*badge.Achievement{}
	for _, a := range c.Achievements {
		if !a.Newest {
			continue
		}
		names := []string{fold(a.Name)}
		for _, t := range a.Translations {
			names = append(names, fold(t.Name))
		}
		slices.Sort(names)
		for _, n := range slices.Compact(names) {
			if n != "" {
				all[n] = append(all[n], a)
			}
		}
	}
	return all
}

func (r *reader) listFields() {
	all := map[Field]bool{}
	for f := range r.at {
		all[f] = true
	}
	for f := range r.Defaults {
		all[f] = true
	}
	delete(all, Achievement)
	r.fields = append([]Field{Achievement}, sorted(all)...)
}

// defaults refuses what is said for all rows and cannot hold for any.
func (r *reader) defaults() error {
	row := Row{v: &values{}}
	for _, f := range sorted(r.Defaults) {
		if f == Result || r.Defaults[f] == "" {
			continue // a grade is held against each row's achievement
		}
		if row.set(r, f, r.Defaults[f], intake.Place{}); len(row.Problems) > 0 {
			return &FlagError{Field: f, Text: row.Problems[0].Text, Mend: row.Problems[0].Mend}
		}
	}
	return nil
}

// settleOrders finds for each column of days the order that it proves.
func (r *reader) settleOrders() {
	r.orders, r.mixed, r.turned = map[Field]Order{}, map[Field]intake.Place{}, map[Field]intake.Place{}
	for f, column := range r.at {
		if !f.isDay() || r.Order != Unsaid {
			continue
		}
		var text intake.Place // a day that no spreadsheet took for one with the month first
		dates, low := 0, true
		for _, row := range r.Rows {
			d, err := readDay(row.At(column))
			if err != nil {
				continue
			}
			if d.stored {
				dates, low = dates+1, low && d.date.Day <= 12
			}
			if d.proves == Unsaid {
				continue
			}
			if was := r.orders[f]; was != Unsaid && was != d.proves {
				r.mixed[f] = r.place(row, f)
			}
			if r.orders[f] = d.proves; d.proves == DayFirst {
				text = r.place(row, f)
			}
		}
		if r.Sheet != "" && text.Row > 0 && dates > 0 && low {
			r.turned[f] = text
		}
	}
}

// place is where a row has a field: its cell or, where that is empty, where it
// would be.
func (s *sheet) place(row intake.Row, f Field) intake.Place {
	column := s.at[f]
	if c, ok := row.Cell(column); ok {
		return c.Place
	}
	at := rowPlace(s.Table, row)
	at.Column = column
	return at
}

// first is the first of some fields that a column has, or else the first.
func (s *sheet) first(fields ...Field) Field {
	if i := slices.IndexFunc(fields, func(f Field) bool { return s.at[f] != 0 }); i >= 0 {
		return fields[i]
	}
	return fields[0]
}

// row reads a row.
func (r *reader) row(i int) Row {
	of := r.Rows[i]
	row := Row{Place: rowPlace(r.Table, of), r: i, v: &values{}}
	for _, f := range r.fields {
		c, own := of.Cell(r.at[f])
		switch {
		case !own && (r.Defaults[f] == "" || f == Result && r.ownResult(of)):
		case !own:
			row.set(r, f, r.Defaults[f], row.Place)
		case c.Broken:
			row.wrong(c.Place, "mend the formula, or type the value", "the spreadsheet shows the error %s there", c.Text)
		case c.Formula && strings.HasPrefix(c.Text, "="):
			row.wrong(c.Place, "open the file in your spreadsheet and save it anew", "the formula there was never calculated")
		default:
			row.set(r, f, c.Text, c.Place)
		}
	}
	row.finish(r, of)
	return row
}

// ownResult reports whether a row says a result of its own.
func (r *reader) ownResult(row intake.Row) bool {
	return slices.ContainsFunc(r.fields, func(f Field) bool {
		_, ofOne := f.assessment()
		return (ofOne || f == Result) && row.At(r.at[f]) != ""
	})
}

var spaces = regexp.MustCompile(`[\s\x{a0}\x{2007}\x{202f}]+`)

// line makes one line of a text, in the one form that Unicode has for it.
func line(s string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(norm.NFC.String(s), " "))
}

// set reads the text of a field.
func (row *Row) set(r *reader, f Field, text string, at intake.Place) {
	v := row.v
	switch f {
	case Name, FirstName:
		v.name = line(text)
	case LastName:
		v.name = line(v.name + " " + text)
	case Email:
		v.email = row.address(text, at)
	case Achievement:
		row.setAchievement(r, text, at)
	case Awarded:
		v.awarded = row.day(r, f, text, at)
	case ValidUntil:
		v.validUntil = row.day(r, f, text, at)
	case AssessedOn:
		v.on = row.day(r, f, text, at)
	case Evidence:
		v.evidence.Name = line(text)
	case EvidenceURL:
		v.evidence.URL = line(text)
	case EvidenceOf:
		v.evidence.Description = norm.NFC.String(text)
	case Assessor:
		v.by = nil
		for name := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ';' || c == '\n' }) {
			if name = line(name); name != "" {
				v.by = append(v.by, name)
			}
		}
	case Checked:
		row.setChecked(text, at)
	case Person:
		v.person = line(text)
	case Language:
		v.language = line(text)
	case Listing:
		row.setListing(text, at)
	default: // a result, whose achievement is known by now
		key, _ := f.assessment()
		row.setResult(key, text, at)
	}
}

// address reads the one e-mail address of a cell.
func (row *Row) address(text string, at intake.Place) string {
	found := intake.AddressesIn(text)
	switch {
	case len(found) == 1 && found[0] == strings.ToLower(text):
		return found[0]
	case len(found) > 1:
		row.wrong(at, "keep the one to which the award belongs", "the cell holds %d e-mail addresses", len(found))
	case len(found) == 1:
		row.wrong(at, "write "+found[0], "expected an e-mail address alone, found %q", clip(text))
	default:
		row.wrong(at, "write for example ada@example.org", "not an e-mail address: %q", clip(text))
	}
	return ""
}

// setAchievement finds an achievement by its slug, a version of it, or its name.
func (row *Row) setAchievement(r *reader, text string, at intake.Place) {
	text = line(text)
	slug, version, pinned := strings.Cut(strings.ToLower(text), "@")
	n, err := strconv.Atoi(version)
	if of := r.catalog.Achievement(slug, n); of != nil && (!pinned || err == nil && n > 0) {
		row.v.of, row.v.says = of, strings.ToLower(text)
		return
	}
	switch named := r.named[fold(text)]; {
	case len(named) == 1:
		row.v.of, row.v.says = named[0], named[0].Slug
	case len(named) > 1:
		row.wrong(at, fmt.Sprintf("write %s or %s", named[0].Slug, named[1].Slug), "several achievements are called %q", clip(text))
	case len(r.catalog.Achievements) == 0:
		row.wrong(at, "start one with: sealpress new badge first-drill", "there is no achievement %q: the site has none yet", clip(text))
	default:
		var all []string
		for _, a := range r.catalog.Achievements {
			if a.Newest {
				all = append(all, a.Slug)
			}
		}
		if len(all) > 12 {
			all = append(all[:12], "…")
		}
		row.wrong(at, "write a name or a slug that there is: "+strings.Join(all, ", "), "there is no achievement %q", clip(text))
	}
}

// day reads a day, in the order that was said or that its column proves.
func (row *Row) day(r *reader, f Field, text string, at intake.Place) badge.Date {
	const write = "write year, month and day, for example 2026-05-14"
	d, err := readDay(text)
	switch {
	case err != nil:
		row.wrong(at, write, "%v", err)
		return badge.Date{}
	case r.Order != Unsaid && d.proves != Unsaid && d.proves != r.Order:
		row.wrong(at, write, "%q has no such month, read with the %s first", clip(text), map[Order]string{DayFirst: "day", MonthFirst: "month"}[r.Order])
		return badge.Date{}
	case d.stored && r.turned[f].Row > 0 && at.Column != 0:
		other := d.date
		other.Day, other.Month = other.Month, other.Day
		row.wrong(at, fmt.Sprintf("look it up where the list comes from, and write %s or %s; where the dates are right, say --dates day-first", other, d.date),
			"this may be another day: the column has dates and, where the day is past 12, text (see %s), as a spreadsheet makes that takes the month to be first", r.turned[f])
		return badge.Date{}
	case !d.date.IsZero():
		return d.date
	}
	order := r.Order
	if order == Unsaid {
		if _, both := r.mixed[f]; !both && at.Column != 0 {
			order = r.orders[f]
		}
	}
	if order != Unsaid {
		date, err := d.in(order)
		if err != nil {
			row.wrong(at, write, "%v in %q", err, clip(text))
		}
		return date
	}
	asDay, _ := d.in(DayFirst) // both are days: each number is at most 12
	asMonth, _ := d.in(MonthFirst)
	mend := fmt.Sprintf("write %s or %s, or say it for the whole file: --dates day-first, or --dates month-first", asDay, asMonth)
	if other, both := r.mixed[f]; both {
		row.wrong(at, mend, "%q can be two days, and other days of the column have now the day first, now the month (see %s)", clip(text), other)
	} else {
		row.wrong(at, mend, "%q can be two days", clip(text))
	}
	return badge.Date{}
}

func (row *Row) setChecked(text string, at intake.Place) {
	switch {
	case truths[fold(text)] || truths[text]:
		row.v.checked = "true"
	case untruths[fold(text)]:
		row.v.checked = "false"
	default:
		row.wrong(at, "write yes or no", "expected yes or no, found %q", clip(text))
	}
}

func (row *Row) setListing(text string, at intake.Place) {
	switch w := fold(text); {
	case w == string(badge.Listed) || truths[w] || truths[text]:
		row.v.listing = string(badge.Listed)
	case w == string(badge.Unlisted) || untruths[w]:
		row.v.listing = string(badge.Unlisted)
	default:
		row.wrong(at, "write listed or unlisted", "expected listed or unlisted, found %q", clip(text))
	}
}

// clip shortens a text that is shown.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
