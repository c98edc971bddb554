package notify

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// writeMbox writes a mailbox (RFC 4155, the default format) of messages in the
// Internet Message Format (RFC 5322, with the headers of RFC 2047 and UTF-8 in
// quoted-printable, RFC 2045). Messages without an address are left out: they
// are no messages.
func writeMbox(to io.Writer, from Sender, messages iter.Seq2[Message, error]) error {
	b := bufio.NewWriter(to)
	for m, err := range messages {
		if err != nil {
			return err
		}
		if m.To == "" {
			continue
		}
		if err := writeMail(b, from, m); err != nil {
			return err
		}
	}
	return b.Flush()
}

func writeMail(b *bufio.Writer, from Sender, m Message) error {
	for _, a := range []string{from.Email, m.To} {
		if parsed, err := mail.ParseAddress(a); err != nil || parsed.Address != a {
			return fmt.Errorf("the message about %s: an e-mail address cannot be written", m.Key)
		}
	}
	// The separator: "From ", the sender, the time as asctime writes it, in UTC.
	fmt.Fprintf(b, "From %s %s\n", from.Email, from.At.UTC().Format(time.ANSIC))
	header := func(name, value string) {
		if strings.HasPrefix(value, "=?") { // with its name, the first line would be too long
			value = "\n " + value
		} else {
			value = " " + value
		}
		fmt.Fprintf(b, "%s:%s\n", name, value)
	}
	header("Date", from.At.UTC().Format("Mon, 02 Jan 2006 15:04:05 +0000"))
	header("From", person(from.Name, from.Email))
	header("To", person(m.Name, m.To))
	header("Subject", folded(mime.QEncoding.Encode("utf-8", line(m.Subject))))
	header("Message-ID", fmt.Sprintf("<%s.%d@%s>", strings.ReplaceAll(string(m.Key), "/", "."), from.At.Unix(), domain(from.Email)))
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	if m.Language != "" {
		header("Content-Language", m.Language)
	}
	b.WriteByte('\n')
	var body bytes.Buffer
	q := quotedprintable.NewWriter(&body)
	if _, err := io.WriteString(q, m.Body); err != nil {
		return err
	}
	if err := q.Close(); err != nil {
		return err
	}
	text := strings.ReplaceAll(body.String(), "\r\n", "\n")
	// A line that begins like a separator would be taken for one. Its first
	// letter is written as a code, which every reader turns back: a ">" before
	// it, as some mailboxes have it, would stay.
	if strings.HasPrefix(text, "From ") {
		text = "=46" + text[1:]
	}
	b.WriteString(strings.ReplaceAll(text, "\nFrom ", "\n=46rom "))
	if !strings.HasSuffix(text, "\n") {
		b.WriteByte('\n')
	}
	return b.WriteByte('\n')
}

// person is a name and an address, as headers have them. A name that is not
// plain is written in base64: the other encoding has letters that mean
// something before an address (RFC 2047 §5).
func person(name, address string) string {
	name = line(name)
	if encoded := mime.BEncoding.Encode("utf-8", name); encoded != name {
		return folded(encoded + " <" + address + ">")
	}
	return (&mail.Address{Name: name, Address: address}).String()
}

// folded puts each encoded word on a line of its own: a line with one holds no
// more than 76 characters (RFC 2047 §2).
func folded(header string) string {
	return strings.NewReplacer("?= =?", "?=\n =?", "?= <", "?=\n <").Replace(header)
}

func domain(email string) string { return email[strings.LastIndexByte(email, '@')+1:] }
