package adopt

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// A run that was cut off after any file leaves a site that can be read, and the
// next run completes it to the same bytes.
func TestCutOffAtAnyFile(t *testing.T) {
	whole := func() (*world, *Planned) {
		w := newWorld(t)
		p := w.pile(true)
		if err := p.Folder(background, "academy", academy()); err != nil {
			t.Fatal(err)
		}
		return w, w.plan(p, Options{Learners: learners(t)})
	}
	w, plan := whole()
	w.write(plan.Files)
	want := maps.Clone(w.site)
	for n := range len(plan.Files) {
		w, plan := whole()
		w.write(plan.Files[:n])
		w.checked()
		p := w.pile(true)
		if err := p.Folder(background, "academy", academy()); err != nil {
			t.Fatal(err)
		}
		again := w.plan(p, Options{Learners: learners(t)})
		if len(again.Files) == 0 {
			t.Errorf("cut off after %d: nothing is left to be done", n)
		}
		w.write(again.Files)
		w.checked()
		if diff := cmp.Diff(texts(want), texts(w.site)); diff != "" {
			t.Errorf("cut off after %d (%s) (-whole +completed):\n%s", n, plan.Files[max(0, n-1)].Name, diff)
		}
	}
}

func texts(site fstest.MapFS) map[string]string {
	all := map[string]string{}
	for name, f := range site {
		all[name] = string(f.Data)
	}
	return all
}

// platform is a host with so many assertions of ten badges, each hashed with a
// salt of its own, and the list of its learners.
func platform(n int) (fstest.MapFS, *intake.Table) {
	const at = "https://large.example/"
	files := fstest.MapFS{}
	add := func(name, text string) {
		files[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "@/", at)), Mode: 0o644}
	}
	add("issuer.json", `{"@context":"https://w3id.org/openbadges/v2","type":"Profile","id":"@/issuer.json","name":"Large","url":"@/","email":"desk@large.example"}`)
	for b := range 10 {
		add(fmt.Sprintf("b/%d.json", b), fmt.Sprintf(`{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"@/b/%d.json","name":"Badge %d","description":"x","image":"@/b/%d.png","criteria":{"narrative":"Come along."},"issuer":"@/issuer.json"}`, b, b, b))
	}
	list := &intake.Table{File: "learners.csv"}
	row := func(i int, cells ...string) {
		r := intake.Row{Number: i, Width: len(cells)}
		for c, text := range cells {
			r.Cells = append(r.Cells, intake.Cell{Place: intake.Place{Row: i, Column: c + 1}, Text: text})
		}
		list.Rows = append(list.Rows, r)
	}
	row(1, "Name", "Email")
	for i := range n {
		email, salt := fmt.Sprintf("learner%d@example.org", i), fmt.Sprintf("%032x", i)
		row(i+2, fmt.Sprintf("Learner %c%c", 'A'+i%26, 'a'+i/26%26), email)
		add(fmt.Sprintf("a/%d.json", i), fmt.Sprintf(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"@/a/%d.json","recipient":{"type":"email","hashed":true,"salt":%q,"identity":%q},"badge":"@/b/%d.json","verification":{"type":"HostedBadge"},"issuedOn":"2020-05-14T00:00:00Z"}`,
			i, salt, ob2.Hash(email, salt), i%10))
	}
	return files, list
}

// A thousand awards come along in seconds, each with the name of its holder.
func TestAThousandAwards(t *testing.T) {
	w := newWorld(t)
	files, list := platform(1000)
	w.hosts["large.example"] = files
	l, err := NewLearners(list)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	p := w.pile(true)
	if err := p.Folder(background, "large", files); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(p, Options{Learners: l})
	t.Logf("%d awards in %v", plan.Number(New), time.Since(start))
	if plan.Number(New) != 1000 || plan.Nameless != 0 || len(plan.Achievements) != 10 {
		t.Errorf("%d new, %d without a name, %d achievements", plan.Number(New), plan.Nameless, len(plan.Achievements))
	}
	w.write(plan.Files)
	w.checked()
}

func BenchmarkPlan(b *testing.B) {
	files, list := platform(1000)
	for b.Loop() {
		w := newWorld(b)
		w.hosts["large.example"] = files
		l, err := NewLearners(list)
		if err != nil {
			b.Fatal(err)
		}
		p := w.pile(true)
		if err := p.Folder(background, "large", files); err != nil {
			b.Fatal(err)
		}
		if n := w.plan(p, Options{Learners: l}).Number(New); n != 1000 {
			b.Fatal(n)
		}
	}
}
