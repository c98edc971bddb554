package notify

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/diag"
)

// Sender is who the messages come from, and when they were written.
type Sender struct {
	Name, Email string
	At          time.Time
}

// Format is a form in which messages are written. Write stops at the first
// error.
type Format struct {
	Name  string
	Title string
	Write func(to io.Writer, from Sender, messages iter.Seq2[Message, error]) error
}

// Formats lists every form.
func Formats() []Format {
	return []Format{
		{Name: "text", Title: "for reading and copying", Write: writeText},
		{Name: "csv", Title: "a row for each message, for a mail merge", Write: writeCSV},
		{Name: "mbox", Title: "a mailbox of drafts, for a mail program", Write: writeMbox},
	}
}

// ruler parts messages.
var ruler = strings.Repeat("-", 72)

func writeText(to io.Writer, _ Sender, messages iter.Seq2[Message, error]) error {
	b := bufio.NewWriter(to)
	first := true
	for m, err := range messages {
		if err != nil {
			return err
		}
		if !first {
			fmt.Fprintln(b, ruler)
		}
		first = false
		who := "<" + diag.Clean(m.To) + ">"
		if m.To == "" {
			who = "(address not known)"
		}
		fmt.Fprintf(b, "To:      %s %s\nSubject: %s\n\n", diag.Clean(line(m.Name)), who, diag.Clean(line(m.Subject)))
		for l := range strings.SplitSeq(strings.TrimSuffix(m.Body, "\n"), "\n") {
			fmt.Fprintln(b, diag.Clean(l))
		}
		fmt.Fprintln(b)
	}
	return b.Flush()
}

// writeCSV writes comma-separated values (RFC 4180). The byte order mark before
// them is for Excel, which takes the letters for other ones without it; the
// first column is one that no letter is made from.
func writeCSV(to io.Writer, _ Sender, messages iter.Seq2[Message, error]) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if err := w.Write([]string{"key", "email", "name", "language", "subject", "body", "page", "picture", "credential", "linkedin"}); err != nil {
		return err
	}
	for m, err := range messages {
		if err != nil {
			return err
		}
		row := []string{string(m.Key), m.To, m.Name, m.Language, m.Subject, m.Body, m.Links.Page, m.Links.Picture, m.Links.Credential, m.Links.LinkedIn}
		for i := range row {
			row[i] = Harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// Harmless keeps a spreadsheet from taking a text for a formula: it puts an
// apostrophe before the signs with which one begins, in whatever width.
func Harmless(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}
