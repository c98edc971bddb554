package decide

import (
	"fmt"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/store"
)

// Award is an award that something is to be decided about.
type Award struct {
	Key       badge.Key
	Award     *badge.Award // as it stands in its file; nil where it is gone from there
	ID        string       // of the address of its present edition
	Pinned    string       // the id that the award pinned
	Decided   badge.Outcomes
	Decisions []*badge.Decision
	Issued    []*store.Record // every record of it in the store

	issuing bool // the site has issued something
}

// Decision is a decision about the award, still without words.
func (a *Award) Decision(action badge.Action, on badge.Date) badge.Decision {
	return badge.Decision{Award: a.Key, ID: a.Pinned, Action: action, On: on}
}

// StateError says that a decision would not change anything, or may not be
// made.
type StateError struct {
	Award  badge.Key
	Action badge.Action
	Reason string // in words
}

func (e *StateError) Error() string { return fmt.Sprintf("%s %s", e.Award, e.Reason) }

// Possible reports, as a *StateError, why an action is not open for the award
// as it stands.
func (a *Award) Possible(action badge.Action) error {
	no := func(format string, args ...any) error {
		return &StateError{a.Key, action, fmt.Sprintf(format, args...)}
	}
	since := ""
	if a.Decided.Last != nil {
		since = a.Decided.Last.On.String()
	}
	state := a.Decided.State
	switch {
	case action == badge.Erase:
		return nil // again, where it was interrupted
	case state == badge.Erased:
		return no("was erased on %s, and that is final", since)
	case a.Award == nil:
		return no("is not in its award file any more; restore it there first")
	case action == badge.Reissue:
		return a.reissuable()
	case action == badge.Revoke && state == badge.Revoked:
		return no("is revoked already, since %s", since)
	case action == badge.Suspend && state == badge.Suspended:
		return no("is suspended already, since %s", since)
	case action == badge.Suspend && state == badge.Revoked:
		return no("is revoked since %s, and so cannot be suspended", since)
	case action == badge.Reinstate && state == badge.Revoked:
		return no("is revoked since %s, and that is final; a new edition replaces it: sealpress reissue %s", since, a.Key)
	case action == badge.Reinstate && state != badge.Suspended:
		return no("is not suspended")
	}
	return nil
}

// reissuable refuses a new edition where the former one was not issued: until
// then the award can simply be edited.
func (a *Award) reissuable() error {
	if !a.issuing {
		return nil
	}
	no := func(format string, args ...any) error {
		return &StateError{a.Key, badge.Reissue, fmt.Sprintf(format, args...)}
	}
	latest := -1
	for _, r := range a.Issued {
		latest = max(latest, int(r.Edition))
	}
	switch {
	case latest >= a.Decided.Edition:
		return nil
	case a.Decided.Edition > 0:
		return no("is to be reissued already, since %s; correct its file, then: sealpress issue", a.Decided.Reissue.On)
	}
	return no("was not issued yet, so correcting its file is all that is needed")
}

// CanSuspend reports whether verifiers learn of a suspension: what is signed
// without a place in a list of suspensions stays valid for them.
func (a *Award) CanSuspend() bool {
	for _, r := range a.Issued {
		if int(r.Edition) == a.Decided.Edition && r.Status.List > 0 && !r.Status.Suspends {
			return false
		}
	}
	return true
}
