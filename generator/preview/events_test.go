package preview

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// served is a preview on a real port.
func served(t testing.TB, p *Preview) (url string, stop context.CancelFunc) {
	t.Helper()
	listeners, port, err := Listen(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	server := &http.Server{Handler: p.Handler(port), BaseContext: func(net.Listener) context.Context { return ctx }}
	for _, l := range listeners {
		go func() { _ = server.Serve(l) }() // ends with Close
	}
	t.Cleanup(func() {
		stop()
		_ = server.Close()
	})
	return fmt.Sprintf("http://localhost:%d", port), stop
}

// listener is a page that listens.
type listener struct {
	t    testing.TB
	body *bufio.Reader
}

func listenTo(t testing.TB, url, page string) *listener {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+own+"events?page="+page, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("content type %q", got)
	}
	return &listener{t, bufio.NewReader(answer.Body)}
}

// next returns the next news; false where the stream ended.
func (l *listener) next() (news, bool) {
	for {
		line, err := l.body.ReadString('\n')
		if err != nil {
			return news{}, false
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			var n news
			if err := json.Unmarshal([]byte(data), &n); err != nil {
				l.t.Errorf("news %q: %v", data, err)
			}
			return n, true
		}
	}
}

func TestEvents(t *testing.T) {
	files := map[string]string{"index.html": page("home"), "404.html": page("missing"), "guide/index.html": page(`<img src="a.png">`), "guide/a.png": "a"}
	p := shown(siteOf(t, files))
	url, stop := served(t, p)
	home, guide, absent := listenTo(t, url, "/badges/"), listenTo(t, url, "/badges/guide/"), listenTo(t, url, "/badges/absent/")
	tag := func(l *listener) string {
		t.Helper()
		n, ok := l.next()
		if !ok {
			t.Fatal("the stream ended")
		}
		return n.Tag
	}
	put := func(s Site) { p.board.put(newState(p.board.current(), s)) }
	tags := [3]string{tag(home), tag(guide), tag(absent)}
	if got := `"` + tags[1] + `"`; got != ask(p, "/badges/guide/").Header().Get("ETag") {
		t.Errorf("the guide's tag is told as %s", got)
	}

	files["guide/a.png"] = "other"
	put(siteOf(t, files))
	if got := tag(guide); got == tags[1] {
		t.Error("the guide was not told of its picture's change")
	}
	files["absent/index.html"] = page("there now")
	put(siteOf(t, files))
	if got := tag(absent); got == tags[2] {
		t.Error("a page that came was not told")
	}
	put(brokenSite())
	for name, l := range map[string]*listener{"home": home, "guide": guide, "absent": absent} {
		n, _ := l.next()
		// Home's first news since the start: it was left in peace before.
		if !n.Broken || n.Errors != 1 || n.Summary != "1 error, 1 warning" || n.Findings == "" || name == "home" && n.Tag != tags[0] {
			t.Errorf("%s was told %+v", name, n)
		}
	}
	put(siteOf(t, files))
	if n, _ := home.next(); n.Broken || n.Findings != "" || n.Tag != tags[0] {
		t.Errorf("after the mend home was told %+v", n)
	}

	ended := make(chan bool)
	go func() { _, ok := home.next(); ended <- !ok }()
	stop()
	select {
	case ok := <-ended:
		if !ok {
			t.Error("news at the end")
		}
	case <-time.After(2 * time.Second):
		t.Error("the stream outlives the preview")
	}
}

// Readers, listeners and rebuilds at once: no answer mixes two states. The
// number in a page is that of its document, and of the page's tag.
func TestStress(t *testing.T) {
	state := func(i int) Site {
		return siteOf(t, map[string]string{"index.html": page(fmt.Sprintf("<b>%d</b>", i%7)), "a.json": fmt.Sprint(i % 7)})
	}
	p := shown(state(0))
	known := map[string]string{} // tag → page, as told to readers
	var mu sync.Mutex
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for ctx.Err() == nil {
				w := ask(p, "/badges/")
				mu.Lock()
				tag, body := w.Header().Get("ETag"), w.Body.String()
				if before, ok := known[tag]; w.Code != 200 || ok && before != body {
					t.Errorf("status %d, tag %s: two pages", w.Code, tag)
				}
				known[tag] = body
				mu.Unlock()
			}
		})
	}
	url, _ := served(t, p)
	for range 4 {
		l := listenTo(t, url, "/badges/")
		all.Go(func() {
			for ctx.Err() == nil {
				if _, ok := l.next(); !ok {
					t.Error("a stream ended")
					return
				}
			}
		})
	}
	for i := 1; ctx.Err() == nil; i++ {
		s := state(i)
		if i%5 == 0 {
			s = brokenSite()
		}
		p.board.put(newState(p.board.current(), s))
	}
	// Listeners wait for news, the last of all.
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	for i := 0; ; i++ {
		p.board.put(newState(p.board.current(), state(i)))
		select {
		case <-done:
			if len(known) < 2 || len(known) > 7 {
				t.Errorf("%d different pages were seen, want several of 7", len(known))
			}
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func TestCacheForgets(t *testing.T) {
	var c cache
	big := strings.Repeat("x", cacheBudget/8)
	for i := range 20 {
		for e := range planOf(map[string]string{fmt.Sprint(i, ".txt"): big + fmt.Sprint(i)}).Entries {
			it, err := c.rendered(e.File, e)
			if err != nil || !strings.HasSuffix(string(it.data), fmt.Sprint("x", i)) {
				t.Fatalf("%s: %.20q, %v", e.File, it.data, err)
			}
		}
	}
	if c.size > cacheBudget || c.order.Len() != len(c.items) || c.order.Len() > 8 {
		t.Errorf("%d bytes in %d items", c.size, len(c.items))
	}
}
