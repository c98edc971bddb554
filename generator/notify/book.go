package notify

import (
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// Book is a list of e-mail addresses among which that of a learner is found
// where the award holds only its salted hash. Nobody is asked: the hash of each
// address with the award's salt is computed and compared.
type Book struct {
	addresses []string
	used      []bool
	beside    map[string][]int // text of a cell → addresses in its row
}

// NewBook takes the addresses of a spreadsheet. What else stands in a row helps
// to find them sooner, and counts for nothing.
func NewBook(t *intake.Table) *Book {
	b := &Book{beside: map[string][]int{}}
	rows := map[int][]int{}
	for i, a := range t.Addresses() {
		b.addresses = append(b.addresses, a.Text)
		rows[a.Row] = append(rows[a.Row], i)
	}
	b.used = make([]bool, len(b.addresses))
	for _, r := range t.Rows {
		if found := rows[r.Number]; len(found) > 0 {
			for _, c := range r.Cells {
				b.beside[folding(c.Text)] = append(b.beside[folding(c.Text)], found...)
			}
		}
	}
	return b
}

func folding(name string) string { return strings.ToLower(line(name)) }

// Len is how many addresses there are.
func (b *Book) Len() int { return len(b.addresses) }

// Unused is how many addresses belong to nobody who was looked for.
func (b *Book) Unused() int {
	n := 0
	for _, used := range b.used {
		if !used {
			n++
		}
	}
	return n
}

// Find returns the address whose hash an award holds. ok is false where none of
// them has it.
func (b *Book) Find(r badge.Recipient) (address string, ok bool) {
	if r.Identity == "" {
		return "", false
	}
	has := func(i int) bool {
		if !strings.EqualFold(ob2.Hash(b.addresses[i], r.Salt), r.Identity) {
			return false
		}
		b.used[i] = true
		return true
	}
	for _, i := range b.beside[folding(r.Name)] {
		if has(i) {
			return b.addresses[i], true
		}
	}
	for i := range b.addresses {
		if has(i) {
			return b.addresses[i], true
		}
	}
	return "", false
}
