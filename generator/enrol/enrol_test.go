package enrol_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
)

const seed = "7b0c5e91d2a34f6880c1e2f3a4b5c6d7"

// site is a small content folder.
func site(more ...string) fstest.MapFS {
	files := map[string]string{
		"site.yaml":                "title: Harbour Skills\nurl: https://credentials.harbour.example/\nseed: " + seed + "\nlanguages: [en, it, de, fr, es, ar]\n",
		"issuer.md":                "---\nname: Harbour Skills\nurl: https://harbour.example/\nemail: us@harbour.example\n---\nWe.\n",
		"achievements/knots.md":    "---\nkind: badge\nname: Knots and Lines\ndescription: Ties knots.\nlanguage: en\n---\nTie six knots.\n",
		"achievements/knots.it.md": "---\nname: Nodi e cime\n---\nSei nodi.\n",
		"achievements/radio.md": "---\nkind: badge\nname: Radio\ndescription: Calls.\nlanguage: en\nassessment:\n  - key: call\n    type: practical-assessment\n    grades: [Pass, Merit]\n" +
			"  - key: paper\n    type: written-examination\n    grades: {from: 1, to: 10, pass: 5.5}\n---\nCall.\n",
		"achievements/swim.md": "---\nkind: badge\nname: Swim\ndescription: Swims.\nlanguage: en\nassessment:\n  - type: practical-assessment\n    grades: {from: 1, to: 6, pass: 4}\n---\nSwim.\n",
	}
	for i := 0; i < len(more); i += 2 {
		files[more[i]] = more[i+1]
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

var today = badge.Date{Year: 2026, Month: 12, Day: 1}

func awards(c *load.Content) iter.Seq[*badge.Award] {
	return func(yield func(*badge.Award) bool) {
		for _, co := range c.Cohorts(context.Background()) {
			for _, a := range co.Awards {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// plan plans the import of a CSV file and checks it with the site.
func plan(t testing.TB, fsys fstest.MapFS, csv string, o enrol.Options) (*enrol.Plan, error) {
	t.Helper()
	table, err := intake.Read("c.csv", []byte(csv), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return planTable(t, fsys, table, o)
}

func planTable(t testing.TB, fsys fstest.MapFS, table *intake.Table, o enrol.Options) (*enrol.Plan, error) {
	t.Helper()
	ctx := context.Background()
	c, err := load.Dir(ctx, fsys, "content")
	if err != nil {
		t.Fatal(err)
	}
	if o.Languages == nil {
		o.Languages = c.Catalog.Site.Languages
	}
	taken := map[string]bool{}
	for name := range fsys {
		if file, ok := strings.CutPrefix(name, "awards/"); ok {
			taken[strings.TrimSuffix(file, ".yaml")] = true
		}
	}
	p, err := enrol.Make(ctx, table, enrol.Site{Catalog: c.Catalog, Awards: awards(c), Taken: taken}, o)
	if err != nil {
		return nil, err
	}
	_, err = p.Check(ctx, fsys, c, today)
	return p, err
}

// good is plan where nothing may be wrong.
func good(t testing.TB, fsys fstest.MapFS, csv string, o enrol.Options) *enrol.Plan {
	t.Helper()
	p, err := plan(t, fsys, csv, o)
	if err != nil {
		t.Fatal(err)
	}
	if got := said(p); len(got) > 0 {
		t.Fatalf("%s\nof\n%s", strings.Join(got, "\n"), csv)
	}
	return p
}

// said is what is wrong with the rows of a plan, and what else was found.
func said(p *enrol.Plan) []string {
	var all []string
	for _, r := range p.Rows {
		for _, x := range r.Problems {
			all = append(all, x.Error()+" | "+x.Mend)
		}
	}
	for _, r := range p.Remarks {
		all = append(all, r.Finding.Severity.String()+": "+r.Finding.Message)
	}
	return all
}

// with adds the award file that a plan makes to a site.
func with(fsys fstest.MapFS, p *enrol.Plan) fstest.MapFS {
	fsys = maps.Clone(fsys)
	fsys[p.File()] = &fstest.MapFile{Data: p.Data}
	return fsys
}

var all = map[enrol.Field]string{enrol.Achievement: "knots", enrol.Awarded: "2026-05-14"}

func TestOneFileOfAwards(t *testing.T) {
	p := good(t, site(), `Participant,,,,
Name,E-mail,Date,Result,Evidence,Evidence link,Assessor,Assessed on,Identity checked,Person,Language,Listed,Notes
Ada  Rossi,ADA@example.org,2026-05-14,Merit,Log,https://x.example/1,Tom Byrne; Ruth Adeyemi,13.05.2026,yes,p1,it,yes,x
"=HYPERLINK(""x"")",o'neill-d'angelo@example.org,14.05.2026,"8,50",Log,https://x.example/2,Tom Byrne,13.05.2026,no,,,,
佐藤 美咲,misaki@example.org,14 May 2026,,,,,,,,,,
`, enrol.Options{Defaults: map[enrol.Field]string{enrol.Achievement: "Nodi e cime"}})
	want := `achievement: knots
awarded: 2026-05-14
awards:
  a1:
    name: Ada Rossi
    email: ada@example.org
    person: p1
    evidence:
      - name: Log
        url: https://x.example/1
    result: Merit
    assessed:
      by:
        - Tom Byrne
        - Ruth Adeyemi
      on: 2026-05-13
      identity-checked: true
    listing: listed
    language: it
  a2:
    name: "=HYPERLINK(\"x\")"
    email: o'neill-d'angelo@example.org
    evidence:
      - name: Log
        url: https://x.example/2
    result: "8.5"
    assessed:
      by: Tom Byrne
      on: 2026-05-13
      identity-checked: false
  a3:
    name: 佐藤 美咲
    email: misaki@example.org
`
	if diff := cmp.Diff(want, string(p.Data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p.File() != "awards/2026-05-14-knots.yaml" || p.Above != 1 || p.Count(enrol.New) != 3 {
		t.Errorf("%s, %d rows above, %d new", p.File(), p.Above, p.Count(enrol.New))
	}
}

// A row is read with what is said for all, and a cell counts before that.
func TestDefaultsAndCells(t *testing.T) {
	p := good(t, site(), "Name,E-mail,Badge,Result\nAda,ada@example.org,,6\nBo,bo@example.org,KNOTS,\nCy,cy@example.org,Swim,\"5,50\"\n", enrol.Options{
		Approved: badge.Approval{By: "Orla Keane", On: badge.Date{Year: 2026, Month: 5, Day: 14}},
		Defaults: map[enrol.Field]string{enrol.Achievement: "swim", enrol.Awarded: "13/05/2026", enrol.Result: "4", enrol.Assessor: "Tom Byrne", enrol.AssessedOn: "2026-05-10", enrol.Checked: "yes"}})
	want := `awarded: 2026-05-13
assessed:
  by: Tom Byrne
  on: 2026-05-10
  identity-checked: true
approved:
  by: Orla Keane
  on: 2026-05-14
awards:
  a1:
    name: Ada
    email: ada@example.org
    achievement: swim
    result: "6"
  a2:
    name: Bo
    email: bo@example.org
    achievement: knots
    result: "4"
  a3:
    name: Cy
    email: cy@example.org
    achievement: swim
    result: "5.5"
`
	if diff := cmp.Diff(want, string(p.Data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p.File() != "awards/2026-05-13-import.yaml" {
		t.Error(p.File())
	}
}

func TestSeveralAssessments(t *testing.T) {
	p := good(t, site(), "Name,E-mail,Result call,result:paper\nAda,ada@example.org,MERIT,\"7,50\"\n", enrol.Options{Defaults: map[enrol.Field]string{enrol.Achievement: "radio", enrol.Awarded: "2026-05-14"}})
	if !strings.Contains(string(p.Data), "results:\n  - assessment: call\n    grade: Merit\n  - assessment: paper\n    grade: \"7.5\"\n") {
		t.Errorf("%s", p.Data)
	}
}

// What is wrong with a row is said at its cell.
func TestProblems(t *testing.T) {
	const head = "Name,E-mail,Date,Result,Badge\n"
	for _, test := range []struct{ row, want string }{
		{",ada@example.org,2026-05-14,,knots", "c.csv:2, column A: there is no name | write the learner's name, or delete the row"},
		{"Ada,,2026-05-14,,knots", "c.csv:2, column B: there is no e-mail address | write the learner's address, or delete the row"},
		{"Ada,ada,2026-05-14,,knots", `c.csv:2, column B: not an e-mail address: "ada" | write for example ada@example.org`},
		{`Ada,"ada@example.org, a@example.org",2026-05-14,,knots`, "c.csv:2, column B: the cell holds 2 e-mail addresses | keep the one to which the award belongs"},
		{"Ada,Ada <Ada@example.org>,2026-05-14,,knots", `c.csv:2, column B: expected an e-mail address alone, found "Ada <Ada@example.org>" | write ada@example.org`},
		{"Ada,'ada@example.org,2026-05-14,,knots", `c.csv:2, column B: expected an e-mail address alone, found "'ada@example.org" | write ada@example.org`},
		{"Ada,ada@example.org,,,knots", "c.csv:2, column C: the day of the award is not said | say it for the whole file, for example: --date 2026-05-14"},
		{"Ada,ada@example.org,03/04/2026,,knots", `c.csv:2, column C: "03/04/2026" can be two days | write 2026-04-03 or 2026-03-04, or say it for the whole file: --dates day-first, or --dates month-first`},
		{"Ada,ada@example.org,13.05.26,,knots", `c.csv:2, column C: the year has two digits in "13.05.26" | write year, month and day, for example 2026-05-14`},
		{"Ada,ada@example.org,30/02/2026,,knots", `c.csv:2, column C: not a calendar date | write year, month and day, for example 2026-05-14`},
		{"Ada,ada@example.org,2026-12-24,,knots", `c.csv:2, column C: awarded on 2026-12-24, which is in the future`},
		{"Ada,ada@example.org,2026-05-14,fail,swim", `c.csv:2, column D: the result "fail" is not one of swim | write a number from 1 to 6`},
		{`Ada,ada@example.org,2026-05-14,"3,9",swim`, `c.csv:2, column D: the result "3,9" is not one of swim | 4 is needed to pass; award it to those who passed`},
		{"Ada,ada@example.org,2026-05-14,pass,radio", `c.csv:2, column D: radio has several assessments, and one result does not say which | say of which, a column for each: "Result call", "Result paper"`},
		{"Ada,ada@example.org,2026-05-14,,../knots", `c.csv:2, column E: there is no achievement "../knots" | write a name or a slug that there is: knots, radio, swim`},
		{"Ada,ada@example.org,2026-05-14,,", "c.csv:2, column E: what was awarded is not said | say it for the whole file: --achievement knots"},
		{"Ada\u202eRossi,ada@example.org,2026-05-14,,knots", "c.csv:2, column A: name: holds the invisible character U+202E"},
		{strings.Repeat("A", 200) + ",ada@example.org,2026-05-14,,knots", "c.csv:2, column A: name: has 200 characters, at most 120 are read"},
	} {
		p, err := plan(t, site(), head+test.row+"\n", enrol.Options{})
		if err != nil {
			t.Errorf("%s: %v", test.row, err)
			continue
		}
		got := strings.Join(said(p), "\n")
		if !strings.HasPrefix(got, test.want) || p.Count(enrol.Wrong) != 1 || !p.Fails() {
			t.Errorf("%s:\n got %s\nwant %s", test.row, got, test.want)
		}
	}
}

// What is wrong with a table as a whole is said with what would help.
func TestTables(t *testing.T) {
	for _, test := range []struct{ csv, want string }{
		{"", "c.csv: nothing is in it | is it the right file?"},
		{"Name,E-mail\n", "c.csv:1: there is no row below the headings | is it the right file, or the right sheet?"},
		{"Ada,ada@example.org\n", "c.csv:1: the first row holds an e-mail address where headings are expected | add a row above it that says what each column holds, for example: Name, E-mail"},
		{"Wer,E-Mail\nAda,ada@example.org\n", `c.csv:1: no column is known to hold the learner's name; there are: A "Wer", B "E-Mail" | say which column it is, for example: --map name=Wer`},
		{"Name,Ort der Prüfung\nAda,Ulm\n", `c.csv:1: no column is known to hold the e-mail address; there are: A "Name", B "Ort der Prüfung" | add a column with it: a learner is known by a name and an address`},
		{"Name,E-mail,Mail\nAda,a@x.org,b@x.org\n", `c.csv:1, column C: both "E-mail" and "Mail" can be the e-mail address | say which: --map email=E-mail`},
		{"Name,E-mail,E-Mail\nAda,a@x.org,b@x.org\n", `c.csv:1, column C: the heading "E-Mail" stands twice | say which is meant: --map email=B`},
		{"Name,First name,Last name,E-mail\nX,Ada,Rossi,a@x.org\n", `c.csv:1, column A: "Name" stands beside columns that hold a name as well | say what is in it: --map name=Name`},
		{"Name,E-mail\nAda,a@x.org\nBo\n", "c.csv:3: this row has 1 cells, and the first has 2 | is a separator missing, or a quote that closes too late?"},
		{"Name,E-mail\nAda,a@x.org,c\n", "c.csv:2, column C: this row has 3 cells, and the first has 2 | put a text that holds a separator into double quotes"},
	} {
		_, err := plan(t, site(), test.csv, enrol.Options{Defaults: all})
		x := (*intake.Problem)(nil)
		if !errors.As(err, &x) || x.Error()+" | "+x.Mend != test.want {
			t.Errorf("%q:\n got %v %+v\nwant %s", test.csv, err, x, test.want)
		}
	}
	_, err := plan(t, site(), "Name,E-mail\nAda,a@x.org\n", enrol.Options{Defaults: map[enrol.Field]string{enrol.Awarded: "03/04/2026"}})
	if x := (*enrol.FlagError)(nil); !errors.As(err, &x) || x.Field != enrol.Awarded || !strings.Contains(x.Mend, "write 2026-04-03 or 2026-03-04") {
		t.Errorf("%v", err)
	}
}

// The parts of a name are found by what stands beside them, in each language.
func TestNames(t *testing.T) {
	for _, test := range []struct{ head, row, want string }{
		{"Name;Vorname;E-Mail", "Rossi;Ada", "Ada Rossi"},
		{"Vorname;Nachname;E-Mail-Adresse", "Ada;Rossi", "Ada Rossi"},
		{"Cognome;Nome;E-mail", "Rossi;Ada", "Ada Rossi"},
		{"Nom;Prénom;Courriel", "Rossi;Ada", "Ada Rossi"},
		{"NOMBRE;APELLIDOS;CORREO ELECTRÓNICO", "Ada;Rossi", "Ada Rossi"},
		{"Full name;Surname;e-mail", "Ada Rossi;Rossi", "Ada Rossi"},
		{"Name;Teilnehmer/in;E-Mail", "Firma;Ada Rossi", "Ada Rossi"},
		{"الاسم;الهاتف;البريد الإلكتروني", "آدا روسي;1", "آدا روسي"},
		{"Cognome;Corso;E-mail", "Wulandari;x", "Wulandari"},
	} {
		p := good(t, site(), test.head+"\n"+test.row+";ada@example.org\n", enrol.Options{Defaults: all})
		if got := p.Rows[0].Name; got != test.want {
			t.Errorf("%s: %q, want %q", test.head, got, test.want)
		}
	}
}

// A list may be in a language that the site does not speak.
func TestListInAnotherLanguage(t *testing.T) {
	p := good(t, site(), "Nachname;Vorname;E-Mail-Adresse;Datum\nRossi;Ada;ada@example.org;14.05.2026\n",
		enrol.Options{Languages: []string{"en"}, Defaults: map[enrol.Field]string{enrol.Achievement: "knots"}})
	if r := p.Rows[0]; r.Name != "Ada Rossi" || r.Awarded.String() != "2026-05-14" {
		t.Errorf("%+v", r)
	}
}

func TestMap(t *testing.T) {
	const csv = "Wer;Kontakt;Wann;Name\nAda;ada@example.org;3.5.2026;Kurs\n"
	o := enrol.Options{Defaults: map[enrol.Field]string{enrol.Achievement: "knots"}, Map: map[enrol.Field]string{enrol.Name: "wer", enrol.Email: "B", enrol.Awarded: "Wann"}}
	p := good(t, site(), csv, o)
	if r := p.Rows[0]; r.Name != "Ada" || r.Awarded.String() != "2026-05-03" || p.Columns[3].Field != "" || !p.Columns[0].Said {
		t.Errorf("%+v", p)
	}
	kept := p.Remember(o.Map, nil)
	want := "# Which column of a spreadsheet holds what, where its heading does not tell.\n# Kept by sealpress import --map; change or delete what is no longer so.\n" +
		"columns:\n  name: Wer\n  email: Kontakt\n  date: Wann\n"
	if diff := cmp.Diff(want, string(kept)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// What was kept is read again, helps the next time, and is in nobody's way.
	c, err := load.Dir(context.Background(), site(enrol.RememberedFile, string(kept)), "content")
	if err != nil || c.Report.HasErrors() {
		t.Fatal(err, c.Report.Findings())
	}
	o.Map, o.Remembered = nil, map[enrol.Field]string{}
	for name, heading := range c.Columns {
		f, ok := enrol.ParseField(name)
		if !ok {
			t.Errorf("unknown field %s", name)
		}
		o.Remembered[f] = heading
	}
	if p := good(t, site(), csv, o); p.Rows[0].Name != "Ada" || p.Remember(nil, o.Remembered) != nil {
		t.Errorf("%+v", p.Rows[0])
	}
	good(t, site(), "Name;Email;Date\nAda;ada@example.org;2026-05-03\n", o)
	_, err = plan(t, site(), csv, enrol.Options{Map: map[enrol.Field]string{enrol.Name: "Anna"}})
	if x := (*intake.Problem)(nil); !errors.As(err, &x) || x.Text != "--map name=Anna: there is no such column" || x.Mend != `there are: A "Wer", B "Kontakt", C "Wann", D "Name"` {
		t.Errorf("%v", err)
	}
	if p := good(t, site(), "Name,E-mail,Language,\nAda,ada@example.org,English,3.5.2026\n", enrol.Options{LeaveOut: []string{"language"}, Defaults: all, Map: map[enrol.Field]string{enrol.Awarded: "d"}}); p.Rows[0].Awarded.String() != "2026-05-03" || p.Columns[2].Field != "" {
		t.Errorf("%+v", p.Rows[0])
	}
	_, err = plan(t, site(), csv, enrol.Options{LeaveOut: []string{"Z"}})
	if err == nil || err.Error() != "c.csv:1: --leave-out Z: there is no such column" {
		t.Errorf("%v", err)
	}
	_, err = plan(t, site(), csv, enrol.Options{Map: map[enrol.Field]string{enrol.Name: "A", enrol.Email: "Wer"}})
	if err == nil || err.Error() != "c.csv:1, column A: the column is said to be both name and email" {
		t.Errorf("%v", err)
	}
}

// Every field that can be kept is one that load knows.
func TestRememberedFields(t *testing.T) {
	said := map[enrol.Field]string{}
	head, row := "", ""
	for i, f := range append(enrol.Fields(), enrol.ResultOf("paper")) {
		said[f] = fmt.Sprintf("Spalte %d", i)
		head += said[f] + ";"
		row += "x;"
	}
	table, err := intake.Read("c.csv", []byte(head+"\n"+row+"\n"), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := planTable(t, site(), table, enrol.Options{Map: said})
	if err != nil {
		t.Fatal(err)
	}
	kept := p.Remember(said, nil)
	c, err := load.Dir(context.Background(), site(enrol.RememberedFile, string(kept)), "content")
	if err != nil || len(c.Report.Findings()) > 0 {
		t.Fatal(err, c.Report.Findings())
	}
	for f, heading := range said {
		if c.Columns[string(f)] != heading {
			t.Errorf("%s: %q, want %q", f, c.Columns[string(f)], heading)
		}
	}
}

// A custom report of Moodle heads the badge's name "Name".
func TestMoodle(t *testing.T) {
	const csv = "Name,Description,Full name,Email address,Date issued,Expiry date\n" +
		"Knots and Lines,Ties knots.,Ada Rossi,ada@example.org,\"Wednesday, 13 May 2026, 9:30 AM\",\"Thursday, 13 May 2027, 9:30 AM\"\n"
	p := good(t, site(), csv, enrol.Options{Moodle: true})
	if r := p.Rows[0]; r.Name != "Ada Rossi" || r.Says != "knots" || r.Awarded.String() != "2026-05-13" || !strings.Contains(string(p.Data), "valid-until: 2027-05-13\n") {
		t.Errorf("%+v\n%s", r, p.Data)
	}
	_, err := plan(t, site(), "Name,Full name,Date issued\nKnots,Ada,2026-05-13\n", enrol.Options{Moodle: true})
	if x := (*intake.Problem)(nil); !errors.As(err, &x) || !strings.Contains(x.Mend, `add the column "Email address" to the report in Moodle`) {
		t.Errorf("%v", err)
	}
}
