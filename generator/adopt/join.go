package adopt

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/verify"
)

// apart takes copies that were tampered with away from an award that was
// confirmed under the same id: they take nothing from it.
func apart(group []judged) (good, bad []judged) {
	genuine := map[string]bool{}
	for _, j := range group {
		if confirmed(j) {
			genuine[j.object.text("id")] = true
		}
	}
	for _, j := range group {
		if id := j.object.text("id"); j.outcome == verify.NotValid && id != "" && genuine[id] {
			bad = append(bad, j)
		} else {
			good = append(good, j)
		}
	}
	return good, bad
}

// join makes one award of the forms of it, or says why none can be made.
func (f *Found) join(group []judged, day badge.Date) {
	slices.SortStableFunc(group, func(a, b judged) int {
		return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(a.order, b.order))
	})
	lead := group[0]
	row := Row{From: froms(group), Why: lead.why, Mend: lead.mend, bare: true}
	for _, j := range group {
		if id := j.object.text("id"); id != "" {
			row.ids = append(row.ids, id)
		}
		row.bare = row.bare && (j.outcome != verify.NotValid || j.bare)
	}
	for _, j := range group {
		switch {
		case j.outcome == verify.Revoked:
			row.State, row.Why, row.Mend = Out, j.why, ""
			f.describe(&row, group)
			f.rows = append(f.rows, row)
			return
		case j.outcome == verify.NotValid:
			row.State, row.Why, row.Mend = Problem, j.why, j.mend
		}
	}
	a := award{from: row.From, order: lead.order, claim: lead.claim, text: lead.text, checked: day, outcome: outcomeOf(lead.outcome)}
	if err := a.gather(group); err != nil && row.State == "" {
		row.State, row.Why, row.Mend = Problem, err.Error(), "ask the platform which of them counts, and import that one alone"
	}
	if row.State == Problem {
		f.describe(&row, group)
		f.rows = append(f.rows, row)
		return
	}
	if lead.outcome == verify.CannotTell {
		a.why = lead.why
	}
	f.awards = append(f.awards, a)
}

// describe says what is known of an award of which nothing is made.
func (f *Found) describe(r *Row, group []judged) {
	for _, j := range group {
		if j.claim != nil {
			r.Title, r.Holder, r.On = j.claim.of.name, j.claim.holder.name, j.claim.issued
			return
		}
	}
	for _, j := range group {
		if j.sort == credential {
			c := readCredential(j.object)
			r.Title, r.Holder, r.On = c.of.name, c.holder.name, c.issued
		}
	}
}

// gather takes over from the other forms what the one that leads does not say.
// What was confirmed is not filled up from what was not.
func (a *award) gather(group []judged) error {
	c := claim{}
	if a.claim != nil {
		c = *a.claim
	}
	lead := group[0]
	for _, j := range group {
		if id := j.object.text("id"); id != "" && !slices.Contains(a.ids, id) {
			a.ids = append(a.ids, id)
		}
		if j.look != nil {
			a.looks = append(a.looks, j.look)
		}
		if j.claim == nil {
			continue
		}
		if id := j.claim.of.id; id != "" && !slices.Contains(a.classes, id) {
			a.classes = append(a.classes, id)
		}
		if lead.claim == nil || confirmed(lead) && !confirmed(j) {
			continue
		}
		switch o := j.claim; {
		case o.issued != c.issued:
			return fmt.Errorf("its forms name two days, %s and %s", c.issued, o.issued)
		case o.holder.name != "" && c.holder.name != "" && o.holder.name != c.holder.name:
			return errors.New("its forms name two persons")
		default:
			c.fill(o)
		}
	}
	a.claim = &c
	return nil
}

// fill takes over what another form of the same award says beside.
func (c *claim) fill(o *claim) {
	c.holder.add(o.holder)
	if len(c.evidence) == 0 {
		c.evidence = o.evidence
	}
	if c.until.IsZero() {
		c.until = o.until
	}
	d, e := &c.of, &o.of
	for _, f := range []struct{ to, from *string }{{&d.description, &e.description}, {&d.criteria, &e.criteria}, {&d.criteriaURL, &e.criteriaURL}, {&d.image, &e.image}, {&d.imageAlt, &e.imageAlt},
		{&d.language, &e.language}, {&d.form, &e.form}, {&d.ects, &e.ects}} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if len(d.tags) == 0 {
		d.tags = e.tags
	}
	if len(d.outcomes) == 0 {
		d.outcomes = e.outcomes
	}
	d.level, d.hours = cmp.Or(d.level, e.level), cmp.Or(d.hours, e.hours)
}

func confirmed(j judged) bool { return j.outcome == verify.Valid || j.outcome == verify.Expired }

func outcomeOf(o verify.Outcome) string {
	switch o {
	case verify.Valid:
		return "valid"
	case verify.Expired:
		return "expired"
	}
	return "unconfirmed"
}

// rank says which form of an award leads: one that was confirmed before one
// that was not, a signed one before a hosted one, JSON before a token.
func rank(j judged) int {
	n := 0
	if confirmed(j) {
		n += 10
	}
	switch j.format {
	case verify.DataIntegrity:
		n += 4
	case verify.Token:
		n += 3
	case verify.OB2Signed:
		n += 2
	case verify.OB2Hosted:
		n++
	}
	return n
}

// froms names where the forms of an award were found: the first one, and how
// many more.
func froms(group []judged) string {
	first, rest := group[0], map[string]bool{}
	for _, j := range group {
		if j.order < first.order {
			first = j
		}
	}
	for _, j := range group {
		if j.from != first.from {
			rest[j.from] = true
		}
	}
	switch len(rest) {
	case 0:
		return line(first.from, 300)
	case 1:
		return line(first.from, 300) + " and 1 other form"
	}
	return fmt.Sprintf("%s and %d other forms", line(first.from, 300), len(rest))
}
