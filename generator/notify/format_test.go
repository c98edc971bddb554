package notify_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/notify"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

func all(messages ...notify.Message) iter.Seq2[notify.Message, error] {
	return func(yield func(notify.Message, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func written(t testing.TB, form string, messages ...notify.Message) string {
	t.Helper()
	var b bytes.Buffer
	i := slices.IndexFunc(notify.Formats(), func(f notify.Format) bool { return f.Name == form })
	if err := notify.Formats()[i].Write(&b, notify.Sender{Name: "Us", Email: "us@b.example", At: noon}, all(messages...)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// mailbox reads a mailbox as RFC 4155 says: a message begins at a line "From "
// after an empty line, or at the beginning.
func mailbox(t testing.TB, text string) []*mail.Message {
	t.Helper()
	var parts []string
	empty := true
	s := bufio.NewScanner(strings.NewReader(text))
	for s.Scan() {
		switch {
		case empty && strings.HasPrefix(s.Text(), "From "):
			if s.Text() != "From us@b.example Mon Jun  1 12:00:00 2026" {
				t.Errorf("the separator %q", s.Text())
			}
			parts = append(parts, "")
		case len(parts) == 0:
			t.Fatalf("the mailbox begins with %q", s.Text())
		default:
			parts[len(parts)-1] += s.Text() + "\n"
		}
		empty = s.Text() == ""
	}
	var out []*mail.Message
	for _, p := range parts {
		m, err := mail.ReadMessage(strings.NewReader(strings.TrimSuffix(p, "\n")))
		if err != nil {
			t.Fatalf("%v:\n%s", err, p)
		}
		out = append(out, m)
	}
	return out
}

func subject(t testing.TB, m *mail.Message) string {
	t.Helper()
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMailboxKeepsWhatIsInIt(t *testing.T) {
	messages := []notify.Message{
		{Key: "a/1", To: "ada@example.org", Name: "Rossi, \"Ada\" <x@y.example>\r\nBcc: eve@example.org", Language: "it", Subject: "One\r\nBcc: eve@example.org", Body: "From us\nFrom you\n>From them\n\nFrom all\n"},
		{Key: "a/2", To: "bea@example.org", Name: strings.Repeat("Żółć ", 30), Subject: strings.Repeat("ليلى ", 40) + "!", Body: strings.Repeat("x", 3000) + "=\n.\n..\nünd\n"},
		{Key: "a/3", Name: "Nobody", Subject: "s", Body: "b"},
		{Key: "a/4", To: "o'hara+tag@sub.example.org", Name: "", Subject: "", Body: "no end of line"},
	}
	text := written(t, "mbox", messages...)
	for l := range strings.Lines(text) {
		if len(l) > 78 || strings.Contains(l, "\r") {
			t.Errorf("the line %q", l)
		}
	}
	read := mailbox(t, text)
	messages = slices.Delete(messages, 2, 3)
	if len(read) != len(messages) {
		t.Fatalf("%d messages of %d", len(read), len(messages))
	}
	for i, m := range read {
		want := messages[i]
		if len(m.Header["Bcc"]) > 0 || len(m.Header["To"]) != 1 {
			t.Errorf("headers %v", m.Header)
		}
		to, err := m.Header.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != want.To || to[0].Name != strings.Join(strings.Fields(want.Name), " ") {
			t.Errorf("To: %v, %v", to, err)
		}
		if got := subject(t, m); got != strings.Join(strings.Fields(want.Subject), " ") {
			t.Errorf("subject %q, want %q", got, want.Subject)
		}
		if date, err := m.Header.Date(); err != nil || !date.Equal(noon) {
			t.Errorf("date %v, %v", date, err)
		}
		if m.Header.Get("Content-Language") != want.Language || m.Header.Get("Content-Type") != "text/plain; charset=utf-8" || m.Header.Get("Message-Id") != fmt.Sprintf("<a.%s.1780315200@b.example>", want.Key[2:]) {
			t.Errorf("headers %v", m.Header)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if got := strings.TrimSuffix(string(body), "\n"); err != nil || got != strings.TrimSuffix(want.Body, "\n") {
			t.Errorf("body %q, %v; want %q", body, err, want.Body)
		}
	}
}

// The law: whatever a name, a subject or a body is, a mail program reads the
// messages that were written, and no other.
func FuzzMailbox(f *testing.F) {
	f.Add("Ada", "Well\ndone", "From x\n\nFrom y\n")
	f.Add("\"<ü>\"", "=?utf-8?q?x?=", ">From\n=")
	f.Fuzz(func(t *testing.T, name, title, body string) {
		if !utf8.ValidString(name + title + body) {
			t.Skip()
		}
		m := notify.Message{Key: "a/1", To: "ada@example.org", Name: name, Subject: title, Body: body}
		read := mailbox(t, written(t, "mbox", m, m))
		if len(read) != 2 {
			t.Fatalf("%d messages", len(read))
		}
		for _, r := range read {
			if to, err := r.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "ada@example.org" {
				t.Errorf("To: %v, %v", to, err)
			}
			if got, err := io.ReadAll(quotedprintable.NewReader(r.Body)); err != nil || !strings.Contains(body, "\r") && !strings.HasPrefix(string(got), body) {
				t.Errorf("body %q, %v; want %q", got, err, body)
			}
		}
	})
}

func TestBadAddressesAreNotWritten(t *testing.T) {
	for _, to := range []string{"ada@example.org\nBcc: eve@example.org", "ada", "Ada <ada@example.org>", "a@b.example, c@d.example"} {
		err := notify.Formats()[2].Write(io.Discard, notify.Sender{Email: "us@b.example", At: noon}, all(notify.Message{Key: "a/1", To: to}))
		if err == nil || strings.Contains(err.Error(), "ada") {
			t.Errorf("%q: %v", to, err)
		}
	}
}

func TestCSVHasNoFormulas(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"} {
		text := written(t, "csv", notify.Message{Key: badge.Key(s), To: s, Name: s, Subject: s, Body: s})
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{0, 1, 2, 4, 5} {
			if cell := rows[1][i]; !strings.HasPrefix(cell, "'") {
				t.Errorf("%q became the cell %q", s, cell)
			}
		}
	}
	for _, s := range []string{"", "Ada", "a=1", "'", "https://b.example/"} {
		if got := notify.Harmless(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

// What is written for a spreadsheet is what our own reader of them reads.
func TestCSVIsReadByIntake(t *testing.T) {
	m := notify.Message{Key: "a/1", To: "ada@example.org", Name: "Rossi; \"Ada\"", Language: "it", Subject: "a,b", Body: "one\n\n\"two\",\n"}
	table, err := intake.Read("m.csv", []byte(written(t, "csv", m)), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range 6 {
		got = append(got, table.Rows[1].At(i+1))
	}
	if diff := cmp.Diff([]string{"a/1", m.To, m.Name, "it", m.Subject, "one\n\n\"two\","}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTextIsSafeForATerminal(t *testing.T) {
	text := written(t, "text", notify.Message{To: "ada@example.org", Name: "A\x1b[31mda", Subject: "s\nTo: x", Body: "b\x1b]0;x\x07\u202e\n"}, notify.Message{Name: "Bea", Subject: "s"})
	want := "To:      A\\x1b[31mda <ada@example.org>\nSubject: s To: x\n\nb\\x1b]0;x\\x07\\u202e\n\n" + strings.Repeat("-", 72) + "\nTo:      Bea (address not known)\nSubject: s\n\n\n\n"
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An error while messages are worded, or while they are written, is passed on.
func TestErrorsArePassedOn(t *testing.T) {
	broken := errors.New("broken")
	for _, f := range notify.Formats() {
		err := f.Write(io.Discard, notify.Sender{Email: "us@b.example"}, func(yield func(notify.Message, error) bool) { yield(notify.Message{}, broken) })
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", f.Name, err)
		}
		m := notify.Message{To: "ada@example.org", Body: strings.Repeat("long ", 10_000)}
		if err := f.Write(full{}, notify.Sender{Email: "us@b.example"}, all(m)); err == nil {
			t.Errorf("%s: a full disk goes unnoticed", f.Name)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestBook(t *testing.T) {
	table, err := intake.Read("c.csv", []byte("Name,Mail,Other\nAda Rossi,ADA@example.org,x@example.org\nADA  ROSSI,ada.two@example.org\nBea Ek,bea@example.org\nNo One,\n"), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := notify.NewBook(table)
	hashed := func(name, email, salt string) badge.Recipient {
		return badge.Recipient{Name: name, Identity: ob2.Email(email, salt).Identity, Salt: salt}
	}
	for _, c := range []struct {
		r    badge.Recipient
		want string
	}{
		{hashed("Ada Rossi", "ada@example.org", "s1"), "ada@example.org"},
		{hashed("Ada Rossi", "ada.two@example.org", "s2"), "ada.two@example.org"},
		{hashed("Somebody Else", "bea@example.org", "s3"), "bea@example.org"}, // names help and count for nothing
		{hashed("Bea Ek", "bea@elsewhere.example", "s4"), ""},
		{badge.Recipient{Name: "Ada Rossi"}, ""},
		{badge.Recipient{Name: "Ada Rossi", Identity: hashed("", "ada@example.org", "s1").Identity, Salt: "s2"}, ""},
	} {
		got, ok := b.Find(c.r)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Find(%+v) = %q, %v; want %q", c.r, got, ok, c.want)
		}
	}
	if b.Len() != 4 || b.Unused() != 1 {
		t.Errorf("%d addresses, %d not used", b.Len(), b.Unused())
	}
}

func BenchmarkFind(b *testing.B) {
	var rows strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&rows, "Name %d,a%d@example.org\n", i, i)
	}
	table, err := intake.Read("c.csv", []byte(rows.String()), intake.Options{})
	if err != nil {
		b.Fatal(err)
	}
	book := notify.NewBook(table)
	for name, who := range map[string]string{"name": "Name 999", "no-name": "Another"} {
		r := badge.Recipient{Name: who, Identity: ob2.Email("a999@example.org", "s").Identity, Salt: "s"}
		b.Run(name+"/1000", func(b *testing.B) {
			for b.Loop() {
				if _, ok := book.Find(r); !ok {
					b.Fatal("not found")
				}
			}
		})
	}
}
