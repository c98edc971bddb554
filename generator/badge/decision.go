package badge

import "github.com/sealpress/sealpress/generator/source"

// Decision is what was decided about an award after it was made
// (content/decisions/<name>.yaml).
type Decision struct {
	Place  source.Place
	Award  Key
	ID     string // of the award's address, where the award had pinned it
	Action Action
	On     Date
	Reason string // one of Reasons; neutral, published
	Text   string // a public sentence
	Note   string // never published
}

// Action is what a decision does.
type Action string

// The actions.
const (
	Revoke    Action = "revoke"    // withdrawn for good
	Suspend   Action = "suspend"   // withdrawn for now
	Reinstate Action = "reinstate" // ends a suspension
	Reissue   Action = "reissue"   // replaced by a corrected edition
	Erase     Action = "erase"     // removed at the holder's request
)

// Actions lists every action.
func Actions() []Action { return []Action{Revoke, Suspend, Reinstate, Reissue, Erase} }

// Reasons lists the public reasons for a decision: short, neutral, and none
// that speaks about the person.
func Reasons() []string {
	return []string{
		"assessment-invalid",      // the assessment turned out not to count
		"awarded-in-error",        // should not have been awarded
		"corrected",               // replaced by a corrected edition
		"requirements-lapsed",     // a requirement of validity no longer holds
		"requested-by-holder",     // the holder asked for it
		"under-review",            // a suspension while it is looked into
		"issuer-key-compromised",  // signed with a key that others may have
		"accreditation-withdrawn", // the accreditation behind it ended
	}
}

// State is where an award stands after all decisions about it.
type State int

// The states. Expiry is no state: it depends on the reader's day.
const (
	Standing   State = iota
	Suspended        // withdrawn for now
	Revoked          // withdrawn for good
	Superseded       // replaced by a later edition
	Erased           // withdrawn at the holder's request
)

// String returns the state in one word.
func (s State) String() string {
	return [...]string{"standing", "suspended", "revoked", "superseded", "erased"}[s]
}

// Outcomes is the sum of all decisions about one award.
type Outcomes struct {
	Edition int       // 0 for the first; each reissue adds one
	State   State     // of that edition
	Last    *Decision // the decision that led to State; nil when Standing
	Reissue *Decision // the last reissue; nil when Edition is 0
}

// Decided returns what the decisions about an award amount to. The decisions
// must be about that award, by day: erasing is final, a revocation ends with a
// reissue alone.
func Decided(decisions []*Decision) Outcomes {
	var o Outcomes
	for _, d := range decisions {
		switch d.Action {
		case Erase:
			return Outcomes{Edition: o.Edition, State: Erased, Last: d, Reissue: o.Reissue}
		case Revoke:
			o.State, o.Last = Revoked, d
		case Suspend:
			if o.State == Standing {
				o.State, o.Last = Suspended, d
			}
		case Reinstate:
			if o.State == Suspended {
				o.State, o.Last = Standing, nil
			}
		case Reissue:
			o.Edition++
			o.State, o.Last, o.Reissue = Standing, nil, d
		}
	}
	return o
}
