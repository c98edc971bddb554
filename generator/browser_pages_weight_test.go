package generator

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/sealpress/sealpress/generator/address"
)

// What a page may weigh without artwork, as it is transferred, and what its
// scripts may weigh as they are run.
const (
	mostBytes  = 60 << 10
	mostScript = 10 << 10
)

// loaded is what came with a page.
type loaded struct {
	raw, packed, script int
	parts               []string
}

func (l loaded) String() string {
	return fmt.Sprintf("%d bytes, %d compressed, %d of script: %s", l.raw, l.packed, l.script, strings.Join(l.parts, ", "))
}

// Every kind of page is light. The check of a credential comes with the page
// that checks, and elsewhere when it is asked for.
func TestPagesAreLight(t *testing.T) {
	s := hardSite(t)
	w := s.watch(t)
	var mu sync.Mutex
	images, came := map[string]bool{}, map[cdp.LoaderID][]string{}
	var document cdp.LoaderID // the last that came: a file that the one before still waited for is not its
	must(t, chromedp.Listen(w, func(event any) {
		if e, ok := event.(*network.EventResponseReceived); ok {
			mu.Lock()
			defer mu.Unlock()
			if e.Type == network.ResourceTypeDocument {
				document = e.LoaderID
			}
			came[e.LoaderID] = append(came[e.LoaderID], e.Response.URL)
			images[e.Response.URL] = e.Type == network.ResourceTypeImage
		}
	}))
	_, err := chromedp.Call(w, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	must(t, err)
	for _, k := range s.pageKinds() {
		for _, language := range pageLanguages() {
			if k.name == "missing" && language != pageLanguages()[0] {
				continue
			}
			mu.Lock()
			clear(came)
			mu.Unlock()
			l := look{language, "light", 1280}
			w.show(k, l)
			site, root := s.files, w.root
			if k.hosted {
				site, root = s.hosted.files, w.hosted
			}
			var got loaded
			mu.Lock()
			for _, url := range came[document] {
				if images[url] || strings.HasPrefix(url, "data:") {
					continue // artwork, and what is a part of the page
				}
				file := address.Path(strings.TrimPrefix(url, root)).File()
				if k.name == "missing" && url == root+string(k.at) {
					file = "404.html"
				}
				text, there := site[file]
				if !there {
					t.Errorf("%s, %s: %s is loaded and is not there", k.name, l, url)
				}
				small := len(text)
				if !strings.HasSuffix(file, ".woff2") {
					small = packed(t, text)
				}
				got.raw += len(text)
				got.packed += small
				if strings.HasSuffix(file, ".js") {
					got.script += len(text)
				}
				got.parts = append(got.parts, fmt.Sprintf("%s %d", file, small))
			}
			mu.Unlock()
			if len(got.parts) < 3 {
				t.Errorf("%s, %s: came with %s only", k.name, l, got)
			}
			if got.packed > mostBytes {
				t.Errorf("%s, %s: weighs more than %d: %s", k.name, l, mostBytes, got)
			}
			if k.name != "verify" && got.script > mostScript {
				t.Errorf("%s, %s: has more than %d of script: %s", k.name, l, mostScript, got)
			}
			if language == pageLanguages()[0] {
				t.Logf("%s: %s", k.name, got)
			}
		}
	}
}

// packed is the length of a text as a host compresses it.
func packed(t *testing.T, text string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	must(t, err)
	must(t, z.Close())
	return b.Len()
}

// Nothing moves while a page comes in slowly.
func TestPagesDoNotMove(t *testing.T) {
	s := hardSite(t)
	w := s.watch(t)
	_, err := chromedp.Call(w, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	must(t, err)
	_, err = chromedp.Call(w, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: 80, DownloadThroughput: 400 << 10, UploadThroughput: 400 << 10}}})
	must(t, err)
	moved := `new Promise((done) => { let sum = 0, what = [];
		new PerformanceObserver((list) => { for (const e of list.getEntries()) { sum += e.value; for (const s of e.sources) what.push((s.node?.nodeName ?? "?") + "." + (s.node?.className ?? "") + " " + JSON.stringify(s.previousRect) + " to " + JSON.stringify(s.currentRect)); } }).observe({type: "layout-shift", buffered: true});
		setTimeout(() => done({sum, what}), 200); })`
	for _, k := range s.pageKinds() {
		if os.Getenv("SEALPRESS_LONG") == "" && !slices.Contains([]string{"home", "catalogue", "achievement: micro-credential", "award: micro-credential", "award: expired", "verify"}, k.name) {
			continue
		}
		for i, width := range widths {
			l := look{pageLanguages()[i], "light", width}
			w.show(k, l)
			got := run[struct {
				Sum  float64
				What []string
			}](w.browser, moved)
			if math.Abs(got.Sum) > 1e-9 {
				t.Errorf("%s, %s: moves by %.4f: %s", k.name, l, got.Sum, strings.Join(got.What, "; "))
			}
		}
	}
}
