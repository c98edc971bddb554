package generator

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/verify"
)

// noon is the moment at which credentials are judged, here and in the browser.
var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// world is a network with some hosts, for the browser and for the Go engine.
type world struct {
	mu     sync.Mutex
	hosts  map[string]files // by host, what stands below its root
	closed map[string]bool  // hosts that let no other site read them
	asked  []string         // "GET https://host/path", as the hosts saw it
}

// ServeHTTP answers as a plain static host does.
func (w *world) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.asked = append(w.asked, r.Method+" https://"+r.Host+r.URL.Path)
	site, there := w.hosts[r.Host]
	closed := w.closed[r.Host]
	w.mu.Unlock()
	if !there {
		panic(http.ErrAbortHandler) // which the server takes as hanging up
	}
	name := address.Path(strings.TrimPrefix(r.URL.Path, "/")).File()
	text, ok := site[name]
	if !closed {
		out.Header().Set("Access-Control-Allow-Origin", "*")
	}
	if _, folder := site[name+"/index.html"]; !ok && folder {
		http.Redirect(out, r, r.URL.Path+"/", http.StatusMovedPermanently)
		return
	}
	if !ok {
		http.NotFound(out, r)
		return
	}
	for end, kind := range map[string]string{".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".jwt": "application/octet-stream"} {
		if strings.HasSuffix(name, end) {
			out.Header().Set("Content-Type", kind)
		}
	}
	_, _ = out.Write([]byte(text)) // a browser that went away is no concern of ours
}

// fetch answers the Go engine.
func (w *world) fetch(_ context.Context, q verify.Question) (*verify.Answer, error) {
	u, err := url.Parse(q.URL)
	if err != nil {
		return nil, err
	}
	site, ok := w.hosts[u.Host]
	if !ok {
		return nil, fmt.Errorf("no such host: %s", u.Host)
	}
	text, ok := site[address.Path(strings.TrimPrefix(u.Path, "/")).File()]
	if !ok {
		return &verify.Answer{URL: q.URL, Status: http.StatusNotFound}, nil
	}
	return &verify.Answer{URL: q.URL, Status: http.StatusOK, Body: []byte(text)}, nil
}

// forget returns what was asked, and begins anew.
func (w *world) forget() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	asked := w.asked
	w.asked = nil
	return asked
}

// chromium is the one browser of all tests, in which each has a tab. Whatever
// host a tab asks for, the tab's own world answers: it is told by the name that
// the tab gives itself.
var chromium struct {
	once   sync.Once
	ctx    context.Context
	err    error
	stop   []func()
	mu     sync.Mutex
	worlds map[string]*world
}

// TestMain ends the browser, where there was one.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, stop := range slices.Backward(chromium.stop) {
		stop()
	}
	os.Exit(code)
}

func startChromium(program string) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		chromium.mu.Lock()
		w := chromium.worlds[r.UserAgent()]
		chromium.mu.Unlock()
		if w == nil {
			panic(http.ErrAbortHandler)
		}
		w.ServeHTTP(out, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	dir, err := os.MkdirTemp("", "sealpress-browser-")
	chromium.stop = append(chromium.stop, server.Close, func() { _ = os.RemoveAll(dir) }) // a folder that stays is a pity and no more
	if chromium.err = err; err != nil {
		return
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.Headless, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("ignore-certificate-errors", true), chromedp.Flag("disable-dev-shm-usage", true),
		// A tab that is behind another one is as quick.
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-renderer-backgrounding", true),
		// What the browser's own maker is told is not the page's doing.
		chromedp.Flag("host-resolver-rules", "MAP *.google.com ~NOTFOUND, MAP *.googleapis.com ~NOTFOUND, MAP * "+strings.TrimPrefix(server.URL, "https://")+", EXCLUDE localhost"), chromedp.UserDataDir(dir), chromedp.WSURLReadTimeout(time.Minute)}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	chromium.stop = append(chromium.stop, cancel)
	chromium.ctx, cancel = chromedp.NewContext(allocator)
	chromium.stop = append(chromium.stop, cancel)
	chromium.worlds = make(map[string]*world)
	chromium.err = chromedp.Do(chromium.ctx)
}

// browser is a tab, for which every host is the world's.
type browser struct {
	context.Context
	t        *testing.T
	world    *world
	verifier *verify.Verifier // of the same world
	mu       sync.Mutex
	sent     []string // "GET https://…", as the browser sent it
}

// needsBrowser returns the program of a browser, or skips the test where there
// is none, or SEALPRESS_BROWSER says "off": who makes something costly for a
// browser asks first.
func needsBrowser(t *testing.T) string {
	t.Helper()
	asked := os.Getenv("SEALPRESS_BROWSER")
	switch {
	case testing.Short():
		t.Skip("tests in a browser take minutes")
	case asked == "off":
		t.Skip("SEALPRESS_BROWSER is off: nothing is tested in a browser")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if at, err := exec.LookPath(name); err == nil {
			return at
		}
	}
	if asked == "required" {
		t.Fatal("no Chromium was found, and SEALPRESS_BROWSER says that it is required")
	}
	t.Skip("no Chromium was found: the pages are not tested in a browser (apt-get install chromium)")
	return ""
}

// newBrowser opens a tab, beside those of other tests, or skips the test where
// there is no browser.
func newBrowser(t *testing.T, w *world) *browser {
	t.Helper()
	program := needsBrowser(t)
	t.Parallel()
	chromium.once.Do(func() { startChromium(program) })
	must(t, chromium.err)
	b := &browser{t: t, world: w, verifier: &verify.Verifier{Now: noon, Fetch: w.fetch}}
	var cancel context.CancelFunc
	b.Context, cancel = chromedp.NewContext(chromium.ctx)
	t.Cleanup(cancel)
	name := "tab of " + t.Name()
	chromium.mu.Lock()
	chromium.worlds[name] = w
	chromium.mu.Unlock()
	// Nothing is seen of requests before this.
	must(t, chromedp.Listen(b, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(e.Request.URL, "data:") {
			b.mu.Lock()
			b.sent = append(b.sent, e.Request.Method+" "+e.Request.URL)
			b.mu.Unlock()
		}
	}))
	_, err := chromedp.Call(b, network.Enable, network.EnableParams{})
	must(t, err)
	_, err = chromedp.Call(b, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: name})
	must(t, err)
	_, err = chromedp.Call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	must(t, err)
	_, err = chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf("Date.now = () => %d", noon.UnixMilli())})
	must(t, err)
	return b
}

// publish replaces what stands on a host.
func (b *browser) publish(host string, site files) {
	b.world.mu.Lock()
	defer b.world.mu.Unlock()
	b.world.hosts[host] = site
	b.verifier = &verify.Verifier{Now: noon, Fetch: b.world.fetch}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, 30*time.Second)
	defer cancel()
	must(b.t, chromedp.Do(ctx, steps...))
}

// run evaluates a script, and waits for the promise that it makes.
func run[T any](b *browser, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.Context, 30*time.Second)
	defer cancel()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	must(b.t, err)
	return out
}

// open shows a page.
func (b *browser) open(url string) { b.t.Helper(); b.do(chromedp.Navigate(url)) }

// judged is what the page says of an input.
type judged struct {
	Outcome string
	Checks  []string // "signature.failed.none"
	Asked   []string
}

func (j judged) String() string {
	var b strings.Builder
	b.WriteString(j.Outcome)
	for _, c := range j.Checks {
		b.WriteString("\n    " + c)
	}
	return b.String()
}

// judge has the scripts of the page judge bytes, or an address; whoever is
// asked for, may be asked.
func (b *browser) judge(in verify.Input) judged {
	b.t.Helper()
	given := fmt.Sprintf("{at: %q}", in.URL)
	if in.Data != nil {
		given = fmt.Sprintf("{bytes: Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))}", base64.StdEncoding.EncodeToString(in.Data))
	}
	return run[judged](b, `(async () => { const asker = sealpress.Asker(document.querySelector("[data-site]").dataset.site, async () => true);
		const {outcome, checks} = await sealpress.verify(asker, Date.now(), `+given+`); return {outcome, checks: checks.map((c) => c.name), asked: asker.asked}; })()`)
}

// agrees holds the page against the Go engine: it says the same, or that it
// cannot tell.
func (b *browser) agrees(in verify.Input) judged {
	b.t.Helper()
	got := b.judge(in)
	want := b.verifier.Verify(b.t.Context(), in)
	if got.Outcome != "cannot-tell" && got.Outcome != want.Outcome.String() {
		lines := make([]string, 0, len(want.Checks))
		for _, c := range want.Checks {
			lines = append(lines, fmt.Sprintf("    %s.%s.%s (%s)", c.Code, c.Result, c.Case, c.Evidence))
		}
		b.t.Errorf("%s: the page says %s\n  the engine says %s\n%s", in.Name, got, want.Outcome, strings.Join(lines, "\n"))
	}
	return got
}

// shown is what a person sees of a verdict.
type shown struct {
	Outcome string // the word
	Text    string // everything that is said
	Checks  []string
	Silent  bool // a check without a sentence
}

// see waits for the verdict on the page, and reads it.
func (b *browser) see() shown {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(`.verify-box[data-outcome] [data-slot="verdict"]`)))
	return run[shown](b, `(() => { const box = document.querySelector(".verify-box"); const lines = [...box.querySelectorAll("[data-check]")];
		return {outcome: box.dataset.outcome, text: box.innerText, checks: lines.map((l) => l.dataset.check), silent: lines.some((l) => !l.lastChild.textContent.trim()) || /\{\w+\}/.test(box.innerText)}; })()`)
}

// give chooses a file on the page.
func (b *browser) give(name string, data []byte) {
	b.t.Helper()
	dir := b.t.TempDir()
	file := dir + "/" + name
	if err := os.WriteFile(file, data, 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#verify-file"), []string{file}))
}

// paste writes a link into the field of the page, and presses the button.
func (b *browser) paste(link string) {
	b.t.Helper()
	b.do(chromedp.SetValue(chromedp.CSS("#verify-link"), link), chromedp.Click(chromedp.CSS("#verify-form button")))
}

// consent presses the button that lets a host be asked, or the other one.
func (b *browser) consent(host string, agreed bool) {
	b.t.Helper()
	button := `[data-slot="ask"] button:first-of-type`
	if !agreed {
		button = `[data-slot="ask"] button:last-of-type`
	}
	b.do(chromedp.WaitVisible(chromedp.CSS(`[data-slot="ask"]`)))
	if text := run[string](b, `document.querySelector('[data-slot="ask"]').innerText`); !strings.Contains(text, host) {
		b.t.Errorf("the question does not name the host %s: %s", host, text)
	}
	b.do(chromedp.Click(chromedp.CSS(button)))
}

// requests returns what was sent since it was last asked for: what the browser
// says that pages sent, and what hosts saw.
func (b *browser) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	sent := b.sent
	b.sent = nil
	return slices.Concat(sent, b.world.forget())
}

// onlyAsked reports requests that are not GET, or go to other hosts than those
// that may be asked.
func (b *browser) onlyAsked(hosts ...string) {
	b.t.Helper()
	for _, line := range b.requests() {
		method, at, _ := strings.Cut(line, " ")
		u, err := url.Parse(at)
		if err != nil || method != http.MethodGet || u.RawQuery != "" || !slices.Contains(hosts, u.Host) {
			b.t.Errorf("a request was sent that should not be: %s", line)
		}
	}
}
