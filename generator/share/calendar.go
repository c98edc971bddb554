package share

import (
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/badge"
)

// Expiry is the last day of an award, for a calendar.
type Expiry struct {
	Day     badge.Date // the last on which the award is valid
	Stamp   badge.Date // a day that stays, for DTSTAMP: the one of the award
	UID     string     // the award's id and the site's host: "k4f1…@credentials.example"
	Summary string
	Details string
	URL     string
	Program string // who made it, for PRODID
}

// Calendar returns an iCalendar object with one entry for the whole day, and a
// reminder thirty days before (RFC 5545, sections 3.6.1 and 3.6.6). Lines end
// in CRLF and are folded at 75 octets (section 3.1).
func (e Expiry) Calendar() []byte {
	var b []byte
	line := func(name, value string) { b = appendFolded(b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//"+calendarText(e.Program)+"//EN")
	line("BEGIN", "VEVENT")
	line("UID", e.UID)
	line("DTSTAMP", calendarDay(e.Stamp)+"T000000Z")
	line("DTSTART;VALUE=DATE", calendarDay(e.Day))
	line("SUMMARY", calendarText(e.Summary))
	line("DESCRIPTION", calendarText(e.Details))
	line("URL", e.URL)
	line("TRANSP", "TRANSPARENT")
	line("BEGIN", "VALARM")
	line("ACTION", "DISPLAY")
	line("DESCRIPTION", calendarText(e.Summary))
	line("TRIGGER", "-P30D")
	line("END", "VALARM")
	line("END", "VEVENT")
	line("END", "VCALENDAR")
	return b
}

func calendarDay(d badge.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// calendarText escapes a TEXT value (section 3.3.11).
func calendarText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// appendFolded appends a content line in pieces of at most 75 octets that
// break no character.
func appendFolded(b []byte, line string) []byte {
	const most = 75
	for room := most; len(line) > room; room = most - 1 {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b = append(b, line[:cut]...)
		b = append(b, "\r\n "...)
		line = line[cut:]
	}
	b = append(b, line...)
	return append(b, "\r\n"...)
}
