package generator

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/sealpress/sealpress/generator/address"
)

// looker is a page that opens others, several at a time, and tells which of
// them ran what it should not, or hold what could run at a touch.
const looker = `<!doctype html><title>looker</title><script>
var ran = [];
// A text may have taken the document's own names away.
var all = (d, what) => Document.prototype.querySelectorAll.call(d, what);
var touchy = (d) => { const out = [];
	for (const e of all(d, "*")) {
		for (const a of [...e.attributes]) if (/^on/i.test(a.name)) out.push("<" + e.localName + " " + a.name + ">");
		for (const at of [e.href, e.src, e.action, e.data, e.formAction, e.srcdoc && "srcdoc:"]) {
			const u = String(at && at.baseVal !== undefined ? at.baseVal : at || "");
			if (/^(javascript|vbscript|view-source|srcdoc|blob|file):/i.test(u) || /^data:(?!image\/png;base64,|text\/calendar;)/i.test(u)) out.push("<" + e.localName + "> leads to " + u);
		}
		if (/^(iframe|frame|frameset|object|embed|base|applet|foreignobject|set|animate|marquee|template|style|portal)$/i.test(e.localName)) out.push("<" + e.localName + ">");
		if (/^script$/i.test(e.localName) && e.type !== "application/ld+json" && !(e.src && e.src.startsWith(location.origin + "/assets/") && !e.textContent)) out.push("<script> " + e.outerHTML);
		if (e.localName === "meta" && /refresh/i.test(e.httpEquiv)) out.push("<meta http-equiv=refresh>");
	}
	return out; };
var look = async (pages, told) => { const wrong = []; let next = 0, seen = 0;
	const texts = told ? await (await fetch(told)).json() : [];
	const one = async () => { while (next < pages.length) { const n = next++, {at, holds} = pages[n], text = texts[n], f = document.createElement("iframe");
		f.style.display = "none";
		const loaded = new Promise((done) => f.onload = done);
		if (text) { document.body.append(f); f.contentWindow.XS = () => ran.push(at); f.contentDocument.open(); f.contentDocument.write(text); f.contentDocument.close(); if (f.contentDocument.readyState !== "complete") await new Promise((done) => f.contentWindow.addEventListener("load", done)); }
		else { f.src = at; document.body.append(f); await loaded; }
		await new Promise((done) => setTimeout(done, 5));
		const d = f.contentDocument;
		if (!d || !d.documentElement || new URL(d.URL).pathname !== (text ? location.pathname : at) || text && !all(d, "main").length) wrong.push(at + ": is not the page any more");
		else { seen++; for (const w of touchy(d)) wrong.push(at + ": " + w);
			if (holds && d.documentElement.childElementCount !== holds) wrong.push(at + ": holds " + d.documentElement.childElementCount + " of " + holds + ": " + d.documentElement.textContent.slice(0, 300)); }
		f.remove(); } };
	await Promise.all(Array.from({length: 6}, one));
	await new Promise((done) => setTimeout(done, 50));
	for (const at of ran) wrong.push(at + ": a script ran"); ran = [];
	return {seen, wrong}; };
</script><body>`

// attackedHost is where the sites of these tests stand.
const attackedHost = "scripted.example"

// unguarded opens the looker in a tab without the policy that every page has:
// escaping alone must hold. What a page only looks like is not asked for.
func unguarded(t *testing.T) *browser {
	t.Helper()
	b := newBrowser(t, &world{hosts: map[string]files{}})
	_, err := chromedp.Call(b, cdppage.SetBypassCSP, cdppage.SetBypassCSPParams{Enabled: true})
	must(t, err)
	_, err = chromedp.Call(b, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
		Source: `for (const name of ["XS", "alert", "prompt", "confirm", "print"]) Object.defineProperty(window, name, {value: () => { (top.ran ||= []).push(location.href); }});`})
	must(t, err)
	_, err = chromedp.Call(b, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{
		{URLPattern: "https://*/*.css", Block: true}, {URLPattern: "https://*/*.woff2", Block: true}, {URLPattern: "https://*/*.png", Block: true}}})
	must(t, err)
	b.publish(attackedHost, files{"looker.html": looker})
	b.open("https://" + attackedHost + "/looker.html")
	return b
}

// attackedPage is what the looker opens: a page, or many documents of XML in one.
type attackedPage struct {
	At    string `json:"at"`
	Holds int    `json:"holds,omitempty"`
}

// look opens pages of a site, and all that is XML in it, and returns what runs.
func (b *browser) look(site files, which func(string) bool) (seen int, wrong []string) {
	b.t.Helper()
	shown := site.clone()
	shown["looker.html"] = looker
	var pages []attackedPage
	for _, kind := range []struct{ ext, open, close string }{{".svg", `<svg xmlns="http://www.w3.org/2000/svg">`, "</svg>"}, {".xml", `<?xml version="1.0" encoding="UTF-8"?><all>`, "</all>"}} {
		var all []string
		for _, name := range site.names() {
			if path.Ext(name) == kind.ext {
				all = append(all, strings.TrimPrefix(site[name], `<?xml version="1.0" encoding="UTF-8"?>`))
			}
		}
		if len(all) > 0 {
			shown["all"+kind.ext] = kind.open + strings.Join(all, "") + kind.close
			pages = append(pages, attackedPage{"/all" + kind.ext, len(all)})
			seen += len(all) - 1
		}
	}
	for _, name := range site.names() {
		if path.Ext(name) == ".html" && which(name) {
			pages = append(pages, attackedPage{At: "/" + strings.TrimSuffix(name, "index.html")})
		}
	}
	for some := range slices.Chunk(pages, 200) {
		// Every thirtieth page is gone to. The others are written into a frame, which
		// takes a tenth of the time and is parsed and run in the same way.
		texts := make([]string, len(some))
		for i, p := range some {
			if i%30 != 0 && p.Holds == 0 {
				texts[i] = site[address.Path(p.At[1:]).File()]
			}
		}
		told, err := json.Marshal(texts)
		must(b.t, err)
		list, err := json.Marshal(some)
		must(b.t, err)
		shown["texts.json"] = string(told)
		b.publish(attackedHost, shown)
		got := run[struct {
			Seen  int
			Wrong []string
		}](b, fmt.Sprintf(`look(%s, "/texts.json")`, list))
		wrong = append(wrong, got.Wrong...)
		if got.Seen != len(some) {
			wrong = append(wrong, fmt.Sprintf("%d of %d pages were seen", got.Seen, len(some)))
		}
		seen += got.Seen
	}
	return seen, wrong
}

// harmless reports what runs on a site, and counts what was looked at.
func (b *browser) harmless(site files, which func(string) bool) int {
	b.t.Helper()
	seen, wrong := b.look(site, which)
	for _, w := range wrong {
		b.t.Error(w)
	}
	return seen
}

// Where nothing is escaped the texts run, and the looker sees it.
func TestTextsThatAreNotEscapedAreSeen(t *testing.T) {
	b := unguarded(t)
	list := payloads(t)
	site := files{}
	for i, text := range list {
		site[fmt.Sprintf("%03d/a/index.html", i)] = "<!doctype html><main>" + text + "</main>"
		site[fmt.Sprintf("%03d/b/index.html", i)] = `<!doctype html><title>` + text + `</title><main><a href="` + text + `" title='` + text + `'>a</a></main>`
	}
	_, wrong := b.look(site, func(string) bool { return true })
	caught := map[string]bool{}
	for _, w := range wrong {
		if i := strings.IndexByte(w, '/'); i >= 0 && len(w) > i+3 {
			caught[w[i+1:i+4]] = true
		}
	}
	t.Logf("%d of %d texts are seen", len(caught), len(list))
	if len(caught) < 100 {
		t.Errorf("%d of %d texts are seen, want at least 100", len(caught), len(list))
	}
}

// judges gives credentials to the page that checks them, which writes what they
// say by script.
func (b *browser) judges(site files) {
	b.t.Helper()
	b.publish(attackedHost, site)
	script := strings.TrimSuffix(strings.TrimPrefix(looker[strings.Index(looker, "// A text may"):strings.Index(looker, "var look =")], "\n"), "\n")
	given := 0
	for _, name := range site.names() {
		if path.Base(name) != "credential.json" || given == 12 || !strings.Contains(site[name], "XS()") {
			continue
		}
		given++
		b.open("https://" + attackedHost + "/verify/")
		b.give("credential.json", []byte(site[name]))
		if said := b.see(); !strings.Contains(said.Text, "XS()") {
			b.t.Errorf("%s: the page that checks it says nothing of it:\n%s", name, said.Text)
		}
		for _, w := range run[[]string](b, script+`; touchy(document).concat(top.ran || [])`) {
			b.t.Errorf("checking %s: %s", name, w)
		}
	}
	if given < 12 {
		b.t.Errorf("%d credentials were given", given)
	}
	b.publish(attackedHost, files{"looker.html": looker})
	b.open("https://" + attackedHost + "/looker.html")
}

// attackList is every payload with SEALPRESS_LONG, else two of three of those
// that fit everywhere.
func attackList(t *testing.T) []string {
	t.Helper()
	list := payloads(t)
	if os.Getenv("SEALPRESS_LONG") == "" {
		list = slices.DeleteFunc(list, func(s string) bool { return utf8.RuneCountInString(s) > 40 })
		n := 0
		list = slices.DeleteFunc(list, func(string) bool { n++; return n%3 == 0 })
	}
	return list
}

// A hundred and more texts that would run script, each in every text that
// content has, in a browser that is told to let scripts run: none does, on no
// page and in no drawing, and nothing is left that would run at a touch.
func TestNoTextOfContentRunsScript(t *testing.T) {
	b := unguarded(t)
	list := attackList(t)
	c, took := underAttack(t, scripted(len(list)), list, 0)
	s := newIssuing(c)
	s.newKey(t, "main", "2026-01-01")
	s.issue(t)
	tree := rendered(t, s.config(), ".png")
	b.judges(tree.files)
	seen := b.harmless(tree.files, func(name string) bool {
		_, award := address.AwardID(address.Path(strings.TrimPrefix(name, "it/")))
		return !award || !strings.HasPrefix(name, "it/") // nothing on it is translated by the author
	})
	// What there is once on a site is attacked in one site after the other.
	rounds := files{}
	for i := range list {
		c, once := underAttack(t, scripted(1), list, i)
		award := ""
		for name, text := range rendered(t, c.config(), ".png").files {
			switch {
			case strings.HasPrefix(name, "awards/") && path.Ext(name) == ".html" && (award == "" || name == award):
				award = name
			case strings.HasPrefix(name, "assets/"):
				rounds[name] = text
				continue
			case !slices.Contains([]string{"index.html", "issuer/index.html", "it/issuer/index.html", "feed.xml"}, name):
				continue
			}
			rounds[fmt.Sprintf("round%03d/%s", i, name)] = text
		}
		for path, texts := range once {
			if took[path] == nil {
				took[path] = texts
			}
			maps.Copy(took[path], texts)
		}
	}
	seen += b.harmless(rounds, func(string) bool { return true })
	t.Logf("%d texts in %d fields: %d pages looked at", len(list), len(took), seen)
	for path, taken := range took {
		refused := 0
		for _, accepted := range taken {
			if !accepted {
				refused++
			}
		}
		if len(taken) < 100 || refused > 20 && !strings.HasSuffix(path, "url") {
			t.Errorf("%s was attacked %d times, and the check refused %d of them", path, len(taken), refused)
		}
	}
}
