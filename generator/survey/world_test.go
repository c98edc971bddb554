package survey

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/fetch"
	"github.com/sealpress/sealpress/generator/render"
)

// served is what a host answers, by address. What is not there is 404.
type answers map[string]reply

type reply struct {
	status int // 0: 200
	body   string
	kind   string
	header map[string]string
	hops   []string
	err    error
}

// world is a host without a network. It notes how many questions it had at the
// same time.
type world struct {
	answers
	other *reply // for every address that is not there

	mu          sync.Mutex
	asked       []string
	now, atOnce int
}

func (w *world) ask(ctx context.Context, r fetch.Request) (*fetch.Answer, error) {
	w.mu.Lock()
	w.asked = append(w.asked, r.URL)
	w.now++
	w.atOnce = max(w.atOnce, w.now)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.now--
		w.mu.Unlock()
	}()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a, ok := w.answers[r.URL]
	if !ok {
		a = reply{status: 404}
		if w.other != nil {
			a = *w.other
		}
	}
	if a.err != nil {
		return nil, a.err
	}
	if a.status == 0 {
		a.status = 200
	}
	h := http.Header{}
	for name, value := range a.header {
		h.Set(name, value)
	}
	answer := &fetch.Answer{URL: r.URL, Status: a.status, ContentType: a.kind, Header: h, Hops: a.hops}
	if a.status < 300 {
		if r.MaxBytes > 0 && int64(len(a.body)) > r.MaxBytes {
			return nil, &fetch.Error{URL: r.URL, Cause: fetch.ErrTooLarge}
		}
		answer.Body = []byte(a.body)
	}
	return answer, nil
}

const root = "https://credentials.example.org/badges/"

func mustParse(s string) address.Site {
	at, err := address.Parse(s)
	if err != nil {
		panic(err)
	}
	return at
}

// planned are files of a small site, in order.
var planned = []struct{ file, body string }{
	{"index.html", "<!doctype html><p>home"},
	{"404.html", "<!doctype html><p>not here"},
	{"did.json", `{"id":"did:web:credentials.example.org:badges"}`},
	{".well-known/jwks.json", `{"keys":[]}`},
	{"awards/aaaaaaaaaaaaaaaaaaaaaaaaaa/index.html", "<!doctype html><p>award"},
	{"awards/aaaaaaaaaaaaaaaaaaaaaaaaaa/credential.json", `{"id":"a"}`},
	{"awards/aaaaaaaaaaaaaaaaaaaaaaaaaa/credential.jwt", `e30.e30.AA`},
	{"awards/aaaaaaaaaaaaaaaaaaaaaaaaaa/badge.png", "\x89PNG"},
	{"status/revocation-1.json", `{"list":1}`},
	{"assets/style.css", "p{}"},
	{"_headers", "/*"},
	{".nojekyll", ""},
	{".sealpress", "ours"},
}

func plan() render.Plan {
	return render.Plan{Count: len(planned), Entries: func(yield func(render.Entry) bool) {
		for _, f := range planned {
			if !yield(render.Entry{File: f.file, Render: func() ([]byte, error) { return []byte(f.body), nil }}) {
				return
			}
		}
	}}
}

// good is a host that serves the plan as it should.
func good() *world {
	w := &world{answers: answers{}}
	for _, f := range planned {
		kind := ""
		for end, types := range contentTypes {
			if strings.HasSuffix(f.file, end) {
				kind = types[0] + "; charset=utf-8"
			}
		}
		w.answers[root+strings.TrimSuffix(f.file, "index.html")] = reply{body: f.body, kind: kind, header: map[string]string{"Access-Control-Allow-Origin": "*"}}
	}
	return w
}

// change changes one answer.
func (w *world) change(file string, do func(*reply)) *world {
	a, ok := w.answers[root+file]
	if !ok {
		panic(fmt.Sprintf("nothing is served at %s", file))
	}
	do(&a)
	w.answers[root+file] = a
	return w
}
