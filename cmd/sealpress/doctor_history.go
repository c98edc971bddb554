package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/doctor"
	"github.com/sealpress/sealpress/generator/load"
)

// Bounds of the search through the history: of a repository that goes beyond
// them the newest part is searched, and that is said.
const (
	historyTime  = 20 * time.Second
	historyFiles = 500_000   // versions of files
	historyFile  = 1 << 20   // bytes of one
	historyBytes = 512 << 20 // of all
	historyNamed = 5         // findings whose commit is looked for, which takes a walk each
)

// stored is one version of a file in the history.
type stored struct{ id, file string }

// history searches everything that was ever committed, on any branch, for
// private keys and, where everybody can read it, for addresses of learners. The
// texts are read as git stores them, each version once, and not as differences.
func (e *examination) history(ctx context.Context) error {
	if e.ask(ctx, "config", "--get-regexp", `^remote\..*\.promisor$`) != "" {
		e.missed("history", "the clone is partial, and the rest would have to be fetched")
		return nil
	}
	within, cancel := context.WithTimeout(ctx, historyTime)
	defer cancel()
	s := &search{e: e, learners: e.facts.Content.Catalog.Site.Repository == "public", bytes: historyBytes, seen: map[string]*hit{}}
	err := s.run(within)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, h := range s.hits {
		h.Committed.Commit, h.Committed.On = e.introduced(ctx, h.id, h.mail && len(e.facts.Git.History.Emails) >= historyNamed)
		if h.mail {
			e.facts.Git.History.EmailsN++
			e.facts.Git.History.Emails = append(e.facts.Git.History.Emails, h.Committed)
		} else {
			e.facts.Git.History.Keys = append(e.facts.Git.History.Keys, h.Committed)
		}
	}
	what := "private keys"
	if s.learners {
		what += " and e-mails of learners"
	}
	switch {
	case err != nil && within.Err() == nil:
		e.missed("history", "git does not answer: %s", saidBy(err))
		return nil
	case err != nil || s.skipped > 0:
		e.saw("history", "the newest %s of %s versions of files in %s, for %s; it is too large to search whole", grouped(s.read), grouped(s.all), count(s.commits, "commit"), what)
	case e.ask(ctx, "rev-parse", "--is-shallow-repository") == "true":
		e.saw("history", "%s, for %s; the clone is shallow, and older ones are not here", count(s.commits, "commit"), what)
	default:
		e.saw("history", "%s, for %s", count(s.commits, "commit"), what)
	}
	return nil
}

// introduced finds the first commit that brought a version of a file.
func (e *examination) introduced(ctx context.Context, id string, enough bool) (commit string, on badge.Date) {
	if enough {
		return "", badge.Date{}
	}
	out := e.ask(ctx, "log", "--all", "--format=%h %cs", "--find-object="+id)
	out = out[strings.LastIndexByte(out, '\n')+1:]
	commit, day, _ := strings.Cut(out, " ")
	on, _ = badge.ParseDate(day) // an unknown day is no day
	return commit, on
}

// search is one search through the history.
type search struct {
	e        *examination
	learners bool
	bytes    int // that are read
	commits  int
	all      int // versions of files that are worth reading
	read     int
	skipped  int // of these, not read
	seen     map[string]*hit
	hits     []*hit
}

// hit is a file in which something was found; id is its oldest such version.
type hit struct {
	doctor.Committed
	id   string
	mail bool
}

func (s *search) run(ctx context.Context) error {
	var all []stored
	err := gitPipe(ctx, s.e.site, nil, func(line string) error {
		id, file, named := strings.Cut(line, " ")
		switch {
		case !named:
			s.commits++
		case file == "" || !s.e.worthReading(file):
		case len(all) == historyFiles:
			s.skipped++
		default:
			all = append(all, stored{id, file})
		}
		return nil
	}, "rev-list", "--objects", "--all")
	if err != nil {
		return err
	}
	if all, err = s.texts(ctx, all); err != nil {
		return err
	}
	s.all = len(all) + s.skipped
	at := 0
	return gitStream(ctx, s.e.site, idsOf(all), func(r *lines) error {
		for at < len(all) {
			head, err := r.next()
			if err != nil {
				return err
			}
			_, length, _ := strings.Cut(head, " blob ")
			size, err := strconv.Atoi(length)
			if err != nil || size < 0 || size > historyFile {
				return fmt.Errorf("git says %q", head)
			}
			data, err := r.bytes(size)
			if err != nil {
				return err
			}
			s.look(all[at], data)
			at++
			s.read++
		}
		return nil
	}, "cat-file", "--batch", "--buffer")
}

// texts leaves of objects the files that are small enough to be read.
func (s *search) texts(ctx context.Context, all []stored) ([]stored, error) {
	if len(all) == 0 {
		return nil, nil
	}
	kept := all[:0:0]
	at, sum := 0, 0
	err := gitPipe(ctx, s.e.site, idsOf(all), func(line string) error {
		v := all[at]
		at++
		kind, length, _ := strings.Cut(line, " ")
		size, err := strconv.Atoi(length)
		switch {
		case err != nil || kind != "blob" || size > historyFile:
		case sum+size > s.bytes:
			s.skipped++
		default:
			sum += size
			kept = append(kept, v)
		}
		return nil
	}, "cat-file", "--buffer", "--batch-check=%(objecttype) %(objectsize)")
	return kept, err
}

func idsOf(all []stored) io.Reader {
	var b bytes.Buffer
	for _, v := range all {
		b.WriteString(v.id)
		b.WriteByte('\n')
	}
	return &b
}

// look searches one version of a file. Versions come newest first, so the last
// hit of a file is its oldest.
func (s *search) look(v stored, data []byte) {
	what, at := load.PrivateKey(data)
	switch {
	case at >= 0:
		h := s.hit("key "+v.file, v)
		h.What, h.Sealed = what, strings.Contains(what, "encrypted")
		h.Ours = !strings.Contains(what, "PEM")
	case s.learners && aboutLearners(strings.TrimPrefix(v.file, s.e.prefix)) && hasEmail(data, s.e.facts.Content.Catalog.Issuer.Email):
		s.hit("mail "+v.file, v).mail = true
	}
}

func (s *search) hit(key string, v stored) *hit {
	h := s.seen[key]
	if h == nil {
		h = &hit{}
		s.seen[key] = h
		s.hits = append(s.hits, h)
	}
	h.File, h.id = v.file, v.id
	return h
}

// pictures and the like hold no key, and are large.
var unread = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff", ".woff2", ".ttf", ".pdf", ".zip", ".gz", ".mp4", ".xlsx", ".docx"}

// worthReading reports whether a file of the repository may hold what must not
// be there. What sealpress writes itself is looked through when it is written;
// in Sealpress's own repository only the content is that of a site.
func (e *examination) worthReading(file string) bool {
	inside, ours := strings.CutPrefix(file, e.prefix)
	switch ending := strings.ToLower(path.Ext(file)); {
	case ending == ".jwe" || ending == ".jwk" || ending == ".pem" || ending == ".key":
	case slices.Contains(unread, ending):
		return false
	case ours && (strings.HasPrefix(inside, "content/issued/") || e.built != "" && strings.HasPrefix(inside, e.built+"/")):
		return false
	}
	return !e.own || strings.HasPrefix(inside, "content/")
}

// aboutLearners reports whether a file of a site is one that names learners.
func aboutLearners(file string) bool {
	ending := path.Ext(file)
	return strings.HasPrefix(file, "content/awards/") || strings.HasPrefix(file, "content/imported/") || ending == ".csv" || ending == ".tsv"
}

// hasEmail reports whether a text holds the e-mail address of a person: neither
// the issuer's contact, nor one from an example.
func hasEmail(data []byte, contact string) bool {
	for from := 0; ; {
		i := bytes.IndexByte(data[from:], '@')
		if i < 0 {
			return false
		}
		at := from + i
		from = at + 1
		left, right := at, at+1
		for left > 0 && inAddress(data[left-1]) {
			left--
		}
		for right < len(data) && inAddress(data[right]) {
			right++
		}
		who := strings.TrimRight(string(data[left:right]), ".-")
		local, domain, _ := strings.Cut(strings.ToLower(who), "@")
		dot := strings.LastIndexByte(domain, '.')
		if local == "" || dot < 1 || len(domain)-dot < 3 || strings.EqualFold(who, contact) || isExample(domain) {
			continue
		}
		return true
	}
}

func inAddress(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || strings.IndexByte("._%+-", c) >= 0
}

// isExample reports whether a name is one that belongs to nobody (RFC 2606).
func isExample(domain string) bool {
	for _, example := range []string{"example.org", "example.com", "example.net", "example", "test", "invalid"} {
		if domain == example || strings.HasSuffix(domain, "."+example) {
			return true
		}
	}
	return false
}

// lines reads what git prints.
type lines struct{ r *bufio.Reader }

func newLines(r io.Reader) *lines { return &lines{bufio.NewReaderSize(r, 64<<10)} }

// next returns the next line without its end.
func (l *lines) next() (string, error) {
	text, err := l.r.ReadString('\n')
	if err != nil && (text == "" || !errors.Is(err, io.EOF)) {
		return "", err
	}
	return strings.TrimSuffix(text, "\n"), nil
}

// bytes returns so many bytes, and passes over the line end behind them.
func (l *lines) bytes(n int) ([]byte, error) {
	data := make([]byte, n)
	if _, err := io.ReadFull(l.r, data); err != nil {
		return nil, err
	}
	_, err := l.r.Discard(1)
	return data, err
}
