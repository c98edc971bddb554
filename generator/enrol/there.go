package enrol

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
)

// who is a person with what was awarded: two rows, or a row and an award, with
// one of these are the same but for the day.
type who struct{ email, slug string }

// whose returns the rows by who they are about, leaving out those that do not
// say it.
func (p *Plan) whose() map[who][]int {
	all := make(map[who][]int, len(p.Rows))
	for i := range p.Rows {
		if v := p.Rows[i].v; v.email != "" && v.of != nil {
			k := who{v.email, v.of.Slug}
			all[k] = append(all[k], i)
		}
	}
	return all
}

// findTwice finds rows that award the same thing to the same person again.
func (p *Plan) findTwice(repeats bool) {
	first := map[who]map[badge.Date]int{}
	for i := range p.Rows {
		row := &p.Rows[i]
		if row.v.email == "" || row.v.of == nil || row.v.awarded.IsZero() {
			continue
		}
		k := who{row.v.email, row.v.of.Slug}
		on := row.v.awarded
		if first[k] == nil {
			first[k] = map[badge.Date]int{on: i}
			continue
		}
		at := p.sheet.place(p.sheet.Rows[row.r], Email)
		if row.State == There {
			first[k][on] = i
			continue
		}
		if j, same := first[k][on]; same {
			row.wrong(at, "delete one of the two rows", "the same person gets the same achievement on the same day in row %d", p.Rows[j].Place.Row)
			continue
		}
		if !repeats {
			j := i
			for _, other := range first[k] {
				j = min(j, other)
			}
			row.wrong(at, "delete one of the two rows, or, where it was earned again, say --allow-repeat", "the same person gets the same achievement on another day in row %d", p.Rows[j].Place.Row)
		}
		first[k][on] = i
	}
}

// held is an award that the site has.
type held struct {
	key badge.Key
	on  badge.Date
}

// hashed is one of whose holder only a hash is known.
type hashed struct {
	held
	name string // folded
	sum  [32]byte
	salt string
}

// findThere finds rows whose awards the site has already.
func (p *Plan) findThere(ctx context.Context, awards iter.Seq[*badge.Award], repeats bool) error {
	rows := p.whose()
	slugs := map[string]bool{}
	for k := range rows {
		slugs[k.slug] = true
	}
	found := map[who][]held{}
	unknown := map[string][]hashed{}
	for a := range awards {
		slug := a.Achievement.Slug
		if !slugs[slug] {
			continue
		}
		h := held{a.Key, a.Awarded}
		if k := (who{a.Recipient.Email, slug}); len(rows[k]) > 0 {
			found[k] = append(found[k], h)
		}
		if sum, ok := sumOf(a.Recipient.Identity); ok {
			unknown[slug] = append(unknown[slug], hashed{h, fold(a.Recipient.Name), sum, a.Recipient.Salt})
		}
	}
	if err := p.findHashed(ctx, rows, unknown, found); err != nil {
		return err
	}
	for k, indexes := range rows {
		for _, i := range indexes {
			p.Rows[i].meet(p, found[k], repeats)
		}
	}
	return ctx.Err()
}

func sumOf(identity string) (sum [32]byte, ok bool) {
	digits, ok := strings.CutPrefix(strings.ToLower(identity), "sha256$")
	b, err := hex.DecodeString(digits)
	return [32]byte(append(b, make([]byte, 32)...)[:32]), ok && err == nil && len(b) == 32
}

// meet compares a row with what its person has of the same achievement.
func (row *Row) meet(p *Plan, has []held, repeats bool) {
	if row.State == Wrong && row.v.awarded.IsZero() {
		return
	}
	for _, h := range has {
		if h.on == row.v.awarded {
			// What is wrong with the row is wrong all the same: a grade, say, that was
			// mistyped since.
			if row.State == New {
				row.State, row.Key = There, h.key
			}
			return
		}
	}
	if len(has) > 0 && !repeats {
		row.wrong(p.sheet.placeOrRow(p.sheet.Rows[row.r], Awarded), "where it was earned again, say --allow-repeat",
			"the person has this achievement already: %s of %s", has[0].key, has[0].on)
	}
}

// maxTries bounds how many hashes are computed to find out who has an award
// already: some minutes on a small machine.
const maxTries = 500_000_000

// findHashed finds out whose the hashes are: by the name first, and by trying
// every address where the name is no help.
func (p *Plan) findHashed(ctx context.Context, rows map[who][]int, unknown map[string][]hashed, found map[who][]held) error {
	for slug, all := range unknown {
		left := all[:0]
		named := map[string][]string{} // folded name → addresses
		done := map[string]bool{}      // addresses all of whose rows are there
		for k, indexes := range rows {
			if k.slug == slug {
				for _, i := range indexes {
					n := fold(p.Rows[i].v.name)
					named[n] = append(named[n], k.email)
				}
			}
		}
		for _, h := range all {
			email, ok := h.holder(named[h.name])
			if !ok {
				left = append(left, h)
				continue
			}
			k := who{email, slug}
			found[k] = append(found[k], h.held)
			done[email] = len(rows[k]) == 1 && p.Rows[rows[k][0]].v.awarded == h.on || done[email]
		}
		var emails []string
		for k := range rows {
			if k.slug == slug && !done[k.email] {
				emails = append(emails, k.email)
			}
		}
		if len(emails)*len(left) > maxTries {
			return &intake.Problem{Place: p.sheet.head(), Text: fmt.Sprintf("%d rows would have to be compared with %d awards of %s that hold only hashes", len(emails), len(left), slug),
				Mend: "split the file into several"}
		}
		for i, email := range tryAll(ctx, left, emails) {
			if email != "" {
				k := who{email, slug}
				found[k] = append(found[k], left[i].held)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// holder finds the address that a hash is of.
func (h *hashed) holder(emails []string) (string, bool) {
	var room [320]byte
	for _, e := range emails {
		if sha256.Sum256(append(append(room[:0], e...), h.salt...)) == h.sum {
			return e, true
		}
	}
	return "", false
}

// tryAll finds, for each hash, the address that it is of; several at a time,
// because each is tried with all.
func tryAll(ctx context.Context, all []hashed, emails []string) []string {
	out := make([]string, len(all))
	if len(emails) == 0 {
		return out
	}
	var wait sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	for w := range n {
		wait.Go(func() {
			for i := w; i < len(all) && ctx.Err() == nil; i += n {
				out[i], _ = all[i].holder(emails)
			}
		})
	}
	wait.Wait()
	return out
}
