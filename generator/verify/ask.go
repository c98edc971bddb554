package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
)

// Question is an address to be asked.
type Question struct {
	URL string
	// Keys says that the answer decides which signatures are believed: it is
	// not to be taken from another host.
	Keys bool
}

// Answer is what a host said.
type Answer struct {
	URL         string // where it was found in the end
	Status      int    // of HTTP
	ContentType string // as sent; nothing rests on it
	Body        []byte
	Hops        []string // the addresses that redirected
}

// Site is a built site on disk. Its files stand in for the network at its own
// address, and nothing else is asked there.
type Site struct {
	Address address.Site
	Files   fs.FS
}

// answer returns the file of an address of the site; ok is false where the
// address is another's.
func (s *Site) answer(u string) (a *Answer, ok bool) {
	if s == nil || s.Files == nil {
		return nil, false
	}
	p, ok := s.Address.Path(u)
	if !ok {
		return nil, false
	}
	a = &Answer{URL: u, Status: 404}
	name := p.File()
	if !fs.ValidPath(name) {
		return a, true
	}
	if body, err := fs.ReadFile(s.Files, name); err == nil {
		a.Status, a.Body, a.ContentType = 200, body, contentTypes[path.Ext(name)]
	}
	return a, true
}

var contentTypes = map[string]string{".json": "application/json", ".jwt": "text/plain", ".html": "text/html", ".png": "image/png", ".svg": "image/svg+xml"}

// Errors of asking, none of which says anything about a credential.
var (
	errOffline = errors.New("nothing is asked: no network was given")
	errLimit   = fmt.Errorf("it would take more than %d questions", MaxAsked)
	errAddress = errors.New("expected an https address")
)

// Errors that a Fetch wraps where it was not the host that failed to answer.
var (
	ErrRefused = errors.New("not asked") // the address is none that may be asked
	ErrLarge   = errors.New("not read")  // the answer is larger than its limit
)

// most is how many addresses may be asked: the page of an award leads to
// several forms of its credential.
func (j *judge) most() int {
	if j.out.Source == FromPage {
		return MaxPageAsked
	}
	return MaxAsked
}

// ask asks an address, at most MaxAsked different ones for one input.
func (j *judge) ask(q Question) (*Answer, error) {
	q.URL, _, _ = strings.Cut(q.URL, "#")
	if err := checkAddress(q.URL); err != nil {
		return nil, err
	}
	if err := j.ctx.Err(); err != nil {
		return nil, err
	}
	if !slices.Contains(*j.asked, q.URL) { // a page's forms need the same keys and lists, which are remembered
		if len(*j.asked) >= j.most() {
			return nil, errLimit
		}
		*j.asked = append(*j.asked, q.URL)
	}
	if a, ok := j.v.Site.answer(q.URL); ok {
		return a, nil
	}
	if j.v.Fetch == nil {
		return nil, errOffline
	}
	return j.v.memory.answer(j.ctx, q, j.v.Fetch)
}

// document asks for a document. What does not come, or is a page for people
// instead, is a check without an answer: it says nothing about the credential.
func (j *judge) document(code string, q Question) (*Answer, *Check) {
	a, err := j.ask(q)
	host := hostOf(q.URL)
	no := func(reason, evidence string, params ...string) (*Answer, *Check) {
		return a, &Check{Code: code, Case: reason, Evidence: evidence, Params: pairs(append(params, "host", host, "url", q.URL))}
	}
	switch {
	case errors.Is(err, errOffline):
		return no("offline", "not asked: "+q.URL)
	case errors.Is(err, errLimit):
		return no("limit", err.Error())
	case errors.Is(err, errAddress), errors.Is(err, ErrRefused):
		return no("address", err.Error())
	case errors.Is(err, ErrLarge):
		return no("large", err.Error())
	case err != nil:
		return no("unreachable", err.Error())
	case a == nil:
		return no("unreachable", "no answer")
	case a.Status < 200 || a.Status > 299:
		return no("absent", fmt.Sprintf("%s answered %d", q.URL, a.Status), "status", fmt.Sprint(a.Status))
	case unsigned(code) && a.URL != "" && !sameHost(q.URL, a.URL):
		return no("redirected", q.URL+" leads to "+a.URL)
	case isPage(a.Body):
		return no("page", q.URL+" is a page for people")
	case len(a.Body) > MaxSize:
		return no("large", fmt.Sprintf("%s has %d bytes", q.URL, len(a.Body)))
	}
	return a, nil
}

// unsigned reports whether a document is believed for the host alone that it
// comes from. Redirects to other hosts are open to anybody on many of them.
func unsigned(code string) bool {
	return code == codeHosted || code == codeAchievement || code == codeRevocation
}

// checkAddress refuses what is not the address of a host. Which hosts may be
// asked, and that it is done over TLS, is for the Fetch of the Verifier.
func checkAddress(s string) error {
	u, err := url.Parse(s)
	if err != nil || len(s) > 2048 || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("%w, found %.200q", errAddress, s)
	}
	return nil
}

func hostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Host
}

// isPage reports whether a text is HTML: a host that answers every address
// with its front page has not found the document.
func isPage(body []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// memory keeps what hosts answered, within bounds.
type memory struct {
	mu      sync.Mutex
	answers map[string]*remembered
	size    int
	keys    map[string]*keyDocument
	lists   map[string]*statusList
}

type remembered struct {
	mu    sync.Mutex
	done  bool
	reply *Answer
	err   error
}

const (
	maxRemembered     = 1024
	maxRememberedSize = 32 << 20
)

// answer asks each address once, also when it does not answer. Being stopped
// is not an answer.
func (m *memory) answer(ctx context.Context, q Question, fetch func(context.Context, Question) (*Answer, error)) (*Answer, error) {
	name := fmt.Sprint(q.Keys, " ", q.URL)
	m.mu.Lock()
	r := m.answers[name]
	if r == nil {
		if m.answers == nil || len(m.answers) >= maxRemembered || m.size > maxRememberedSize {
			m.answers, m.size = map[string]*remembered{}, 0
		}
		r = &remembered{}
		m.answers[name] = r
	}
	m.mu.Unlock()

	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done {
		return r.reply, r.err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	reply, err := fetch(ctx, q)
	if ctx.Err() != nil {
		return reply, err
	}
	r.reply, r.err, r.done = reply, err, true
	if reply != nil {
		m.mu.Lock()
		m.size += len(reply.Body)
		m.mu.Unlock()
	}
	return reply, err
}
