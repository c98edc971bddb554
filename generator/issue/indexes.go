package issue

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/store"
)

// blockSize is how many indexes of a status list a run reserves at once. Two
// branches that both issue reserve different blocks unless chance is against
// them, and then the chance of one index in both is small again.
const blockSize = 1024

// indexes hands out places in the status lists: each once, in blocks that
// belong to this run alone, in an order that tells nothing about who was
// awarded when.
type indexes struct {
	random   io.Reader
	suspends bool
	used     map[int]map[int]bool // list → blocks that were ever reserved
	list     int                  // the newest list
	left     []int                // indexes of the block at hand
	blocks   map[string][]int     // reserved by this run, for run.json
}

func newIndexes(s *store.Store, suspends bool, random io.Reader) *indexes {
	x := &indexes{random: bufio.NewReader(random), suspends: suspends, used: map[int]map[int]bool{}, list: 1, blocks: map[string][]int{}}
	reserve := func(list, block int) {
		if x.used[list] == nil {
			x.used[list] = map[int]bool{}
		}
		x.used[list][block] = true
		x.list = max(x.list, list)
	}
	for _, r := range s.Runs() {
		for name, blocks := range r.Blocks {
			var list int
			if _, err := fmt.Sscanf(name, credential.Revocation+"-%d", &list); err != nil {
				continue // blocks are noted under the revocations alone
			}
			for _, b := range blocks {
				reserve(list, b)
			}
		}
	}
	for r := range s.Records() {
		if r.Status.List > 0 {
			reserve(int(r.Status.List), int(r.Status.Index)/blockSize)
		}
	}
	return x
}

// next returns a place that nobody had.
func (x *indexes) next() (store.Status, error) {
	if len(x.left) == 0 {
		if err := x.reserve(); err != nil {
			return store.Status{}, err
		}
	}
	i := x.left[len(x.left)-1]
	x.left = x.left[:len(x.left)-1]
	return store.Status{List: int32(x.list), Index: int32(i), Suspends: x.suspends}, nil
}

// reserve takes a random free block of the newest list, or opens the next list
// where that one is full: a full list is never moved.
func (x *indexes) reserve() error {
	var free []int
	for b := range bitstring.MinEntries / blockSize {
		if !x.used[x.list][b] {
			free = append(free, b)
		}
	}
	if len(free) == 0 {
		x.list++
		return x.reserve()
	}
	n, err := x.below(len(free))
	if err != nil {
		return err
	}
	block := free[n]
	if x.used[x.list] == nil {
		x.used[x.list] = map[int]bool{}
	}
	x.used[x.list][block] = true
	name := fmt.Sprintf("%s-%d", credential.Revocation, x.list)
	x.blocks[name] = append(x.blocks[name], block)
	slices.Sort(x.blocks[name])
	x.left = make([]int, blockSize)
	for i := range x.left {
		x.left[i] = block*blockSize + i
	}
	for i := len(x.left) - 1; i > 0; i-- {
		j, err := x.below(i + 1)
		if err != nil {
			return err
		}
		x.left[i], x.left[j] = x.left[j], x.left[i]
	}
	return nil
}

// below returns a random number from 0 to n-1, each as likely as the other.
func (x *indexes) below(n int) (int, error) {
	for {
		var b [4]byte
		if _, err := io.ReadFull(x.random, b[:]); err != nil {
			return 0, fmt.Errorf("drawing a place in the status list: %w", err)
		}
		v := binary.LittleEndian.Uint32(b[:])
		if limit := ^uint32(0) - ^uint32(0)%uint32(n); v < limit {
			return int(v % uint32(n)), nil
		}
	}
}
