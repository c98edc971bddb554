package publish

import (
	"errors"
	"fmt"
	"strings"
)

// ErrLocked is returned at once when another run is publishing with the same
// work folder. The lock of a process that died is free.
var ErrLocked = errors.New("another run is publishing to the same output folder")

// ForeignError is returned, before anything was changed, for an output folder
// that Sealpress did not make.
type ForeignError struct {
	Path   string // the output folder as it was given
	Reason string // what is in the way: `it holds "notes.txt"`
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("output folder %s was not made by sealpress: %s; choose another folder", e.Path, e.Reason)
}

// LostError is returned, before anything was changed, when files that must not
// vanish are published but no longer in the plan.
type LostError struct {
	Files []string // all of them, sorted
}

func (e *LostError) Error() string {
	shown := e.Files
	rest := ""
	if len(shown) > maxReported {
		rest = fmt.Sprintf(" and %d more", len(shown)-maxReported)
		shown = shown[:maxReported]
	}
	return fmt.Sprintf("published files would be lost: %s%s", strings.Join(shown, ", "), rest)
}

// planError marks a mistake in the plan, and so in our own code.
func planError(file, format string, args ...any) error {
	return fmt.Errorf("plan entry %q: %s", file, fmt.Sprintf(format, args...))
}
