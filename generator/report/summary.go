package report

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/verify"
)

// Summary counts verdicts. Its JSON form is stable.
type Summary struct {
	Inputs     int            `json:"inputs"`
	Valid      int            `json:"valid"`
	Hosted     int            `json:"hosted"` // of the valid: without a signature
	Expired    int            `json:"expired"`
	Revoked    int            `json:"revoked"`
	Suspended  int            `json:"suspended"` // of the revoked
	Replaced   int            `json:"replaced"`  // of the revoked: by a newer edition
	Stubs      int            `json:"stubs"`     // of the revoked: nothing is left but the address
	NotValid   int            `json:"notValid"`
	CannotTell int            `json:"cannotTell"`
	Outcome    verify.Outcome `json:"outcome"` // that of the worst; cannot-tell where nothing was judged
}

// Count counts verdicts.
func Count(verdicts []verify.Verdict) Summary {
	var s Summary
	for i := range verdicts {
		s.Add(&verdicts[i])
	}
	return s
}

// Add counts one more.
func (s *Summary) Add(v *verify.Verdict) {
	count := func(n *int, when bool) {
		if when {
			*n++
		}
	}
	count(&s.Valid, v.Outcome == verify.Valid)
	count(&s.Hosted, v.Outcome == verify.Valid && v.Hosted)
	count(&s.Expired, v.Outcome == verify.Expired)
	count(&s.Revoked, v.Outcome == verify.Revoked)
	count(&s.Suspended, v.Outcome == verify.Revoked && v.Suspended)
	count(&s.Replaced, v.Outcome == verify.Revoked && v.SupersededBy != "")
	count(&s.Stubs, v.Format == verify.Stub)
	count(&s.NotValid, v.Outcome == verify.NotValid)
	count(&s.CannotTell, v.Outcome == verify.CannotTell)
	if s.Inputs == 0 {
		s.Outcome = v.Outcome
	} else {
		s.Outcome = verify.Worst(s.Outcome, v.Outcome)
	}
	s.Inputs++
}

// Summary says the counts in one line.
func (w Words) Summary(s Summary) string {
	var parts []string
	for _, c := range []struct {
		key  string
		n    int
		main bool
	}{
		{"inputs", s.Inputs, true},
		{"valid", s.Valid, true}, {"hosted", s.Hosted, false},
		{"expired", s.Expired, true},
		{"revoked", s.Revoked, true}, {"suspended", s.Suspended, false}, {"replaced", s.Replaced, false}, {"stubs", s.Stubs, false},
		{"not-valid", s.NotValid, true}, {"cannot-tell", s.CannotTell, true},
	} {
		text := fmt.Sprintf(w.say("count."+c.key), w.grouped(c.n))
		switch {
		case c.key == "inputs":
			parts = append(parts, text)
		case c.n == 0:
		case c.main:
			parts = append(parts, text)
		default:
			parts[len(parts)-1] += " (" + text + ")"
		}
	}
	return strings.ReplaceAll(strings.Join(parts, " · "), ") (", ", ")
}

// grouped writes a number with a mark for each thousand, as the language does.
func (w Words) grouped(n int) string {
	mark := ","
	if w.language() == "it" {
		mark = "."
	}
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}
