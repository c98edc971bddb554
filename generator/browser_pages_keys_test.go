package generator

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
)

// stop is where the focus is.
type stop struct {
	At    int    // which element of the document
	Is    string // what a person would call it
	Shown bool   // that the focus is there, and that it is in the window
}

// walkKeys finds things out about the focus.
const walkKeys = `window.keys ??= {
	all: () => [...document.querySelectorAll("*")],
	is: (e) => e.localName + (e.id ? "#" + e.id : "") + " " + (e.innerText || e.getAttribute("aria-label") || e.textContent || "").trim().slice(0, 40),
	// A drawing of the focus is an outline or, in a drawing, a stroke; on the element or on what stands for it.
	drawn: (e) => [e, ...(e.labels ?? []), ...e.querySelectorAll("*")].some((x) => { const s = getComputedStyle(x); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 || x.matches("svg a:focus-visible *") && parseFloat(s.strokeWidth) >= 4; }),
	inside: (e) => [e, ...(e.labels ?? [])].some((x) => { const r = x.getBoundingClientRect(); return r.width > 1 && r.height > 1 && r.top < innerHeight && r.bottom > 0 && r.left < innerWidth && r.right > 0; }),
	here: () => { const e = document.activeElement; return {at: keys.all().indexOf(e), is: keys.is(e), shown: keys.drawn(e) && keys.inside(e)}; },
	// What can be reached, in the order of the document.
	every: () => keys.all().filter((e) => e.matches("a[href], button, input, select, textarea, summary") && !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})).map(keys.is),
};`

// press presses keys.
func (w *watched) press(keys string) { w.t.Helper(); w.do(chromedp.KeyEvent(keys)) }

// walk goes through a page by the tabulator and returns every stop, until the
// focus leaves the page.
func (w *watched) walk() []stop {
	w.t.Helper()
	run[bool](w.browser, walkKeys+`; true`)
	var all []stop
	for range 300 {
		w.press("\t")
		s := run[stop](w.browser, "keys.here()")
		if strings.HasPrefix(s.Is, "body") || len(all) > 0 && s.At == all[0].At {
			return all
		}
		if n := len(all); n > 0 && s.At == all[n-1].At {
			w.t.Errorf("%q keeps the focus: the tabulator does not lead on", s.Is)
			return all
		}
		all = append(all, s)
	}
	w.t.Error("the walk does not end")
	return all
}

// Whoever has no mouse gets everywhere, in the order in which it is read, and
// sees where he is.
func TestWalkByKeyboard(t *testing.T) {
	s := hardSite(t)
	w := s.watch(t)
	for _, k := range s.pageKinds() {
		if !slices.Contains([]string{"home", "catalogue", "award: micro-credential", "award: expired", "pathway", "verify", "guide"}, k.name) {
			continue
		}
		for i, language := range pageLanguages() {
			l := look{language, schemes[i%2], widths[i%2]}
			if i > 0 && k.name != "award: micro-credential" && k.name != "verify" {
				continue
			}
			w.show(k, l)
			stops := w.walk()
			var seen []string
			for i, at := range stops {
				seen = append(seen, at.Is)
				if !at.Shown {
					t.Errorf("%s, %s: at %q nothing shows that the focus is there", k.name, l, at.Is)
				}
				if i > 0 && at.At < stops[i-1].At {
					t.Errorf("%s, %s: from %q the focus goes back to %q", k.name, l, stops[i-1].Is, at.Is)
				}
			}
			if len(seen) == 0 || run[string](w.browser, `keys.is(document.querySelector(".skip"))`) != seen[0] {
				t.Errorf("%s, %s: the way to the content is not the first stop: %v", k.name, l, seen)
			}
			if diff := cmp.Diff(run[[]string](w.browser, "keys.every()"), seen); diff != "" {
				t.Errorf("%s, %s: what can be used and what is reached (-can +reached):\n%s", k.name, l, diff)
			}
		}
	}
}

// until waits for something to become true.
func (w *watched) until(script string) {
	w.t.Helper()
	run[bool](w.browser, `new Promise((done) => { const look = () => (`+script+`) ? done(true) : setTimeout(look, 20); look(); })`)
}

// arrive waits until a page of a kind is shown and its scripts have run; a page
// that is kept by the browser is shown again without being loaded.
func (w *watched) arrive(class string) {
	w.t.Helper()
	for range 300 {
		out, err := chromedp.Call(w, runtime.Evaluate, runtime.EvaluateParams{
			Expression: fmt.Sprintf(`document.readyState === "complete" && document.body.className.includes(%q)`, class)})
		if err == nil && string(out.Result.Value) == "true" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.t.Fatalf("no %s is shown", class)
}

// to goes to the first element that fits by the tabulator.
func (w *watched) to(selector string) {
	w.t.Helper()
	for range 150 {
		w.press("\t")
		if run[bool](w.browser, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			return
		}
	}
	w.t.Errorf("%s is not reached by keyboard", selector)
}

// The page of an award by keyboard: past the head, the parts that open, the
// link into the clipboard, the check.
func TestAwardByKeyboard(t *testing.T) {
	s := hardSite(t)
	w := s.watch(t)
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := chromedp.CallBrowser(w, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
			Permission: &cdpbrowser.PermissionDescriptor{Name: name}, Setting: cdpbrowser.PermissionSettingGranted, Origin: strings.TrimSuffix(w.root, "/")})
		must(t, err)
	}
	k := pageKind{"award", address.Award(s.id(standing)), false}
	w.show(k, look{"en", "light", 1280})
	w.press("\t\r")
	if at := run[string](w.browser, "document.activeElement.id"); at != "content" {
		t.Errorf("the way to the content leads to %q", at)
	}
	for i := range run[int](w.browser, `document.querySelectorAll("details").length`) {
		w.to("summary")
		w.press("\r")
		if !run[bool](w.browser, fmt.Sprintf(`document.querySelectorAll("details")[%d].open`, i)) {
			t.Errorf("part %d does not open by keyboard", i)
		}
	}

	w.show(k, look{"en", "light", 1280})
	w.to(`[data-copy="credential-link"]`)
	w.press("\r")
	w.until(`document.getElementById("said").textContent !== ""`)
	want := s.at.URL(address.Credential(s.id(standing)))
	if got := run[string](w.browser, "navigator.clipboard.readText()"); got != want {
		t.Errorf("the clipboard holds %q, want %q", got, want)
	}
	if said := run[string](w.browser, `document.getElementById("said").textContent`); said != "Copied" {
		t.Errorf("copying says %q", said)
	}
	if at := run[string](w.browser, `document.activeElement.dataset.copy`); at != "credential-link" {
		t.Errorf("after copying the focus is on %q", at)
	}
	w.to("button[data-verify]")
	w.press("\r")
	w.do(chromedp.WaitVisible(chromedp.CSS(`.verify-box`)))
}

// cards counts the cards that are seen.
const cards = `[...document.querySelectorAll(".card")].filter((c) => c.checkVisibility()).length`

// The catalogue is narrowed by keyboard; the address keeps the choice, also
// for who comes back.
func TestCatalogueByKeyboard(t *testing.T) {
	s := hardSite(t)
	w := s.watch(t)
	w.show(pageKind{"catalogue", address.Catalogue(), false}, look{"en", "light", 1280})
	all := run[int](w.browser, cards)
	expect := func(what string, fits func(n int) bool, query string) {
		t.Helper()
		if n := run[int](w.browser, cards); !fits(n) {
			t.Errorf("%s: %d of %d cards are left", what, n, all)
		}
		if got := run[string](w.browser, "location.search"); got != query {
			t.Errorf("%s: the address keeps %q, want %q", what, got, query)
		}
		if n, said := run[int](w.browser, cards), run[string](w.browser, `document.getElementById("filter-count").textContent`); !strings.Contains(said, fmt.Sprint(n)) || !strings.Contains(said, fmt.Sprint(all)) {
			t.Errorf("%s: of %d of %d cards is said %q", what, n, all, said)
		}
	}
	some := func(n int) bool { return n > 0 && n < all }
	w.to("#filter-q")
	w.press("drill")
	expect("a word", some, "?q=drill")
	w.to("#filter-kind")
	w.press("b") // of badges
	expect("a word and a kind", some, "?q=drill&kind=badge")

	w.to(".card:not([hidden]) h3 a")
	w.press("\r")
	w.arrive("page-achievement")
	_, err := chromedp.Call(w, runtime.Evaluate, runtime.EvaluateParams{Expression: "history.back()"})
	must(t, err)
	w.arrive("page-catalogue")
	expect("coming back", some, "?q=drill&kind=badge")
	if got := run[string](w.browser, `document.getElementById("filter-q").value + " " + document.getElementById("filter-kind").value`); got != "drill badge" {
		t.Errorf("coming back, the filter shows %q", got)
	}
	w.to("#filter [type=reset]")
	w.press("\r")
	w.until(`location.search === ""`)
	expect("everything again", func(n int) bool { return n == all }, "")
	w.press("\t")

	w.open(w.root + string(address.Catalogue()) + "?q=nothing+is+called+so")
	expect("nothing fits", func(n int) bool { return n == 0 }, "?q=nothing+is+called+so")
	if !run[bool](w.browser, `document.getElementById("filter-none").checkVisibility()`) {
		t.Error("nothing fits, and nothing says so")
	}
}
