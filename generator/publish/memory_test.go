package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"unsafe"
)

// A memory with any bit flipped, or cut short, changes nothing in the output.
func TestADamagedMemoryNeverChangesTheOutput(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	file := filepath.Join(workOf(o), memoryFile)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	next := sample().with(site{"index.html": "new", "awards/k4f9/index.html": "Cleo"})
	damage := map[string][]byte{"empty": {}, "cut": whole[:len(whole)-1], "cut by a record": whole[:len(whole)-recordBytes], "longer": append(whole[:len(whole):len(whole)], 0)}
	for at := 0; at < len(whole); at += 1 + len(whole)/60 {
		flipped := append([]byte(nil), whole...)
		flipped[at] ^= 1 << (at % 8)
		damage[fmt.Sprintf("bit flipped in byte %d", at)] = flipped
	}
	for name, data := range damage {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if p, err := openPlace(Options{Out: o.Out, failpoint: func(string) error { return nil }}); err != nil {
			t.Fatal(err)
		} else {
			if loadMemory(p).loaded {
				t.Errorf("%s: not noticed", name)
			}
			p.close()
		}
		if got := must(t, sample(), o); got.Written != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		expect(t, o.Out, sample())
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := must(t, next, o); got.Written != 2 {
			t.Errorf("%s: %+v", name, got)
		}
		expect(t, o.Out, next)
		must(t, sample(), o)
		_ = os.RemoveAll(filepath.Join(o.Out, "awards", "k4f9"))
		if err := os.WriteFile(file, whole, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAMemoryTakes48BytesAFile(t *testing.T) {
	if size := unsafe.Sizeof(record{}); size != 48 {
		t.Errorf("a record takes %d bytes", size)
	}
}

func TestTheSameRunsLeaveTheSameMemoryOfContent(t *testing.T) {
	a, b := folder(t), folder(t)
	must(t, sample(), a)
	must(t, sample(), b)
	ma, mb := load(t, a), load(t, b)
	if len(ma.known) != len(sample()) || len(mb.known) != len(sample()) {
		t.Fatalf("%d and %d records for %d files", len(ma.known), len(mb.known), len(sample()))
	}
	for i := range ma.known {
		x, y := ma.known[i], mb.known[i]
		x.modified, y.modified = 0, 0
		if x != y {
			t.Errorf("record %d: %+v and %+v", i, x, y)
		}
	}
}

func load(t *testing.T, o Options) *memory {
	t.Helper()
	p, err := openPlace(Options{Out: o.Out, failpoint: func(string) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	m := loadMemory(p)
	if !m.loaded {
		t.Fatal("no memory")
	}
	return m
}
