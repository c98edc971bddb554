package check

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sealpress/sealpress/generator/load"
)

// large is the base site with n more awards of a badge and n of the
// micro-credential, in cohorts of 500.
func large(tb testing.TB, n int) fstest.MapFS {
	tb.Helper()
	base, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	site := fstest.MapFS{}
	for _, f := range base.Files {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for first := 0; first < n; first += 500 {
		badges := "achievement: aed-basics\nawarded: 2026-04-11\nawards:\n"
		micros := cohortTop + "awards:\n"
		var b, m strings.Builder
		for i := first; i < min(n, first+500); i++ {
			who := fmt.Sprintf("  k%d:\n    name: Person Number%c%c\n    email: person%d@example.org\n", i, 'a'+i%26, 'a'+i/26%26, i)
			b.WriteString(who)
			m.WriteString(who + "    result: merit\n")
		}
		site[fmt.Sprintf("awards/badges-%04d.yaml", first/500)] = &fstest.MapFile{Data: []byte(badges + b.String())}
		site[fmt.Sprintf("awards/micros-%04d.yaml", first/500)] = &fstest.MapFile{Data: []byte(micros + m.String())}
	}
	return site
}

// 100,000 awards in 200 cohorts, half of them micro-credentials with a
// required step: Load reads them alone, Run loads and checks. What the rule
// book costs is the difference.
func BenchmarkLoad100000(b *testing.B) {
	site := large(b, 50_000)
	for b.Loop() {
		c, err := load.Dir(context.Background(), site, "content")
		if err != nil {
			b.Fatal(err)
		}
		for range c.Cohorts(context.Background()) {
		}
	}
}

func BenchmarkRun100000(b *testing.B) {
	site := large(b, 50_000)
	for b.Loop() {
		c, err := load.Dir(context.Background(), site, "content")
		if err != nil {
			b.Fatal(err)
		}
		if _, passed, err := Run(context.Background(), c, today); err != nil || !passed {
			b.Fatalf("passed %v, %v: %s", passed, err, shown(c.Report.Findings()[0]))
		}
	}
}

// The worst case: the same value missing from each of 10,000 awards of one
// file that cannot share a place.
func BenchmarkFindings10000(b *testing.B) {
	site := large(b, 0)
	var all strings.Builder
	all.WriteString("achievement: first-drill\nawarded: 2026-04-11\nawards:\n")
	for i := range 10_000 {
		fmt.Fprintf(&all, "  k%d:\n    name: Person\n", i)
	}
	site["awards/all.yaml"] = &fstest.MapFile{Data: []byte(all.String())}
	for b.Loop() {
		c, err := load.Dir(context.Background(), site, "content")
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := Run(context.Background(), c, today); err != nil {
			b.Fatal(err)
		}
		if n := len(c.Report.Findings()); n != 10_000 {
			b.Fatalf("%d findings", n)
		}
	}
}
