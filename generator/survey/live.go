package survey

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/fetch"
	"github.com/sealpress/sealpress/generator/render"
)

// atOnce is how many questions a host gets at the same time.
const atOnce = 4

// Host is a host, and what it is to serve.
type Host struct {
	Plan    render.Plan
	Address address.Site
	Ask     Ask
	// Random is text of the caller's choice that no address has in it: it
	// makes the address that cannot exist.
	Random   string
	Progress func(done, total int) // optional
}

// Report is what a host serves, held against what is to be there. Its JSON form
// is stable.
type Report struct {
	Address  string    `json:"address"`
	Host     string    `json:"host,omitempty"` // the kind of host, where it is recognised
	Asked    int       `json:"asked"`          // files that were asked for
	Same     int       `json:"same"`           // of these, served as they are to be
	Findings []Finding `json:"findings"`
}

// Finding is one thing that is wrong with what a host serves. Message, Mend and
// Evidence are English; Report.Say says the first two in other languages.
type Finding struct {
	Rule      string            `json:"rule"`
	Case      string            `json:"case,omitempty"` // which of several things that break the rule
	Params    map[string]string `json:"params,omitempty"`
	Severity  diag.Severity     `json:"severity"`
	Message   string            `json:"message"`
	Mend      string            `json:"mend"`
	Count     int               `json:"count"`     // addresses of which it is true
	Addresses []string          `json:"addresses"` // the first of them
	Evidence  string            `json:"evidence,omitempty"`
}

// HasErrors reports whether anything stands in the way of verifying.
func (r *Report) HasErrors() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == diag.Error })
}

// shownAddresses is how many addresses a finding names.
const shownAddresses = 5

// Live asks a host for every file of a plan, for an address that cannot exist,
// and for the folder of the awards. An error says that the plan could not be
// rendered, or that the context ended; whatever the host does is a finding.
func Live(ctx context.Context, h Host) (*Report, error) {
	l := &live{Host: h, report: &Report{Address: h.Address.String(), Findings: []Finding{}}, by: map[string]*Finding{}}
	l.absent(ctx)
	l.listing(ctx)
	l.stored(ctx)
	if l.dead {
		l.finish()
		return l.report, ctx.Err()
	}
	if err := l.files(ctx); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.finish()
	return l.report, nil
}

type live struct {
	Host
	mu     sync.Mutex
	report *Report
	by     map[string]*Finding // by rule and message
	kind   hostKind
	dead   bool   // nobody answers
	silent int    // questions in a row without an answer
	front  []byte // what is answered where nothing is
	large  bool   // or that is large
	store  bool   // an object store is behind it
	past   int    // questions past its cache
}

// note records a finding about an address. Names and values of parameters
// follow each other.
func (l *live) note(rule, reason, at, evidence string, params ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := Finding{Rule: rule, Case: reason, Severity: severityOf(rule), Evidence: evidence}
	for i := 0; i+1 < len(params); i += 2 {
		if one.Params == nil {
			one.Params = map[string]string{}
		}
		one.Params[params[i]] = params[i+1]
	}
	one.Message = sentence(&one, "en")
	f := l.by[rule+one.Message]
	if f == nil {
		f = &one
		l.by[rule+one.Message] = f
	}
	if f.Count++; len(f.Addresses) < shownAddresses {
		f.Addresses = append(f.Addresses, at)
	}
}

// finish puts the findings in order, and gives each its mend for this host.
func (l *live) finish() {
	for _, f := range l.by {
		f.Mend = l.kind.mend(f, l.Address, "en")
		slices.Sort(f.Addresses)
		l.report.Findings = append(l.report.Findings, *f)
	}
	order := Rules()
	slices.SortFunc(l.report.Findings, func(a, b Finding) int {
		at := func(f Finding) int {
			return slices.IndexFunc(order, func(r diag.Rule) bool { return r.ID == f.Rule })
		}
		if c := int(a.Severity) - int(b.Severity); c != 0 {
			return c
		}
		if c := at(a) - at(b); c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
	})
	l.report.Host = l.kind.name
}

// ask asks the host, and learns what kind of host it is.
func (l *live) ask(ctx context.Context, r fetch.Request) (*fetch.Answer, error) {
	answer, err := l.Ask(ctx, r)
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err == nil:
		l.silent = 0
		if l.kind.name == "" {
			l.kind = recognise(l.Address.Host(), answer.Header.Get("Server"))
		}
		l.store = l.store || isStore(answer.Header)
	case errors.Is(err, fetch.ErrUnreachable), errors.Is(err, fetch.ErrTimeout), errors.Is(err, fetch.ErrTLS):
		l.silent++
	}
	return answer, err
}

// absent asks for an address that cannot exist. A host that answers it with a
// page answers everything so, and no verifier can tell what is there.
func (l *live) absent(ctx context.Context) {
	at := l.Address.URL(address.Path("no-such-page-" + l.Random + ".json"))
	answer, err := l.ask(ctx, fetch.Request{URL: at})
	switch {
	case ctx.Err() != nil:
	case errors.Is(err, fetch.ErrRedirect):
		l.note(ruleFallback, "moved", at, err.Error())
	case errors.Is(err, fetch.ErrTooLarge):
		l.large = true
		l.note(ruleFallback, "large", at, err.Error())
	case err != nil:
		l.dead = true
		l.note(ruleUnreachable, "", l.Address.String(), err.Error())
	case answer.Status == 404 || answer.Status == 410:
	case answer.Status >= 200 && answer.Status < 300:
		l.front = answer.Body
		l.note(ruleFallback, "", at, "", "status", fmt.Sprint(answer.Status))
	default:
		l.note(ruleAbsent, "", at, "", "status", fmt.Sprint(answer.Status))
	}
}

var anyAwardID = regexp.MustCompile(`\b[a-z2-7]{26}\b`)

// listing asks for the folder of the awards, which must not show what is in it.
func (l *live) listing(ctx context.Context) {
	if l.dead {
		return
	}
	at := l.Address.URL("awards/")
	answer, err := l.ask(ctx, fetch.Request{URL: at, MaxBytes: 8 << 20})
	if errors.Is(err, fetch.ErrTooLarge) && !l.large || err == nil && answer.Status == 200 && !bytes.Equal(answer.Body, l.front) && anyAwardID.Match(answer.Body) {
		l.note(ruleListing, "", at, "")
	}
}

// files asks for every file of the plan, a few at a time.
func (l *live) files(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	work := make(chan render.Entry)
	var workers sync.WaitGroup
	done := 0
	for range atOnce {
		workers.Go(func() {
			for e := range work {
				if err := l.file(ctx, e); err != nil {
					cancel(err)
				}
				l.mu.Lock()
				if done++; l.Progress != nil {
					l.Progress(done, l.Plan.Count)
				}
				l.mu.Unlock()
			}
		})
	}
	for e := range served(l.Plan.Entries) {
		stop := false
		select {
		case work <- e:
		case <-ctx.Done():
			stop = true
		}
		if stop || l.gone() {
			break
		}
	}
	close(work)
	workers.Wait()
	return context.Cause(ctx)
}

// gone reports whether the host has stopped answering, so that asking on would
// be of no use.
func (l *live) gone() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.silent >= 5*atOnce
}

// served yields the entries of a plan that a host serves. Some files are for
// the host itself.
func served(entries iter.Seq[render.Entry]) iter.Seq[render.Entry] {
	return func(yield func(render.Entry) bool) {
		for e := range entries {
			hidden := strings.HasPrefix(e.File, ".") && !strings.HasPrefix(e.File, ".well-known/")
			switch address.Path(e.File) {
			case address.Headers, address.NotFound, "CNAME", "_redirects":
				hidden = true
			}
			if !hidden && !yield(e) {
				return
			}
		}
	}
}

// file asks for one file, and compares. An error is one of rendering.
func (l *live) file(ctx context.Context, e render.Entry) error {
	want, err := e.Render()
	if err != nil {
		return fmt.Errorf("rendering %s: %w", e.File, err)
	}
	p := address.Path(e.File)
	if name, ok := strings.CutSuffix(e.File, "index.html"); ok && (name == "" || strings.HasSuffix(name, "/")) {
		p = address.Path(name)
	}
	at := l.Address.URL(p)
	answer, err := l.ask(ctx, fetch.Request{URL: at, MaxBytes: int64(len(want)) + 64<<10, Origin: "https://verifier.example"})
	if ctx.Err() != nil {
		return nil
	}
	f := &comparison{live: l, file: e.File, at: at, same: true}
	switch {
	case errors.Is(err, fetch.ErrTooLarge):
		f.note(ruleBytes, "", "")
	case errors.Is(err, fetch.ErrRedirect):
		if f.isDocument() {
			f.note(ruleRedirect, "lost", err.Error())
		} else {
			f.note(ruleMissing, "moved", err.Error())
		}
	case err != nil:
		f.note(ruleUnreachable, "", err.Error())
	default:
		f.compare(ctx, want, answer)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report.Asked++
	if f.same {
		l.report.Same++
	}
	return nil
}
