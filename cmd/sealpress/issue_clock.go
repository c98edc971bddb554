package main

import (
	"fmt"
	"runtime/debug"
	"time"

	"github.com/sealpress/sealpress/generator/store"
)

// A credential says when it was signed, and runs count in the order of time:
// one that was made by a clock from another age stands in the way of all later
// ones. So a clock that is before this very program, or far behind the time in
// which it may still be in use, is refused.
const (
	clockBehind = 24 * time.Hour
	clockAhead  = (10*365 + 33) * 24 * time.Hour
)

// released is when this program was made; zero where it does not know.
func released() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
			return t
		}
	}
	return time.Time{}
}

// plausible refuses a clock that cannot be right for a program of an age.
func plausible(now, made time.Time) error {
	if made.IsZero() || now.After(made.Add(-clockBehind)) && now.Before(made.Add(clockAhead)) {
		return nil
	}
	return clockError(fmt.Errorf("the clock looks wrong: it says %s, and this sealpress was made on %s", now.UTC().Format(time.RFC3339), made.UTC().Format(time.DateOnly)))
}

// clockBehindRun says what to do where the last run is of a later time.
func clockBehindRun(err error, last *store.Run) error {
	return exit{exitUsage, fmt.Errorf(`%w; nothing was issued
  where the clock of this computer is wrong, correct it, then try again
  where that of the run %s was:
    sealpress issue --undo              takes it back, as long as it is not committed
    sealpress issue --despite-clock     goes on one second after it`, err, last.Name)}
}

// clockError says what to do about a clock.
func clockError(err error) error {
	return exit{exitUsage, fmt.Errorf("%w; nothing was issued\n  correct the date and time of this computer, then try again", err)}
}
