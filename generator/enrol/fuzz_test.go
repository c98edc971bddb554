package enrol_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// lawful holds a plan against what is promised of every import.
func lawful(t *testing.T, fsys fstest.MapFS, table *intake.Table, o enrol.Options) {
	p, err := planTable(t, fsys, table, o)
	if err != nil {
		return
	}
	if p.Count(enrol.New)+p.Count(enrol.There)+p.Count(enrol.Wrong) != len(p.Rows) {
		t.Fatal("a row is in no state")
	}
	for _, r := range p.Rows {
		if (r.State == enrol.Wrong) != (len(r.Problems) > 0) {
			t.Fatalf("%v with %v", r.State, r.Problems)
		}
		for _, x := range r.Problems {
			if x.Place.Row == 0 || x.Text == "" || strings.ContainsAny(x.Text, "\n\r") {
				t.Errorf("a problem without place or sentence: %+v", x)
			}
		}
	}
	if p.Fails() {
		return // nothing is written
	}
	if p.Count(enrol.New) == 0 {
		if p.Data != nil {
			t.Errorf("nothing is new, and a file is made")
		}
		return
	}
	// What is new is read as it was meant.
	after := with(fsys, p)
	c, err := load.Dir(context.Background(), after, "content")
	if err != nil {
		t.Fatal(err)
	}
	made := map[badge.Key]*badge.Award{}
	for a := range awards(c) {
		if cohort, _ := a.Key.Split(); cohort == p.Cohort {
			made[a.Key] = a
		}
	}
	if findings := c.Report.Findings(); c.Report.HasErrors() {
		t.Fatalf("what was written is not read: %v\n%s", findings, p.Data)
	}
	if len(made) != p.Count(enrol.New) {
		t.Fatalf("%d awards are read, of %d", len(made), p.Count(enrol.New))
	}
	for i, r := range p.Rows {
		if r.State != enrol.New {
			continue
		}
		a := made[r.Key]
		if a == nil || a.Recipient.Name != r.Name || a.Awarded != r.Awarded || !strings.HasPrefix(r.Says, a.Achievement.Slug) {
			t.Fatalf("row %d became %+v\n%s", i, a, p.Data)
		}
		if o.HideEmails && (a.Recipient.Email != "" || a.Recipient.Identity == "") || !o.HideEmails && a.Recipient.Email == "" {
			t.Fatalf("row %d became %+v", i, a.Recipient)
		}
		var got, want []string
		for _, g := range a.Results {
			if g.Grade != "" {
				got = append(got, g.Assessment+" "+g.Grade)
			}
		}
		for _, g := range r.Results {
			want = append(want, g.Assessment+" "+g.Grade)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("row %d (-want +got):\n%s", i, diff)
		}
	}
	// Imported again, it changes nothing, in either form.
	for _, hide := range []bool{o.HideEmails, !o.HideEmails} {
		o.HideEmails = hide
		again, err := planTable(t, after, table, o)
		if err != nil {
			t.Fatal(err)
		}
		if again.Count(enrol.There) != len(p.Rows) {
			t.Fatalf("imported again: %d of %d are there, %v", again.Count(enrol.There), len(p.Rows), said(again))
		}
	}
}

// FuzzMake: no bytes stop the planner, and what it would write is read as what
// was meant.
func FuzzMake(f *testing.F) {
	for _, s := range []string{
		three, "Name,E-mail\nAda,ada@example.org\n", "Nom;Prénom;Courriel;Date\nRossi;Ada;ada@example.org;13/05/2026\n",
		"Name;E-mail;Date;Badge;Result;Evidence;Evidence link;Assessor;Assessed on;Identity checked;Person;Language;Listed;Valid until\n" +
			"Ada \"A\" Rossi;ada@example.org;3.5.2026;swim;5,5;=Log: #1;https://x.example/;A;1.5.2026;yes;p;it;yes;2027-01-01\n",
		"Name\tE-mail\tResult call\tResult paper\tBadge\nnull\ta@b.example\tmerit\t7\tradio\n",
		"x\nName,E-mail,Date\n\"a\nb\",a@x.org,03/04/2026\nNO,b@x.org,13/04/2026\n",
		"الاسم;البريد الإلكتروني;التاريخ\n١;a@x.org;١٣/٠٥/٢٠٢٦\n",
	} {
		f.Add([]byte(s), uint8(0))
		f.Add([]byte(s), uint8(3))
	}
	fsys := site()
	f.Fuzz(func(t *testing.T, data []byte, how uint8) {
		table, err := intake.Read("c.csv", data, intake.Options{})
		if err != nil {
			return
		}
		if len(table.Rows) > 200 {
			return
		}
		o := enrol.Options{HideEmails: how&1 != 0, Moodle: how&4 != 0, AllowRepeat: how&8 != 0}
		if how&2 != 0 {
			o.Defaults = all
		}
		if how&16 != 0 {
			o.Order = enrol.DayFirst
		}
		lawful(t, fsys, table, o)
	})
}

// benchSite has so many awards of which only hashes are known.
func benchSite(hashed int) fstest.MapFS {
	fsys := site()
	for at := 0; at < hashed; at += 2500 {
		var b strings.Builder
		b.WriteString("achievement: swim\nawarded: 2025-05-14\nawards:\n")
		for i := at; i < min(at+2500, hashed); i++ {
			salt := fmt.Sprintf("%032x", i)
			fmt.Fprintf(&b, "  a%d:\n    name: Former %d\n    identity: %s\n    salt: \"%s\"\n", i, i, ob2.Hash(fmt.Sprintf("former%d@example.org", i), salt), salt)
		}
		fsys[fmt.Sprintf("awards/former-%d.yaml", at)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return fsys
}

func BenchmarkImport(b *testing.B) {
	for _, bench := range []struct {
		name   string
		rows   int
		hashed int
		hide   bool
		long   bool
	}{
		{"1000", 1000, 0, false, false}, {"1000/hidden", 1000, 0, true, false}, {"1000/among 10000 hashes", 1000, 10_000, false, false},
		{"50000", 50_000, 0, false, true}, {"50000/hidden", 50_000, 0, true, true},
	} {
		b.Run(bench.name, func(b *testing.B) {
			if bench.long && os.Getenv("SEALPRESS_LONG") == "" {
				b.Skip("takes seconds: set SEALPRESS_LONG=1")
			}
			fsys := benchSite(bench.hashed)
			for name, data := range map[string][]byte{"csv": []byte(asText(b, cohort(bench.rows), ';')), "xlsx": asWorkbook(b, cohort(bench.rows))} {
				b.Run(name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						table, err := intake.Read("c", data, intake.Options{})
						if err != nil {
							b.Fatal(err)
						}
						p, err := planTable(b, fsys, table, enrol.Options{HideEmails: bench.hide, Defaults: map[enrol.Field]string{enrol.Achievement: "swim"}})
						if err != nil || p.Count(enrol.New) != bench.rows {
							b.Fatal(err, said(p))
						}
					}
				})
			}
		})
	}
}
