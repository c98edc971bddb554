package generator

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// enhancement is a part of a page that is there, or otherwise, only where
// scripts run.
type enhancement struct{ selector, why string }

// enhancements lists all of them. Everything else reads the same without.
func enhancements() []enhancement {
	return []enhancement{
		{"button", "a button does something in the page"},
		{"#filter, #filter-none", "the catalogue is whole; the filter narrows it"},
		{"time[data-after]", "whether a day has passed is judged on the reader's day"},
		{"#said", "announces what a button did"},
		{"#verify-form, #verify-result", "the check runs in the page"},
		{"#verify-without", "says how to check otherwise"},
		{"#verify-parts, #verify-words", "what the check says, before it says it"},
	}
}

func enhanced() string {
	var all []string
	for _, e := range enhancements() {
		all = append(all, e.selector)
	}
	return strings.Join(all, ", ")
}

// Without script every page says the same, keeps nothing hidden but what needs
// a script, and offers nothing that would not work.
func TestPagesAreWholeWithoutScript(t *testing.T) {
	s := hardSite(t)
	w := s.watch(t)
	list := enhanced()
	// The text is that of the page without what is listed.
	text := `(() => { for (const e of document.querySelectorAll(` + "`" + list + "`" + `)) e.remove(); return document.body.innerText.replace(/\s+/g, " ").trim(); })()`
	hidden := `[...document.querySelectorAll("body [hidden], body template")].filter((e) => !e.closest(` + "`" + list + "`" + `)).map((e) => e.outerHTML.slice(0, 120))`
	dead := `[...document.querySelectorAll("button, input, select, textarea")].filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.readOnly).map((e) => e.outerHTML.slice(0, 120))`
	said := map[string]string{}
	for _, script := range []bool{true, false} {
		_, err := chromedp.Call(w, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
		must(t, err)
		for i, k := range s.pageKinds() {
			l := looks(i)[i%2]
			if k.name == "missing" {
				l.language = pageLanguages()[0]
			}
			w.show(k, l)
			name := k.name + ", " + l.String()
			if !script {
				for _, e := range run[[]string](w.browser, hidden) {
					t.Errorf("%s: only a script would show %s", name, e)
				}
				for _, e := range run[[]string](w.browser, dead) {
					t.Errorf("%s: without script there is %s", name, e)
				}
			}
			got := run[string](w.browser, text)
			if script {
				said[name] = got
				continue
			}
			if len(got) < 80 {
				t.Errorf("%s says only %q", name, got)
			}
			if diff := cmp.Diff(strings.SplitAfter(said[name], ". "), strings.SplitAfter(got, ". ")); diff != "" {
				t.Errorf("%s: (-with script +without):\n%s", name, diff)
			}
		}
	}
}
