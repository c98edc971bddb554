package generator

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// look is how somebody looks at a page.
type look struct {
	language string
	scheme   string // light or dark
	width    int64
}

func (l look) String() string { return fmt.Sprintf("%s, %s, %d pixels", l.language, l.scheme, l.width) }

// schemes and widths of the matrix: a phone and a desk.
var (
	schemes = []string{"light", "dark"}
	widths  = []int64{390, 1280}
)

// looks returns the ways in which the page of a kind is looked at: all of
// them with SEALPRESS_LONG, else one in each language, so that every two values
// of the matrix meet.
func looks(kind int) []look {
	var all []look
	for i, language := range pageLanguages() {
		if os.Getenv("SEALPRESS_LONG") == "" {
			all = append(all, look{language, schemes[(kind+i)%2], widths[(kind/2+i)%2]})
			continue
		}
		for _, scheme := range schemes {
			for _, width := range widths {
				all = append(all, look{language, scheme, width})
			}
		}
	}
	return all
}

func TestEveryTwoLooksMeet(t *testing.T) {
	kinds := hardSite(t).pageKinds()
	met := map[string]bool{}
	for i := range kinds {
		for _, l := range looks(i) {
			values := []string{kinds[i].name, l.language, l.scheme, fmt.Sprint(l.width)}
			for n, a := range values {
				for _, b := range values[:n] {
					met[a+" and "+b] = true
				}
			}
		}
	}
	k, l := len(kinds), len(pageLanguages())
	if want := k*(l+2+2) + l*(2+2) + 2*2; len(met) != want {
		t.Errorf("%d pairs of values meet, want %d", len(met), want)
	}
}

// watched is a tab whose complaints are kept.
type watched struct {
	*browser
	root, hosted string // addresses of the sites
	mu           sync.Mutex
	complaints   []string
}

// watch opens a tab before both sites.
func (s hard) watch(t *testing.T) *watched {
	t.Helper()
	w := &watched{browser: newBrowser(t, &world{})}
	w.root, w.hosted = s.host(t)
	must(t, chromedp.Listen(w, func(event any) {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				w.complaints = append(w.complaints, e.Entry.Text+" "+e.Entry.URL)
			}
		case *runtime.EventExceptionThrown:
			w.complaints = append(w.complaints, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
				w.complaints = append(w.complaints, fmt.Sprintf("console.%s: %s", e.Type, e.Args[0].Description))
			}
		}
	}))
	_, err := chromedp.Call(w, log.Enable, cdp.Empty{})
	must(t, err)
	_, err = chromedp.Call(w, runtime.Enable, cdp.Empty{})
	must(t, err)
	_, err = chromedp.Call(w, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
		Source: `addEventListener("securitypolicyviolation", (e) => console.error(new Error("the policy refuses " + e.blockedURI + " for " + e.violatedDirective)));`})
	must(t, err)
	return w
}

// show opens the page of a kind, and reports what the browser complains of and
// what is asked of others.
func (w *watched) show(k pageKind, l look) {
	w.t.Helper()
	root := w.root
	if k.hosted {
		root = w.hosted
	}
	w.resize(l.width, 800)
	w.prefer(l.scheme)
	at := k.at
	if l.language != pageLanguages()[0] {
		at = k.at.In(l.language)
	}
	w.open(root + string(at))
	w.mu.Lock()
	complaints := w.complaints
	w.complaints = nil
	w.mu.Unlock()
	for _, c := range complaints {
		if !(k.name == "missing" && strings.Contains(c, "404 (Not Found) "+root+string(at))) {
			w.t.Errorf("%s, %s: the browser says: %s", k.name, l, c)
		}
	}
	for _, sent := range w.requests() {
		// The icon of the page before may come late.
		if !strings.HasPrefix(sent, "GET "+w.root) && !strings.HasPrefix(sent, "GET "+w.hosted) {
			w.t.Errorf("%s, %s: asked elsewhere: %s", k.name, l, sent)
		}
	}
}

func (w *watched) resize(width, height int64) {
	w.t.Helper()
	w.do(chromedp.EmulateViewport(width, height))
}

func (w *watched) prefer(scheme string) {
	w.t.Helper()
	_, err := chromedp.Call(w, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	must(w.t, err)
}

// wide names what is wider than the window, so that one has to scroll
// sideways. What scrolls in a frame of its own does not count.
const wide = `(() => { const root = document.documentElement, out = [];
	if (root.scrollWidth <= root.clientWidth && document.body.scrollWidth <= innerWidth) return out;
	const framed = (e) => e && (getComputedStyle(e).overflowX !== "visible" || framed(e.parentElement));
	for (const e of document.body.querySelectorAll("*")) {
		const r = e.getBoundingClientRect();
		if ((r.right > root.clientWidth + .5 || r.left < -.5) && !framed(e.parentElement)) out.push(e.localName + "." + (e.getAttribute("class") || "") + " from " + Math.round(r.left) + " to " + Math.round(r.right));
	}
	return ["the page is " + root.scrollWidth + " wide: " + out.slice(0, 5).join("; ")];
})()`

// Every kind of page, in each language, light and dark, on a phone and on a
// desk: nothing that axe holds against WCAG 2.2 AA, no scrolling sideways down
// to 320 pixels and at 400 %, no complaint of the browser, nothing asked of
// others. axe is not part of this module: SEALPRESS_AXE is the path of its
// axe.min.js.
func TestPagesInEveryLook(t *testing.T) {
	axe := ""
	if at := os.Getenv("SEALPRESS_AXE"); at != "" {
		text, err := os.ReadFile(at)
		must(t, err)
		axe = string(text)
	} else if os.Getenv("SEALPRESS_BROWSER") == "required" {
		t.Fatal("SEALPRESS_AXE does not say where axe.min.js is, and SEALPRESS_BROWSER says that the browser's tests are required")
	} else {
		t.Log("SEALPRESS_AXE does not say where axe.min.js is: axe judges nothing")
	}
	s := hardSite(t)
	w := s.watch(t)
	seen := 0
	for i, k := range s.pageKinds() {
		for _, l := range looks(i) {
			if k.name == "missing" && l.language != pageLanguages()[0] {
				continue // one page answers for every address that there is not
			}
			seen++
			w.show(k, l)
			if axe != "" {
				for _, v := range w.axe(axe) {
					t.Errorf("%s, %s: %s", k.name, l, v)
				}
			}
			// 320 × 256 is a window of 1280 × 1024 at 400 %.
			for _, size := range [][2]int64{{l.width, 800}, {320, 640}, {320, 256}} {
				w.resize(size[0], size[1])
				for _, e := range run[[]string](w.browser, wide) {
					t.Errorf("%s, %s: %d × %d: scrolls sideways: %s", k.name, l, size[0], size[1], e)
				}
			}
		}
	}
	if least := 2 * len(s.pageKinds()); seen < least {
		t.Errorf("%d pages were looked at, want at least %d", seen, least)
	}
}

// axe returns what axe finds on the page that is open.
func (w *watched) axe(program string) []string {
	w.t.Helper()
	found := run[[]string](w.browser, program+`; axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
		.then((r) => r.violations.map((v) => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + " " + n.failureSummary).join(" ")))`)
	slices.Sort(found)
	return found
}
