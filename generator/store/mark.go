package store

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// Mark sums up what is known of the issued awards of a file: equal marks promise
// equal records, in the same places of the same runs.
func (s *Store) Mark(cohort string) [sha256.Size]byte {
	h := sha256.New()
	if s == nil {
		return [sha256.Size]byte(h.Sum(nil))
	}
	prefix := cohort + "/"
	from, _ := slices.BinarySearchFunc(s.byAward, prefix, func(i int32, p string) int {
		return strings.Compare(string(s.records[i].Award), p)
	})
	b := make([]byte, 0, 256)
	for _, i := range s.byAward[from:] {
		r := &s.records[i]
		if !strings.HasPrefix(string(r.Award), prefix) {
			break
		}
		b = append(append(b[:0], r.Award...), 0)
		b = append(append(b, s.runs[r.run].Name...), 0)
		b = append(append(b, r.ID...), r.Binding[:]...)
		b = append(b, r.sum[:]...)
		for _, n := range []int64{int64(r.Edition), int64(r.segment), r.offset, int64(r.Status.List), int64(r.Status.Index)} {
			b = binary.AppendVarint(b, n)
		}
		b = append(b, yes(r.Signed), yes(r.Status.Suspends))
		h.Write(b)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func yes(b bool) byte {
	if b {
		return 1
	}
	return 0
}
