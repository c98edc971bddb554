package enrol

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/intake"
)

// Column is a column of a spreadsheet and what it holds.
type Column struct {
	Place   intake.Place // of its heading
	Heading string
	Field   Field // empty: it is left out
	Said    bool  // because somebody said so, and not by its heading
}

// sheet is a table whose headings are understood.
type sheet struct {
	*intake.Table // its rows are those below the headings
	columns       []Column
	above         int // rows above the headings, which are left out
	at            map[Field]int
}

// sought is how many rows are searched for the headings: a title may stand
// above them.
const sought = 20

// readSheet finds the headings of a table, and what stands below each. Where the
// site's languages do not do, people wrote their list in another one.
func readSheet(t *intake.Table, o Options) (*sheet, error) {
	s, err := understand(t, o, headings(o.Languages))
	if err == nil {
		return s, nil
	}
	if s, otherwise := understand(t, o, headings(slices.Sorted(maps.Keys(spoken)))); otherwise == nil {
		return s, nil
	}
	return nil, err
}

func understand(t *intake.Table, o Options, known map[string][]Field) (*sheet, error) {
	if len(t.Rows) == 0 {
		return nil, &intake.Problem{Place: intake.Place{File: t.File, Sheet: t.Sheet}, Text: "nothing is in it", Mend: "is it the right file?"}
	}
	at, most := 0, 0
	for i, r := range t.Rows[:min(sought, len(t.Rows))] {
		if slices.ContainsFunc(r.Cells, func(c intake.Cell) bool { return len(intake.AddressesIn(c.Text)) > 0 }) {
			if i == 0 {
				return nil, &intake.Problem{Place: rowPlace(t, r), Text: "the first row holds an e-mail address where headings are expected",
					Mend: "add a row above it that says what each column holds, for example: " + strings.Join(exampleHeadings(len(r.Cells)), ", ")}
			}
			break
		}
		if n := said(r, o, known); n > most { // a title may be a word that heads columns elsewhere
			at, most = i, n
		}
	}
	s := &sheet{Table: &intake.Table{}, above: at, at: map[Field]int{}}
	*s.Table = *t
	head := t.Rows[at]
	s.Rows = t.Rows[at:]
	if err := s.Even(); err != nil {
		return nil, err
	}
	s.Rows = s.Rows[1:]
	for _, c := range head.Cells {
		s.columns = append(s.columns, Column{Place: c.Place, Heading: c.Text})
	}
	if err := s.recognise(o, known); err != nil {
		return nil, err
	}
	return s, s.complete(o)
}

func exampleHeadings(n int) []string {
	return []string{"Name", "E-mail", "Date", "Result"}[:max(2, min(n, 4))]
}

// said is how many headings of a row are known.
func said(r intake.Row, o Options, known map[string][]Field) int {
	n := 0
	for _, c := range r.Cells {
		heading := fold(c.Text)
		is := len(known[heading]) > 0
		for _, m := range []map[Field]string{o.Map, o.Remembered} {
			for _, h := range m {
				is = is || heading != "" && fold(h) == heading
			}
		}
		if is {
			n++
		}
	}
	return n
}

// recognise gives each column its field: first as somebody said now, then as
// somebody said before, then by its heading.
func (s *sheet) recognise(o Options, known map[string][]Field) error {
	taken, out := map[Field]bool{}, map[int]bool{}
	for _, name := range o.LeaveOut {
		i, err := s.find("--leave-out ", name)
		if err != nil {
			return err
		}
		out[i] = true
	}
	for _, f := range sorted(o.Map) {
		i, err := s.find("--map "+string(f)+"=", o.Map[f])
		if err != nil {
			return err
		}
		if first := s.columns[i].Field; first != "" {
			return &intake.Problem{Place: s.columns[i].Place, Text: fmt.Sprintf("the column is said to be both %s and %s", first, f), Mend: "say each column once"}
		}
		s.columns[i].Field, s.columns[i].Said, taken[f] = f, true, true
	}
	for _, f := range sorted(o.Remembered) {
		if i, err := s.find("", o.Remembered[f]); err == nil && !taken[f] && !out[i] && s.columns[i].Field == "" {
			s.columns[i].Field, s.columns[i].Said, taken[f] = f, true, true
		}
	}
	found := map[Field][]int{}
	for i, c := range s.columns {
		if c.Field != "" || out[i] {
			continue
		}
		fields := known[fold(c.Heading)]
		if f, ok := resultHeading(c.Heading, known); ok && len(fields) == 0 {
			fields = []Field{f}
		}
		fields = slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return taken[f] })
		if len(fields) > 1 {
			return &intake.Problem{Place: c.Place, Text: fmt.Sprintf("the heading %q can mean %s", c.Heading, list(fields, " or ")), Mend: "say which: " + mapping(fields[0], c)}
		}
		if len(fields) == 1 {
			found[fields[0]] = append(found[fields[0]], i)
		}
	}
	s.settleNames(found, taken, o)
	for _, f := range sorted(found) {
		columns := found[f]
		if len(columns) > 1 {
			first, again := s.columns[columns[0]], s.columns[columns[1]]
			what := f
			if f == someName {
				what = Name
			}
			if fold(first.Heading) == fold(again.Heading) {
				return &intake.Problem{Place: again.Place, Text: fmt.Sprintf("the heading %q stands twice", again.Heading), Mend: fmt.Sprintf("say which is meant: --map %s=%s", what, first.Place.Letter())}
			}
			return &intake.Problem{Place: again.Place, Text: fmt.Sprintf("both %q and %q can be the %s", first.Heading, again.Heading, what.title()), Mend: "say which: " + mapping(what, first)}
		}
		if f == someName {
			c := s.columns[columns[0]]
			return &intake.Problem{Place: c.Place, Text: fmt.Sprintf("%q stands beside columns that hold a name as well", c.Heading), Mend: "say what is in it: " + mapping(Name, c)}
		}
		s.columns[columns[0]].Field = f
	}
	for i, c := range s.columns {
		if c.Field != "" {
			s.at[c.Field] = s.columns[i].Place.Column
		}
	}
	return nil
}

// settleNames finds out what a heading that says "name" means, from those
// beside it. A whole name makes its parts superfluous.
func (s *sheet) settleNames(found map[Field][]int, taken map[Field]bool, o Options) {
	has := func(f Field) bool { return taken[f] || len(found[f]) > 0 }
	if o.Moodle && len(found[someName]) > 0 && !has(Achievement) && (has(Name) || has(FirstName)) {
		found[Achievement] = found[someName] // a custom report heads the badge's name so
		delete(found, someName)
	}
	if bare := found[someName]; len(bare) > 0 {
		to := someName
		switch first, last := has(FirstName), has(LastName); {
		case has(Name): // what it is cannot be told, and nobody needs it
			to = ""
		case first && !last:
			to = LastName
		case last && !first:
			to = FirstName
		case !first && !last:
			to = Name
		}
		if to != someName {
			delete(found, someName)
		}
		if to != "" && to != someName {
			found[to] = bare
		}
	}
	if has(Name) {
		delete(found, FirstName)
		delete(found, LastName)
	}
}

// resultHeading recognises "result practical" and "result:practical".
func resultHeading(heading string, known map[string][]Field) (Field, bool) {
	word, key, ok := strings.Cut(strings.TrimSpace(heading), ":")
	if !ok {
		word, key, ok = strings.Cut(strings.TrimSpace(heading), " ")
	}
	key = strings.ToLower(strings.Trim(key, " ()"))
	if !ok || key == "" || !slices.Contains(known[fold(word)], Result) {
		return "", false
	}
	return ResultOf(strings.ReplaceAll(key, " ", "-")), true
}

// find returns the column that a heading or a letter names. flag is what it was
// said with; what was kept from before names headings alone.
func (s *sheet) find(flag, name string) (int, error) {
	var exact, same []int
	for i, c := range s.columns {
		if c.Heading == name {
			exact = append(exact, i)
		}
		if fold(c.Heading) == fold(name) && fold(name) != "" {
			same = append(same, i)
		}
	}
	if len(exact) > 0 {
		same = exact
	}
	switch {
	case len(same) == 1:
		return same[0], nil
	case len(same) > 1:
		return 0, &intake.Problem{Place: s.head(), Text: flag + quoteArgument(name) + ": several columns are called so",
			Mend: "name it by its letter: " + flag + s.columns[same[0]].Place.Letter()}
	case flag != "":
		if i := s.lettered(name); i >= 0 {
			return i, nil
		}
	}
	return 0, &intake.Problem{Place: s.head(), Text: flag + quoteArgument(name) + ": there is no such column", Mend: "there are: " + s.listed()}
}

// lettered returns the column with a letter, also one without a heading where
// there is something in it; -1 where there is none.
func (s *sheet) lettered(letter string) int {
	if letter = strings.ToUpper(letter); len(letter) > 3 || strings.Trim(letter, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return -1
	}
	if i := slices.IndexFunc(s.columns, func(c Column) bool { return c.Place.Letter() == letter }); i >= 0 {
		return i
	}
	for _, r := range s.Rows {
		for _, c := range r.Cells {
			if c.Letter() == letter {
				at := s.head()
				at.Column = c.Column
				s.columns = append(s.columns, Column{Place: at})
				return len(s.columns) - 1
			}
		}
	}
	return -1
}

// head is the place of the row of headings.
func (s *sheet) head() intake.Place {
	at := s.columns[0].Place
	at.Column = 0
	return at
}

// listed names the columns that there are.
func (s *sheet) listed() string {
	var all []string
	for _, c := range s.columns {
		all = append(all, fmt.Sprintf("%s %q", c.Place.Letter(), c.Heading))
	}
	return strings.Join(all, ", ")
}

// complete wants a name and an e-mail address for each person.
func (s *sheet) complete(o Options) error {
	var missing []Field
	if s.at[Name]+s.at[FirstName]+s.at[LastName] == 0 {
		missing = append(missing, Name)
	}
	if s.at[Email] == 0 {
		missing = append(missing, Email)
	}
	if len(missing) == 0 {
		return nil
	}
	// Which column holds addresses is seen; whose names one holds is not, but
	// people write names first.
	addresses := s.holdsAddresses()
	var maps []string
	for _, f := range missing {
		i := addresses
		if f == Name {
			i = slices.IndexFunc(s.columns, func(c Column) bool { return c.Field == "" && (addresses < 0 || c != s.columns[addresses]) })
		}
		if i >= 0 {
			maps = append(maps, mapping(f, s.columns[i]))
		}
	}
	mend := "say which column it is, for example: "
	if len(missing) > 1 {
		mend = "say which columns they are, for example: "
	}
	switch {
	case o.Moodle && s.at[Email] == 0:
		mend = `add the column "Email address" to the report in Moodle, and download it again`
	case len(maps) < len(missing):
		mend = "add a column with it: a learner is known by a name and an address"
	default:
		mend += strings.Join(maps, " ")
	}
	return &intake.Problem{Place: s.head(), Text: fmt.Sprintf("no column is known to hold the %s; there are: %s", list(missing, " or the "), s.listed()), Mend: mend}
}

// holdsAddresses is the first column without a field that holds e-mail
// addresses, as far as the first rows show; -1 where none does.
func (s *sheet) holdsAddresses() int {
	return slices.IndexFunc(s.columns, func(c Column) bool {
		return c.Field == "" && slices.ContainsFunc(s.Rows[:min(sought, len(s.Rows))], func(r intake.Row) bool {
			return len(intake.AddressesIn(r.At(c.Place.Column))) > 0
		})
	})
}

// title is a field in a sentence.
func (f Field) title() string {
	switch f {
	case Name:
		return "learner's name"
	case Email:
		return "e-mail address"
	case Awarded:
		return "day of the award"
	case Checked:
		return "check of the identity"
	}
	return strings.ReplaceAll(string(f), "-", " ")
}

// mapping is the flag that says what a column holds.
func mapping(f Field, c Column) string { return "--map " + quoteArgument(string(f)+"="+c.Heading) }

// quoteArgument writes an argument as shells take it.
func quoteArgument(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.:@/") == "" {
		return s
	}
	return strconv.Quote(s)
}

func list(fields []Field, between string) string {
	var all []string
	for _, f := range fields {
		all = append(all, f.title())
	}
	return strings.Join(all, between)
}

// sorted lists the fields of a map as they are shown.
func sorted[V any](m map[Field]V) []Field {
	var all []Field
	for f := range m {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Field) int {
		if d := a.rank() - b.rank(); d != 0 {
			return d
		}
		return strings.Compare(string(a), string(b))
	})
	return all
}

func rowPlace(t *intake.Table, r intake.Row) intake.Place {
	return intake.Place{File: t.File, Sheet: t.Sheet, Row: r.Number}
}
