package preview

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/render"
)

// state is what the preview shows from one build to the next. It never
// changes.
type state struct {
	find     func(file string) (render.Entry, bool) // in the plan of the last good site; nil where there never was one
	address  address.Site
	draft    func(id string) bool
	broken   bool // the newest build is not the site that is shown
	findings findings
	next     chan struct{} // closed when another state took this one's place
}

// newState is the state after a build. What is wrong with the newest content
// lies over the last good site.
func newState(former *state, site Site) *state {
	s := &state{next: make(chan struct{}), broken: !site.OK, findings: collected(site)}
	if !site.OK {
		if former != nil {
			s.find, s.address, s.draft = former.find, former.address, former.draft
		}
		return s
	}
	s.address, s.draft, s.find = site.Address, site.Draft, site.Plan.Finder()
	return s
}

// findings are those of one build, ready to be shown.
type findings struct {
	id    string // of all that is shown; empty where nothing was found
	count [3]int // by severity
	html  []byte // what lies over pages
}

func collected(site Site) findings {
	if len(site.Findings) == 0 {
		return findings{}
	}
	var out findings
	for _, f := range site.Findings {
		out.count[f.Severity]++
	}
	out.html = findingsHTML(site)
	sum := sha256.Sum256(fmt.Appendf(bytes.Clone(out.html), "%t", site.OK))
	out.id = hex.EncodeToString(sum[:8])
	return out
}

// summary says how many there are: "2 errors, 1 warning".
func (f findings) summary() string {
	var parts []string
	for severity, n := range f.count {
		word := diag.Severity(severity).String()
		switch n {
		case 0:
		case 1:
			parts = append(parts, "1 "+word)
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, word))
		}
	}
	return strings.Join(parts, ", ")
}

// board holds the current state and tells of the next.
type board struct {
	mu    sync.Mutex
	state *state
	ready chan struct{} // closed with the first state
}

func (b *board) init() { b.ready = make(chan struct{}) }

// current returns the state; nil before the first build.
func (b *board) current() *state {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

// await returns the state, after the first build; nil where the context ended
// before.
func (b *board) await(ctx context.Context) *state {
	select {
	case <-b.ready:
		return b.current()
	case <-ctx.Done():
		return nil
	}
}

func (b *board) put(s *state) {
	b.mu.Lock()
	former := b.state
	b.state = s
	b.mu.Unlock()
	if former == nil {
		close(b.ready)
		return
	}
	close(former.next)
}
