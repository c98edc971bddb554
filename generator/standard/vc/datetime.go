package vc

import (
	"fmt"
	"time"
)

const dateTimeForm = "2006-01-02T15:04:05Z"

// DateTime writes a moment as xsd:dateTimeStamp in UTC with whole seconds: the
// one form whose seconds a token can repeat.
func DateTime(t time.Time) string { return t.UTC().Format(dateTimeForm) }

// ParseDateTime reads an xsd:dateTimeStamp (XML Schema 1.1 Part 2 §3.4.28)
// with any offset and returns it in UTC. The zone is required, "T" and "Z" are
// capitals, an offset ends at 14:00. Years have four digits; neither a leap
// second nor 24:00:00 is read.
func ParseDateTime(s string) (time.Time, error) {
	if err := shapeOf(s); err != "" {
		return time.Time{}, fmt.Errorf("%.40q is not a time: %s", s, err)
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%.40q is not a time: no such moment", s)
	}
	return t.UTC(), nil
}

// shapeOf says what is wrong with the form of a time, which time.Parse reads
// more kindly than XML Schema does.
func shapeOf(s string) string {
	const form = "0000-00-00T00:00:00"
	if len(s) <= len(form) {
		return "expected YYYY-MM-DDThh:mm:ss and a zone"
	}
	for i := range len(form) {
		if form[i] == '0' && !digit(s[i]) || form[i] != '0' && s[i] != form[i] {
			return "expected YYYY-MM-DDThh:mm:ss and a zone"
		}
	}
	rest := s[len(form):]
	if rest[0] == '.' {
		n := 1
		for n < len(rest) && digit(rest[n]) {
			n++
		}
		if n == 1 {
			return "expected digits after the point"
		}
		rest = rest[n:]
	}
	switch {
	case rest == "":
		return "the zone is missing"
	case rest == "Z":
		return ""
	case len(rest) == 6 && (rest[0] == '+' || rest[0] == '-') && digit(rest[1]) && digit(rest[2]) && rest[3] == ':' && digit(rest[4]) && digit(rest[5]):
		if offset := rest[1:]; offset > "14:00" || rest[4] > '5' {
			return "the offset is too large"
		}
		return ""
	}
	return "the zone must be Z or ±hh:mm"
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
