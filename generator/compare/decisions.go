package compare

import (
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Decision counts decisions of one kind that are new or gone.
type Decision struct {
	Action  badge.Action `json:"action"`
	Reason  string       `json:"reason,omitempty"`
	Added   int          `json:"added"`
	Changed int          `json:"changed"` // the reason or the words, the decision being the same
	Removed int          `json:"removed"` // taken back
}

// past says what a decision did.
var past = map[badge.Action]string{badge.Revoke: "revoked", badge.Suspend: "suspended", badge.Reinstate: "reinstated", badge.Reissue: "reissued", badge.Erase: "erased"}

// decisions compares what was decided, whatever file it stands in.
func decisions(was, is []*badge.Decision) []Decision {
	type one struct {
		award  badge.Key
		action badge.Action
		on     badge.Date
	}
	former := map[one][]*badge.Decision{}
	for _, d := range was {
		k := one{d.Award, d.Action, d.On}
		former[k] = append(former[k], d)
	}
	var out []Decision
	sum := func(d *badge.Decision) *Decision {
		for i := range out {
			if out[i].Action == d.Action && out[i].Reason == d.Reason {
				return &out[i]
			}
		}
		out = append(out, Decision{Action: d.Action, Reason: d.Reason})
		return &out[len(out)-1]
	}
	for _, d := range is {
		k := one{d.Award, d.Action, d.On}
		before := former[k]
		if len(before) == 0 {
			sum(d).Added++
			continue
		}
		if b := before[0]; b.Reason != d.Reason || b.Text != d.Text || b.Note != d.Note || b.ID != d.ID {
			sum(d).Changed++
		}
		former[k] = before[1:]
	}
	for _, d := range was {
		k := one{d.Award, d.Action, d.On}
		if slices.Contains(former[k], d) {
			sum(d).Removed++
		}
	}
	slices.SortFunc(out, func(a, b Decision) int {
		if i, j := slices.Index(badge.Actions(), a.Action), slices.Index(badge.Actions(), b.Action); i != j {
			return i - j
		}
		return strings.Compare(a.Reason, b.Reason)
	})
	return out
}

// decided counts the new decisions of one action.
func (c *Changes) decided(a badge.Action) int {
	n := 0
	for _, d := range c.Decisions {
		if d.Action == a {
			n += d.Added
		}
	}
	return n
}
