package enrol_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

const three = "Name;E-mail;Date;Badge\nAda Rossi;Ada@Example.org;2026-05-14;knots\nBo;bo@example.org;2026-05-14;knots\nBo;bo@example.org;2026-05-14;swim\n"

// Who imports a file again changes nothing: also where the site holds hashes
// alone, where a name was corrected, and where an address is written in
// capitals.
func TestImportedAgain(t *testing.T) {
	for _, hide := range []bool{false, true} {
		o := enrol.Options{HideEmails: hide}
		first := good(t, site(), three, o)
		if first.Count(enrol.New) != 3 || hide == strings.Contains(string(first.Data), "@") {
			t.Fatalf("hide %v: %d new\n%s", hide, first.Count(enrol.New), first.Data)
		}
		fsys := with(site(), first)
		for _, csv := range []string{three, strings.ToUpper(three), strings.ReplaceAll(three, "Bo;", "Bo Ek;")} {
			again := good(t, fsys, strings.Replace(csv, "NAME;E-MAIL;DATE;BADGE", "Name;E-mail;Date;Badge", 1), o)
			if again.Count(enrol.There) != 3 || again.Count(enrol.New) != 0 || again.Data != nil {
				t.Errorf("hide %v: %d new, %d there", hide, again.Count(enrol.New), again.Count(enrol.There))
			}
			if got := again.Rows[2].Key; got != "2026-05-14-import/a3" {
				t.Errorf("the third is %s", got)
			}
		}
		// A row more is one award more, in a file of its own.
		more := good(t, fsys, three+"Cy;cy@example.org;2026-05-14;swim\n", o)
		if more.Count(enrol.New) != 1 || more.File() != "awards/2026-05-14-swim.yaml" {
			t.Errorf("%d new in %s", more.Count(enrol.New), more.File())
		}
		if more := good(t, fsys, "Name;E-mail;Date;Badge\nX;x@example.org;2026-05-14;knots\nX;x@example.org;2026-05-14;swim\n", o); more.File() != "awards/2026-05-14-import-2.yaml" {
			t.Error(more.File())
		}
	}
}

// The hash that an import writes is the one that the award's document has.
func TestHashes(t *testing.T) {
	p := good(t, site(), three, enrol.Options{HideEmails: true})
	salt := badge.Seed(seed).Salt("2026-05-14-import/a1")
	for _, want := range []string{"    identity: " + ob2.Hash("ada@example.org", salt) + "\n", "    salt: \"" + salt + "\"\n"} {
		if !strings.Contains(string(p.Data), want) {
			t.Errorf("no %q in\n%s", want, p.Data)
		}
	}
}

// The same achievement again, on another day, is a mistake or a renewal; which,
// nobody can tell but the author.
func TestRepeats(t *testing.T) {
	for _, hide := range []bool{false, true} {
		fsys := with(site(), good(t, site(), three, enrol.Options{HideEmails: hide}))
		later := strings.ReplaceAll(three, "2026-05-14", "2026-06-14")
		p, err := plan(t, fsys, later, enrol.Options{HideEmails: hide})
		if err != nil {
			t.Fatal(err)
		}
		want := "c.csv:2, column C: the person has this achievement already: 2026-05-14-import/a1 of 2026-05-14 | where it was earned again, say --allow-repeat"
		if got := said(p); len(got) != 3 || got[0] != want {
			t.Errorf("%v", got)
		}
		again := good(t, fsys, later, enrol.Options{HideEmails: hide, AllowRepeat: true})
		if again.Count(enrol.New) != 3 {
			t.Errorf("%d new", again.Count(enrol.New))
		}
	}
	twice := three + "Ada;ADA@example.org;2026-05-14;knots\n"
	p, err := plan(t, site(), twice, enrol.Options{AllowRepeat: true})
	if got := fmt.Sprint(said(p)); err != nil || got != "[c.csv:5, column B: the same person gets the same achievement on the same day in row 2 | delete one of the two rows]" {
		t.Errorf("%v, %v", got, err)
	}
	twice = strings.Replace(twice, "Ada;ADA@example.org;2026-05-14", "Ada;ADA@example.org;2026-05-15", 1)
	p, err = plan(t, site(), twice, enrol.Options{})
	if got := fmt.Sprint(said(p)); err != nil || got != "[c.csv:5, column B: the same person gets the same achievement on another day in row 2 | delete one of the two rows, or, where it was earned again, say --allow-repeat]" {
		t.Errorf("%v, %v", got, err)
	}
	both := good(t, site(), twice, enrol.Options{AllowRepeat: true})
	// Imported once, the renewal is no question any more.
	if again := good(t, with(site(), both), twice, enrol.Options{}); again.Count(enrol.There) != 4 {
		t.Errorf("%d there", again.Count(enrol.There))
	}
}

// Errors that the site had before are none of the import's; what the new file
// makes wrong elsewhere is.
func TestErrorsElsewhere(t *testing.T) {
	const cohort = "achievement: knots\nawarded: 2026-05-14\nawards:\n  z1:\n    name: Ada\n    did: \"did:web:ada.example\"\n    person: p1\n"
	broken := site("awards/broken.yaml", "achievement: none\nawarded: 2026-05-14\nawards:\n  z1:\n    name: Ada\n    email: x@example.org\n")
	if p := good(t, broken, three, enrol.Options{}); p.Fails() {
		t.Error("it fails")
	}
	p, err := plan(t, site("awards/zz.yaml", cohort), "Name;E-mail;Date;Badge;Person\nAda;a@example.org;2026-05-14;knots;p1\n", enrol.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := said(p); len(got) != 1 || !strings.Contains(got[0], "the same person was awarded the same achievement on the same day") || !p.Fails() {
		t.Errorf("%v", got)
	}
}

// A large file is read in pieces, and what is wrong is still found at its cell.
func TestPieces(t *testing.T) {
	n := 3210
	if os.Getenv("SEALPRESS_LONG") != "" {
		n = 50_000
	}
	var b strings.Builder
	b.WriteString("Name;E-mail\n")
	for i := range n {
		name := fmt.Sprint("Learner ", i)
		if i == 1999 || i == 2000 || i == n-1 {
			name += "\u202e"
		}
		fmt.Fprintf(&b, "%s;l%d@example.org\n", name, i)
	}
	p, err := plan(t, site(), b.String(), enrol.Options{Defaults: all})
	if err != nil {
		t.Fatal(err)
	}
	var at []string
	for _, r := range p.Rows {
		for _, x := range r.Problems {
			at = append(at, x.Place.String())
		}
	}
	if got, want := fmt.Sprint(at), fmt.Sprintf("[c.csv:2001, column A c.csv:2002, column A c.csv:%d, column A]", n+1); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Hidden, an address is not left to be read in a text.
func TestAddressInAText(t *testing.T) {
	for _, hide := range []bool{false, true} {
		p, err := plan(t, site(), "Name;E-mail;Evidence;Assessor\nAda;ada@example.org;Sheet of ADA@example.org;Tom\nBo;bo@example.org;Sheet;bo@example.org\n", enrol.Options{HideEmails: hide, Defaults: all})
		if err != nil || p.Count(enrol.Wrong) != 2 || p.Rows[0].Problems[0].Place.Column != 3 || !strings.Contains(p.Rows[0].Problems[0].Text, "e-mail address") {
			t.Errorf("hide %v: %v, %v", hide, err, said(p))
		}
	}
}

// What package load would not read is not written.
func TestTooMuchForOneFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("Name;E-mail;Evidence;Evidence description\n")
	for i := range 600 {
		fmt.Fprintf(&b, "L %d;l%d@example.org;Sheet %d;%s\n", i, i, i, strings.Repeat("a: ", 900))
	}
	_, err := plan(t, site(), b.String(), enrol.Options{Defaults: all})
	if err == nil || err.Error() != "c.csv:1: one award file cannot hold 600 awards that say so much" {
		t.Errorf("%v", err)
	}
}
