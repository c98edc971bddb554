package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/notify"
)

// mailing is one run of notify: what it writes with, and what came of it.
type mailing struct {
	*app
	desk      *notify.Desk
	book      *notify.Book // nil without --with
	notFound  []badge.Key
	matched   int // awards whose address was found by its hash
	unknown   int // messages without an address
	written   int
	formulas  int // addresses that a spreadsheet would take for formulas
	hasHashes bool
}

// write writes the messages to a file or to standard output.
func (m *mailing) write(ctx context.Context, to string, r *generator.Result, entries []check.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	i := slices.IndexFunc(notify.Formats(), func(f notify.Format) bool { return f.Name == m.format })
	issuer := r.Passed.Catalog().Issuer
	form := func(w io.Writer) error {
		from := notify.Sender{Name: issuer.Name, Email: issuer.Email, At: m.now()}
		if err := notify.Formats()[i].Write(w, from, m.messages(ctx, entries)); err != nil {
			return fmt.Errorf("writing messages: %w", err)
		}
		return nil
	}
	if to == "" {
		return form(m.stdout)
	}
	return m.writePrivate(to, form, func() bool { return m.written > 0 })
}

// messages words the messages, one when it is asked for, with the addresses
// that were found.
func (m *mailing) messages(ctx context.Context, entries []check.Entry) iter.Seq2[notify.Message, error] {
	return func(yield func(notify.Message, error) bool) {
		for _, e := range entries {
			msg, err := m.desk.Message(e)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(msg, err)
				return
			}
			m.address(&msg)
			if msg.To != "" || m.format != "mbox" {
				m.written++
			}
			if m.format == "csv" && notify.Harmless(msg.To) != msg.To {
				m.formulas++
			}
			if !yield(msg, nil) {
				return
			}
		}
	}
}

// address finds out whom a message is for.
func (m *mailing) address(msg *notify.Message) {
	if msg.To != "" {
		return
	}
	m.hasHashes = m.hasHashes || msg.Recipient.Identity != ""
	if m.book != nil && msg.Recipient.Identity != "" {
		if at, ok := m.book.Find(msg.Recipient); ok {
			msg.To = at
			m.matched++
			return
		}
		m.notFound = append(m.notFound, msg.Key)
	}
	m.unknown++
}

// end says what came of it.
func (m *mailing) end(f *notifyFlags, names []string) error {
	if m.book != nil {
		m.endOfBook(f)
	}
	if m.unknown > 0 {
		left := map[string]string{"text": "which the messages say", "csv": "whose cells are left blank", "mbox": "to whom no message is in the mailbox"}[m.format]
		m.talk("the address is not known of %s, %s\n", count(m.unknown, "learner"), left)
		if m.hasHashes && m.book == nil {
			m.talk("  the awards hold hashes of the addresses; a spreadsheet with the addresses finds them: --with cohort.xlsx\n")
		}
	}
	if m.formulas > 0 {
		m.talk("%s, with an apostrophe before it, so that no spreadsheet takes it for a formula: take the apostrophe away before sending\n",
			map[bool]string{true: "one address is written", false: grouped(m.formulas) + " addresses are written"}[m.formulas == 1])
	}
	switch {
	case m.written > 0:
		m.talk("%s; nothing was sent\n", count(m.written, "message"))
	case len(names) > 0 || m.unknown > 0:
		return exit{exitFindings, errors.New("no message was written")}
	default:
		m.talk("no message was written: no award that stands is meant\n")
	}
	return nil
}

// endOfBook says which addresses the spreadsheet had. It names awards, and no
// address.
func (m *mailing) endOfBook(f *notifyFlags) {
	if !m.hasHashes {
		m.talk("%s was not needed: no award holds its address as a hash\n", shown(f.with))
		return
	}
	n, missing := m.book.Len(), len(m.notFound)
	m.talk("%s: the addresses of %s of %s were found by their hashes\n", shown(f.with), grouped(m.matched), count(m.matched+missing, "award"))
	if missing > 0 {
		var keys []string
		for _, k := range m.notFound[:min(missing, 20)] {
			keys = append(keys, string(k))
		}
		if missing > 20 {
			keys = append(keys, "…")
		}
		m.talk("  not found: %s\n", strings.Join(keys, ", "))
	}
	if left := m.book.Unused(); left > 0 {
		m.talk("  of %s in the file %s to none of these awards\n", map[bool]string{true: "the one address", false: "the " + grouped(n) + " addresses"}[n == 1],
			map[bool]string{true: "one belongs", false: grouped(left) + " belong"}[left == 1])
	}
}

// writePrivate writes a file that was not there, readable by its owner alone:
// under another name first, then in place, and not at all where nothing came of
// it.
func (a *app) writePrivate(name string, write func(io.Writer) error, worth func() bool) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".sealpress-notify-*") // with mode 0600
	if err != nil {
		return fmt.Errorf("writing %s: %w", shown(name), causeOf(err))
	}
	defer func() { _ = os.Remove(f.Name()) }() // it is gone already where all went well
	err = write(f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if !worth() {
		return nil
	}
	// A link never takes the place of another file, as a rename would.
	err = os.Link(f.Name(), name)
	switch {
	case errors.Is(err, fs.ErrExist):
		return thereAlready(name)
	case err != nil: // some file systems have no links
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", shown(name), causeOf(err))
	}
	_, err = fmt.Fprintln(a.stdout, shown(name))
	return err
}

func thereAlready(name string) error {
	return fmt.Errorf("%s is there already, and nothing was written\n  choose another name, or move that file away", shown(name))
}

// mayWrite refuses to put addresses of learners where they would be published.
// inSite reports whether they could be by mistake.
func (a *app) mayWrite(name string) (inSite bool, err error) {
	if _, err := os.Lstat(name); err == nil {
		return false, thereAlready(name)
	}
	dir, err := filepath.Abs(filepath.Dir(name))
	if err != nil {
		return false, fmt.Errorf("finding the folder of %s: %w", shown(name), err)
	}
	if _, err := os.Stat(dir); err != nil {
		return false, fmt.Errorf("writing %s: there is no such folder", shown(name))
	}
	const elsewhere = "\n  this works: --to ../messages.csv"
	switch {
	case within(dir, a.outFolder()):
		return false, fmt.Errorf("%s would be published with the site: the messages hold your learners' addresses%s", shown(name), elsewhere)
	case within(dir, filepath.Join(a.site, "content")):
		return false, fmt.Errorf("%s is among the content, and goes wherever that goes: the messages hold your learners' addresses%s", shown(name), elsewhere)
	}
	return within(dir, a.site), nil
}
