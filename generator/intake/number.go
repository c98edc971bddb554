package intake

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// format is how a cell shows its number, as far as it matters here.
type format int

// The formats.
const (
	plain   format = iota
	day            // a date
	moment         // a date with a time
	ofClock        // a time alone
)

// epoch is the day from which a workbook counts.
type epoch bool

const epoch1904 epoch = true // what Excel on the Mac used to take

// builtIn is the format that a number stands for (ISO/IEC 29500-1, 18.8.30,
// with those of East Asian languages).
func builtIn(id int) format {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return day
	case id == 22:
		return moment
	case id >= 18 && id <= 21, id >= 45 && id <= 47, id >= 32 && id <= 35, id == 55, id == 56:
		return ofClock
	}
	return plain
}

// formatOf tells by its letters what a format shows: d and y of a day, h and s
// of a clock, m of either.
func formatOf(code string) format {
	code, _, _ = strings.Cut(code, ";") // positive numbers
	var days, clock, months bool
	quoted := false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++ // the next character stands for itself
		case c == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return plain
			}
			switch strings.ToLower(strings.Trim(code[i:i+end], "[hms")) { // [h]: hours beyond a day
			case "":
				clock = true
			}
			i += end
		case strings.IndexByte("dDyYeE", c) >= 0:
			if c|0x20 == 'e' && i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-') {
				return plain // 0.00E+00
			}
			days = days || c|0x20 != 'e'
		case strings.IndexByte("hHsS", c) >= 0:
			clock = true
		case c == 'm' || c == 'M':
			months = true
		case c == '0' && !clock, c == '#', c == '?':
			return plain
		case len(code)-i >= 7 && strings.EqualFold(code[i:i+7], "general"):
			return plain
		}
	}
	switch {
	case days && clock:
		return moment
	case days || months && !clock:
		return day
	case clock:
		return ofClock
	}
	return plain
}

// lastSerial is 31 December 9999.
const lastSerial = 2958465

// number writes a stored number as a person means it.
func (f format) number(stored string, from epoch) string {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return stored
	}
	whole, part := math.Modf(n)
	seconds := math.Round(part * 86400)
	if seconds == 86400 {
		whole, seconds = whole+1, 0
	}
	first := time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	if from != epoch1904 {
		first = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if whole < 60 { // Excel counts a 29 February 1900 that there was not
			first = first.AddDate(0, 0, 1)
		}
	}
	never := n < 0 || whole > lastSerial || from != epoch1904 && (whole == 60 || whole < 1 && f != ofClock)
	if f == plain || never {
		// Stored are up to 17 digits; the shortest that mean the same number are
		// those that were typed.
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	at := first.AddDate(0, 0, int(whole)).Add(time.Duration(seconds) * time.Second)
	clock := "15:04"
	if at.Second() != 0 {
		clock = time.TimeOnly
	}
	switch {
	case f == ofClock && whole < 1:
		return at.Format(clock)
	case f == ofClock:
		return strconv.FormatFloat(n, 'f', -1, 64) // a length of time, longer than a day
	case f == day || seconds == 0:
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02 " + clock)
}
