package issue

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/store"
)

const allBlocks = bitstring.MinEntries / blockSize

// place is a place in the status lists.
type place struct{ list, index int32 }

// drawn takes n places and fails where one was taken before.
func drawn(t *testing.T, x *indexes, seen map[place]bool, n int) []place {
	t.Helper()
	var all []place
	for range n {
		s, err := x.next()
		if err != nil {
			t.Fatal(err)
		}
		at := place{s.List, s.Index}
		if seen[at] {
			t.Fatalf("the place %v was handed out twice", at)
		}
		if s.Index < 0 || s.Index >= bitstring.MinEntries {
			t.Fatalf("the place %v is outside the list", at)
		}
		seen[at] = true
		all = append(all, at)
	}
	return all
}

// storeOf is a store of runs, each with the blocks that it reserved and the
// places that it gave away.
func storeOf(t *testing.T, runs ...func(*store.Run) []store.Status) *store.Store {
	t.Helper()
	s := siteIn(t, t.TempDir())
	for n, fill := range runs {
		at := noon.Add(time.Duration(n) * time.Minute)
		run := store.Run{Name: store.NewName(at, [4]byte{byte(n)}), Time: at, After: s.store().Heads()}
		places := fill(&run)
		w, err := store.Begin(s.root, "content", ".sealpress", run)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range places {
			key := badge.MakeKey("a", fmt.Sprint("k", n, "-", i))
			if err := w.Add(&store.Line{Award: key, ID: badge.Seed("00").ID(key, 0), JWS: "a..b", Credential: []byte("{}")}, p); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	return s.store()
}

// Places come once each, in blocks that the run reserves as it needs them.
func TestIndexesOnceEach(t *testing.T) {
	x := newIndexes(nil, true, random("a"))
	all := drawn(t, x, map[place]bool{}, 3*blockSize+1)
	reserved := map[int32]bool{}
	for _, b := range x.blocks["revocation-1"] {
		reserved[int32(b)] = true
	}
	if len(reserved) != 4 || !slices.IsSorted(x.blocks["revocation-1"]) || len(x.blocks) != 1 {
		t.Errorf("blocks %v, want four of the first list, in order", x.blocks)
	}
	used := map[int32]int{}
	for _, p := range all {
		if !reserved[p.index/blockSize] || p.list != 1 {
			t.Fatalf("the place %v is in no block that was reserved: %v", p, x.blocks)
		}
		used[p.index/blockSize]++
	}
	full := 0
	for _, n := range used {
		if n == blockSize {
			full++
		}
	}
	if full != 3 {
		t.Errorf("of the places %v came from each block; want three full blocks before the fourth", used)
	}
	if s, err := x.next(); err != nil || !s.Suspends {
		t.Errorf("%+v, %v; want a place in the list of suspensions too", s, err)
	}
}

// The order tells nothing: neither who came first, nor which block is next.
func TestIndexesAtRandom(t *testing.T) {
	first := drawn(t, newIndexes(nil, false, random("a")), map[place]bool{}, blockSize)
	if diff := cmp.Diff(first, drawn(t, newIndexes(nil, false, random("a")), map[place]bool{}, blockSize), cmp.AllowUnexported(place{})); diff != "" {
		t.Errorf("the same random bytes gave other places:\n%s", diff)
	}
	rising := 0
	for i := 1; i < len(first); i++ {
		if first[i].index > first[i-1].index {
			rising++
		}
	}
	if rising < blockSize*4/10 || rising > blockSize*6/10 {
		t.Errorf("%d of %d places are above the one before; want about half", rising, blockSize)
	}
	starts := map[int32]bool{}
	for i := range 40 {
		p := drawn(t, newIndexes(nil, false, random(fmt.Sprint(i))), map[place]bool{}, 1)
		starts[p[0].index/blockSize] = true
	}
	if len(starts) < 20 {
		t.Errorf("forty runs began in %d blocks alone", len(starts))
	}
}

// What any run reserved or gave away is never given again, be it noted as a
// block or seen in a record alone.
func TestIndexesOfTheStoreStay(t *testing.T) {
	free := map[int]bool{17: true, 90: true}
	st := storeOf(t,
		func(r *store.Run) []store.Status {
			r.Blocks = map[string][]int{"revocation-1": {}}
			for b := range allBlocks - 40 {
				if !free[b] {
					r.Blocks["revocation-1"] = append(r.Blocks["revocation-1"], b)
				}
			}
			return nil
		},
		func(*store.Run) []store.Status {
			var places []store.Status
			for b := allBlocks - 40; b < allBlocks; b++ {
				if !free[b] {
					places = append(places, store.Status{List: 1, Index: int32(b*blockSize + b)})
				}
			}
			return places
		})
	x := newIndexes(st, false, random("a"))
	seen := map[place]bool{}
	for _, p := range drawn(t, x, seen, 2*blockSize) {
		if p.list != 1 || !free[int(p.index)/blockSize] {
			t.Fatalf("the place %v belongs to an earlier run", p)
		}
	}
	// The list is full now: the next one is opened, and the old one stays.
	for _, p := range drawn(t, x, seen, blockSize+1) {
		if p.list != 2 {
			t.Fatalf("the place %v; want one in the second list", p)
		}
	}
	if diff := cmp.Diff(map[string]int{"revocation-1": 2, "revocation-2": 2}, map[string]int{"revocation-1": len(x.blocks["revocation-1"]), "revocation-2": len(x.blocks["revocation-2"])}); diff != "" {
		t.Errorf("blocks reserved (-want +got):\n%s", diff)
	}
}

// The newest list goes on, even where an earlier one has room: in another
// branch it may have been filled.
func TestNewestListGoesOn(t *testing.T) {
	st := storeOf(t, func(*store.Run) []store.Status { return []store.Status{{List: 3, Index: 5}} })
	for _, p := range drawn(t, newIndexes(st, false, random("a")), map[place]bool{}, 10) {
		if p.list != 3 || p.index < blockSize {
			t.Errorf("the place %v; want one in a new block of the third list", p)
		}
	}
}

// Numbers that would make the small ones likelier are drawn again.
func TestBelow(t *testing.T) {
	for _, n := range []uint32{1, 2, 3, 7, 127, 128, 1000, blockSize} {
		whole := uint32((1<<32)/uint64(n)*uint64(n) - 1) // the last number of the last whole round
		for v, want := range map[uint32]int{0: 0, n - 1: int(n - 1), n: 0} {
			if got, left := belowOf(t, n, v); got != want || left != 8 {
				t.Errorf("below(%d) of %d = %d with %d bytes unread, want %d", n, v, got, left, want)
			}
		}
		if whole != ^uint32(0) {
			if got, _ := belowOf(t, n, ^uint32(0), 5); got != int(5%n) {
				t.Errorf("below(%d) took %d, beyond the last whole round", n, ^uint32(0))
			}
			if got, _ := belowOf(t, n, whole+1, 5); got != int(5%n) {
				t.Errorf("below(%d) took %d, beyond the last whole round", n, whole+1)
			}
		}
	}
	const n, draws = 128, 128 * 1000
	x := &indexes{random: random("below")}
	counts := make([]int, n)
	for range draws {
		i, err := x.below(n)
		if err != nil {
			t.Fatal(err)
		}
		counts[i]++
	}
	chi := 0.0
	for _, c := range counts {
		chi += float64((c-draws/n)*(c-draws/n)) / (draws / n)
	}
	if chi > 200 { // of 127 degrees of freedom: once in a hundred thousand
		t.Errorf("chi-squared %.0f, want about 127: %v", chi, counts)
	}
}

// belowOf draws from the numbers that are given, and eight bytes more.
func belowOf(t *testing.T, n uint32, values ...uint32) (got, left int) {
	t.Helper()
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	r := bytes.NewReader(append(b, make([]byte, 8)...))
	got, err := (&indexes{random: r}).below(int(n))
	if err != nil {
		t.Fatal(err)
	}
	return got, r.Len()
}

func TestRandomThatEnds(t *testing.T) {
	x := newIndexes(nil, false, strings.NewReader("abc"))
	if s, err := x.next(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v, %v; want that the random bytes ended", s, err)
	}
}
