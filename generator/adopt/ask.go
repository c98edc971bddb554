package adopt

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/verify"
)

// Asker asks addresses, remembers what was answered, and stops asking a host
// that has fallen silent: of a platform that is gone, each of a thousand
// credentials would wait in vain. Several goroutines may use it.
type Asker struct {
	// Fetch asks an address; it guards, because the addresses come from
	// strangers. Nil: nobody is asked.
	Fetch func(context.Context, verify.Question) (*verify.Answer, error)

	mu      sync.Mutex
	answers map[string]*verify.Answer
	size    int
	silence map[string]int // by host: questions in a row without an answer
}

// patience is how many questions in a row a host may leave without an answer.
const patience = 3

var errSilent = errors.New("the host did not answer before, and is not asked again")

// Ask asks an address. It has the form of the Fetch of a verify.Verifier.
func (a *Asker) Ask(ctx context.Context, q verify.Question) (*verify.Answer, error) {
	host := hostOf(q.URL)
	a.mu.Lock()
	known := a.answers[q.URL]
	silent := a.silence[host] >= patience
	a.mu.Unlock()
	switch {
	case known != nil && !q.Keys: // keys are asked for under stricter rules
		return known, nil
	case silent:
		return nil, fmt.Errorf("%s: %w", host, errSilent)
	}
	answer, err := a.Fetch(ctx, q)
	if ctx.Err() != nil {
		return answer, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case err == nil:
		if a.silence[host] < patience {
			delete(a.silence, host)
		}
		a.keep(q.URL, answer)
	case errors.Is(err, verify.ErrRefused), errors.Is(err, verify.ErrLarge): // says nothing about the host
	default:
		if a.silence == nil {
			a.silence = map[string]int{}
		}
		a.silence[host]++
	}
	return answer, err
}

func (a *Asker) keep(at string, answer *verify.Answer) {
	if a.answers == nil {
		a.answers = map[string]*verify.Answer{}
	}
	if a.answers[at] == nil && a.size+len(answer.Body) <= MaxHeld {
		a.answers[at] = answer
		a.size += len(answer.Body)
	}
}

// body returns what an address answered before; nil where it was not asked, or
// did not answer with a document.
func (a *Asker) body(at string) []byte {
	if a == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	at, _, _ = strings.Cut(at, "#")
	if known := a.answers[at]; known != nil && known.Status >= 200 && known.Status < 300 {
		return known.Body
	}
	return nil
}

// Silent lists the hosts that did not answer, sorted.
func (a *Asker) Silent() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var hosts []string
	for host := range a.silence {
		hosts = append(hosts, host)
	}
	slices.Sort(hosts)
	return hosts
}

// hostOf returns the host of an address; empty where it is none.
func hostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Host
}

// isWeb reports whether a text is a web address, by its beginning.
func isWeb(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}
