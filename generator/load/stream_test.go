package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

// large is a content folder with many awards, made when a file is opened, so
// that the folder itself needs no memory.
type large struct {
	fs.FS
	cohorts, awards int // awards in each cohort
	changed         map[string]bool
}

func newLarge(cohorts, awards int) *large {
	files := fstest.MapFS{}
	for name, text := range with(cohort, "-", "decisions/revoke-k2.yaml", "-") {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for i := range cohorts {
		files[fmt.Sprintf("awards/c%04d.yaml", i)] = &fstest.MapFile{}
	}
	return &large{files, cohorts, awards, map[string]bool{}}
}

func (l *large) Open(name string) (fs.File, error) {
	var i int
	if _, err := fmt.Sscanf(name, "awards/c%d.yaml", &i); err != nil {
		return l.FS.Open(name)
	}
	var b strings.Builder
	b.WriteString("achievement: first-drill\nawarded: 2026-05-14\nevidence:\n  - name: Sheet\n    description: Kept by us for six years\nassessed:\n  by: Tom Byrne\n  on: 2026-05-13\nawards:\n")
	for j := range l.awards {
		fmt.Fprintf(&b, "  k%d:\n    name: Person %d of %d\n    email: person%d@c%d.example.org\n    result: pass\n", j, j, i, j, i)
	}
	if l.changed[name] {
		b.WriteString("# changed\n")
	}
	return fstest.MapFS{name: {Data: []byte(b.String())}}.Open(name)
}

func (c *Content) keptAwards() int {
	n := 0
	for _, co := range c.awards.kept {
		n += len(co.Awards)
	}
	return n
}

// A large site streams through a small memory, and what is read again is what
// was read at first.
func TestAwardsAreNotHeldAtOnce(t *testing.T) {
	const cohorts, each = 300, 200 // 60,000 awards
	fsys := newLarge(cohorts, each)
	c, err := Dir(t.Context(), fsys, "content")
	if err != nil {
		t.Fatal(err)
	}
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most, n := heap(), uint64(0), 0
	first := map[int]*badge.Cohort{} // some, for comparison
	for i, co := range c.Cohorts(t.Context()) {
		if want := fmt.Sprintf("c%04d", i); co.Name != want || len(co.Awards) != each {
			t.Fatalf("cohort %d is %s with %d awards", i, co.Name, len(co.Awards))
		}
		n += len(co.Awards)
		if i%100 == 7 {
			first[i] = co
		}
		if i%50 == 49 {
			most = max(most, heap())
		}
	}
	if lines := printed(c); len(lines) > 0 {
		t.Fatal(lines)
	}
	if n != cohorts*each || c.CohortCount() != cohorts || len(c.CohortFiles()) != cohorts {
		t.Errorf("%d awards in %d cohorts", n, c.CohortCount())
	}
	if kept := c.keptAwards(); kept > remembered || kept != c.awards.size {
		t.Errorf("%d awards are kept, %d counted, %d allowed", kept, c.awards.size, remembered)
	}
	// An award needs some 700 bytes; all 60,000 would need 42 MiB.
	if grown := int64(most) - int64(before); grown > 30<<20 {
		t.Errorf("the heap grew by %d KiB", grown>>10)
	}
	for i, co := range first {
		if i < 200 && c.awards.kept[i] != nil {
			t.Errorf("cohort %d is still kept", i)
		}
		again, err := c.Cohort(i)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(co, again); diff != "" {
			t.Errorf("cohort %d read again (-first +again):\n%s", i, diff)
		}
		if twice, err := c.Cohort(i); err != nil || twice != again {
			t.Errorf("cohort %d was read a third time: %v", i, err)
		}
	}
	for i := range 80 { // as rendering does
		if _, err := c.Cohort(i); err != nil {
			t.Fatal(err)
		}
		if kept := c.keptAwards(); kept > remembered {
			t.Fatalf("after cohort %d %d awards are kept", i, kept)
		}
	}
}

// A small site is read once.
func TestSmallSitesAreReadOnce(t *testing.T) {
	c, first := read(t, newLarge(3, 100))
	c.fsys = fstest.MapFS{} // nothing can be read any more
	for i, want := range first {
		if got, err := c.Cohort(i); err != nil || got != want {
			t.Errorf("cohort %d: %v, %v", i, got == want, err)
		}
	}
}

// counting counts how often award files are opened.
type counting struct {
	fs.FS
	opened atomic.Int32
}

func (c *counting) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "awards/") {
		c.opened.Add(1)
	}
	return c.FS.Open(name)
}

// Who asks for a file that another is reading waits for that one reading.
func TestOneReadingForAllWhoWait(t *testing.T) {
	c, _ := read(t, newLarge(1, 2000))
	c.awards.kept, c.awards.order, c.awards.size = map[int]*badge.Cohort{}, nil, 0
	files := &counting{FS: c.fsys}
	c.fsys = files
	got := make([]*badge.Cohort, 16)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			var err error
			if got[i], err = c.Cohort(0); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, co := range got {
		if co != got[0] {
			t.Fatal("the file was parsed more than once")
		}
	}
	if n := files.opened.Load(); n != 1 || len(c.awards.reading) != 0 {
		t.Errorf("the file was opened %d times; %d readings go on", n, len(c.awards.reading))
	}
}

// A file that changed between being checked and being published stops the
// build, since nobody checked what it says now.
func TestChangedCohort(t *testing.T) {
	fsys := newLarge(2, 10)
	forgetful := func(fsys fs.FS) *Content {
		c, _ := read(t, fsys)
		c.awards.kept, c.awards.order, c.awards.size = map[int]*badge.Cohort{}, nil, 0
		return c
	}
	c := forgetful(fsys)
	fsys.changed["awards/c0000.yaml"] = true
	var changed *ChangedError
	if _, err := c.Cohort(0); !errors.As(err, &changed) || changed.File != "content/awards/c0000.yaml" {
		t.Errorf("a changed file gives %v", err)
	}
	if _, err := c.Cohort(1); err != nil {
		t.Errorf("the other file: %v", err)
	}
	c = forgetful(newLarge(2, 10))
	c.fsys = fstest.MapFS{}
	if _, err := c.Cohort(0); !errors.As(err, &changed) {
		t.Errorf("a removed file gives %v", err)
	}
	c = forgetful(newLarge(2, 10))
	c.fsys = swapping{c.fsys, "awards/c0000.yaml", nil, fs.ErrPermission}
	if _, err := c.Cohort(0); !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "reading content/awards/c0000.yaml: ") {
		t.Errorf("a file that cannot be read any more gives %v", err)
	}
}

// A cohort that could not be read is empty, the first time and later.
func TestBrokenCohortIsEmpty(t *testing.T) {
	for _, text := range []string{"", "- a\n", "\xff", "a: &a b\n"} {
		c, all := read(t, memory(with(cohort, text)))
		if len(all) != 1 || len(all[0].Awards) != 0 || !c.Broken(all[0].Place) {
			t.Fatalf("%q gives %+v", text, all)
		}
		again, err := c.Cohort(0)
		if diff := cmp.Diff(all[0], again); err != nil || diff != "" {
			t.Errorf("%q read again: %v\n%s", text, err, diff)
		}
	}
}

// Streaming ends with its context, and with its consumer.
func TestStreamingEnds(t *testing.T) {
	c, err := Dir(t.Context(), newLarge(100, 10), "content")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range c.Cohorts(t.Context()) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d cohorts", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n = 0
	for range c.Cohorts(ctx) {
		if n++; n == 3 {
			cancel()
		}
	}
	if n == 100 {
		t.Error("a cancelled context does not stop reading")
	}
	if _, err := Dir(ctx, newLarge(1, 1), "content"); !errors.Is(err, context.Canceled) {
		t.Errorf("loading with a cancelled context gives %v", err)
	}
}

func BenchmarkAwards(b *testing.B) {
	for _, size := range []struct{ cohorts, awards int }{{20, 500}, {1, 10_000}} {
		files := newLarge(size.cohorts, size.awards)
		fsys := fstest.MapFS{} // made once: what is measured is the reading
		for i := range size.cohorts {
			name := fmt.Sprintf("awards/c%04d.yaml", i)
			data, err := fs.ReadFile(files, name)
			if err != nil {
				b.Fatal(err)
			}
			fsys[name] = &fstest.MapFile{Data: data}
		}
		for name, text := range with(cohort, "-", "decisions/revoke-k2.yaml", "-") {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		b.Run(fmt.Sprintf("%d×%d", size.cohorts, size.awards), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, all := read(b, fsys); len(all) != size.cohorts {
					b.Fatalf("%d cohorts", len(all))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size.cohorts*size.awards), "ns/award")
		})
	}
}
