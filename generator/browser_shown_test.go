package generator

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/preview"
	"github.com/sealpress/sealpress/generator/render"
	"github.com/sealpress/sealpress/generator/verify"
)

// What a person sees, for each kind of input.
func TestPageShowsTheVerdict(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	for _, c := range []struct {
		in    verify.Input
		want  string // the outcome
		check string // one that is listed
		say   string // something that is said
	}{
		{s.input(standing, "credential.json"), "valid", "signature.passed.beside", "That the signature inside the file is right as well"},
		{s.input(standing, "credential.jwt"), "valid", "status-list.passed", "Emergency First Aid"},
		{s.input(standing, "badge.png"), "valid", "agreement.passed", "Harbour Skills"},
		{s.input(standing, "badge.svg"), "valid", "status.passed.suspension", "Ada Rossi"},
		{s.input(standing, ""), "valid", "dates.passed", "That the issuer is honest"},
		{s.input(expired, "credential.jwt"), "expired", "dates.failed.expired", "has expired on"},
		{s.input(suspended, "credential.jwt"), "revoked", "status.failed.suspension", "is suspended"},
		{s.input(revoked, "credential.json"), "revoked", "status.failed", "is revoked"},
		{s.input(revoked, ""), "revoked", "agreement.passed", "is revoked"}, {s.input(revoked, "assertion.json"), "revoked", "revocation.failed.reason", "awarded in error"},
		{s.former(superseded, "credential.jwt"), "revoked", "status.failed", "it was replaced by https://credentials.harbour.example/awards/"},
		{s.former(superseded, "credential.json"), "cannot-tell", "signature.unknown.replaced", "Other programs"},
		{s.former(superseded, "credential.json"), "cannot-tell", "status.failed", "The issuer no longer stands by this credential."},
		{s.former(superseded, "badge.png"), "cannot-tell", "status.failed", "publishes it no more, since it was replaced by https://"},
		{s.former(erased, "badge.svg"), "cannot-tell", "status.failed", "it was withdrawn"},
		{s.input(superseded, ""), "revoked", "revocation.failed.reason", "it was replaced by"}, {verify.Input{Name: "stub.json", Data: []byte(s.files[string(address.Credential(s.id(superseded)))])}, "revoked", "revocation.failed.replaced", "it was replaced by"},
		{s.input(erased, ""), "revoked", "revocation.failed", "is revoked"}, {s.input(erased, "credential.json"), "revoked", "revocation.failed.withdrawn", "asks to be forgotten"},
		{s.former(erased, "credential.json"), "cannot-tell", "signature.unknown.withdrawn", "sealpress verify"},
		{s.input(hostedOnly, "assertion.json"), "valid", "scope.passed", "valid (hosted)"},
		{s.input(hostedOnly, ""), "valid", "hosted.passed", "That it was the same yesterday"},
		{verify.Input{Name: "tampered.json", Data: bytes.Replace(s.input(standing, "credential.json").Data, []byte("Ada Rossi"), []byte("Eva Rossi"), 1)}, "not-valid", "signature.failed", "This is what it says of itself"},
		{verify.Input{Name: "garbage.png", Data: []byte("\x89PNG\r\n\x1a\n and then nothing")}, "not-valid", "format.failed.damaged", "damaged"},
		{verify.Input{Name: "huge.png", Data: append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 9<<20)...)}, "not-valid", "format.failed.large", "larger than any honest"},
		{verify.Input{Name: "words.txt", Data: []byte("hello")}, "cannot-tell", "format.unknown", "It cannot be told"},
	} {
		t.Run(c.in.Name, func(t *testing.T) {
			b.t = t
			b.open(s.at.URL(address.Verify()))
			if c.in.URL != "" {
				b.paste(strings.TrimSuffix(c.in.URL, "/"))
			} else {
				b.give(path.Base(c.in.Name), c.in.Data)
			}
			got := b.see()
			if got.Outcome != c.want || !slices.Contains(got.Checks, c.check) || !strings.Contains(got.Text+run[string](b, "document.body.innerText"), c.say) || got.Silent {
				t.Errorf("want %s, %s, %q; the page shows %+v", c.want, c.check, c.say, got)
			}
			b.onlyAsked(s.at.Host())
		})
	}
}

// Another host is asked after its name was shown and the person agreed.
func TestPageAsksOtherHostsAfterAClick(t *testing.T) {
	s := states(t)
	w := s.world()
	home := s.at.Host()
	w.hosts["elsewhere.example"], w.hosts["closed.example"] = s.files, s.files
	w.closed = map[string]bool{"closed.example": true}
	b := newBrowser(t, w)
	at := "https://elsewhere.example/" + string(address.Verify())

	b.open(at)
	b.give("credential.jwt", s.input(standing, "credential.jwt").Data)
	b.consent(home, false)
	if got := b.see(); got.Outcome != "cannot-tell" || !slices.Contains(got.Checks, "key.unknown.refused") || got.Silent {
		t.Errorf("a host that may not be asked: %+v", got)
	}
	b.onlyAsked("elsewhere.example")

	b.give("credential.jwt", s.input(standing, "credential.jwt").Data)
	b.do(chromedp.WaitVisible(chromedp.CSS(`[data-slot="ask"]`)))
	b.onlyAsked("elsewhere.example")
	b.consent(home, true)
	if got := b.see(); got.Outcome != "valid" {
		t.Errorf("a host that may be asked: %+v", got)
	}
	b.onlyAsked("elsewhere.example", home)

	b.open(at)
	b.paste("https://closed.example/" + string(address.Award(s.id(standing))))
	b.consent("closed.example", true)
	if got := b.see(); got.Outcome != "cannot-tell" || !slices.Contains(got.Checks, "format.unknown.unreachable") || got.Silent {
		t.Errorf("a host that lets nobody read: %+v", got)
	}
	b.onlyAsked("elsewhere.example", "closed.example")
}

// The page of an award checks itself in place, in each language, with a policy
// that allows no other host.
func TestAwardPageChecksItself(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	for key, want := range map[badge.Key]string{standing: "valid", expired: "expired", hostedOnly: "valid"} {
		for lang, say := range map[string]string{"": "This credential", "it": "Questa credenziale"} {
			b.open(s.at.URL(address.Award(s.id(key)).In(lang)))
			b.do(chromedp.Click(chromedp.CSS("button[data-verify]")))
			if got := b.see(); got.Outcome != want || !strings.Contains(got.Text, say) || got.Silent {
				t.Errorf("%s in %q: want %s, got %+v", key, lang, want, got)
			}
			b.onlyAsked(s.at.Host())
		}
	}
}

// In the preview the files at hand stand in for the real host, which is said
// and not asked.
func TestPreviewStandsInForTheHost(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	entries := func(yield func(render.Entry) bool) {
		for _, file := range s.files.names() {
			if !yield(render.Entry{File: file, Render: func() ([]byte, error) { return []byte(s.files[file]), nil }}) {
				return
			}
		}
	}
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "content"), 0o755))
	p := preview.New(preview.Config{Files: os.DirFS(dir), Dir: dir, Folders: []string{"content"}, Now: func() time.Time { return noon },
		Build: func(context.Context, fs.FS, fs.FS) (preview.Site, error) {
			return preview.Site{OK: true, Address: s.at, Plan: render.Plan{Entries: entries, Count: len(s.files)}}, nil
		}})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	server := &http.Server{Handler: p.Handler(port)}
	go func() { _ = server.Serve(listener) }() // ends with Close
	go func() { _ = p.Run(t.Context()) }()     // ends with the test
	t.Cleanup(func() { _ = server.Close() })
	root := fmt.Sprintf("http://localhost:%d/", port)

	b.open(root + string(address.Verify()))
	b.give("credential.json", s.input(standing, "credential.json").Data)
	if got := b.see(); got.Outcome != "valid" || !strings.Contains(got.Text, "stand in for "+s.at.Host()) {
		t.Errorf("the page that checks: %+v", got)
	}
	b.open(root + string(address.Award(s.id(hostedOnly))))
	b.do(chromedp.Click(chromedp.CSS("button[data-verify]")))
	if got := b.see(); got.Outcome != "valid" || !strings.Contains(got.Text, "stand in for "+s.at.Host()) {
		t.Errorf("the page of an award: %+v", got)
	}
	for _, line := range b.requests() {
		if !strings.HasPrefix(line, "GET "+root) {
			t.Errorf("a request was sent that should not be: %s", line)
		}
	}
}

// Whose it is, is compared here.
func TestPageComparesTheHolder(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	for _, c := range []struct {
		in          verify.Input
		email, want string
	}{
		{s.input(standing, "badge.png"), "ada@example.org", "recipient.passed"},
		{s.input(standing, "credential.jwt"), "ADA@example.org", "recipient.passed"},
		{s.input(standing, "credential.json"), "eve@example.org", "recipient.failed"},
		{s.input(hostedOnly, "assertion.json"), "late@example.org", "recipient.passed"},
	} {
		b.open(s.at.URL(address.Verify()))
		b.give(path.Base(c.in.Name), c.in.Data)
		b.see()
		b.do(chromedp.SetValue(chromedp.CSS(`[data-slot="holderPart"] input`), c.email), chromedp.Click(chromedp.CSS(`[data-slot="holderPart"] button`)),
			chromedp.WaitVisible(chromedp.CSS(`[data-slot="holderAnswer"][data-check]`)))
		if got := b.see(); !slices.Contains(got.Checks, c.want) || got.Outcome != "valid" {
			t.Errorf("%s and %s: want %s, got %+v", c.in.Name, c.email, c.want, got)
		}
		b.onlyAsked(s.at.Host())
	}
	got := run[string](b, `sealpress.holder({id: "https://credentials.harbour.example/x"}, "a@b.example", sealpress.Asker("", async () => false)).then((c) => c.name)`)
	if got != "recipient.unknown.none" {
		t.Errorf("a credential without an address: %s", got)
	}
}

// Without script the page says the other ways, and offers nothing that would
// not work.
func TestPageWithoutScript(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	_, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	must(t, err)
	for at, say := range map[address.Path]string{address.Verify(): "needs JavaScript", address.Award(s.id(standing)): "Check this award"} {
		b.open(s.at.URL(at))
		text := run[string](b, "document.body.innerText")
		if !strings.Contains(text, say) || strings.Contains(text, "Choose a file") || strings.Contains(text, "Check this credential") {
			t.Errorf("%s without script says: %s", at, text)
		}
	}
}

// The page has no violation of WCAG 2.2 AA that axe finds, in any outcome, on
// a phone and on a desk, in light and dark. axe is not part of this module:
// SEALPRESS_AXE is the path of its axe.min.js.
func TestPageIsAccessible(t *testing.T) {
	at := os.Getenv("SEALPRESS_AXE")
	if at == "" {
		t.Skip("SEALPRESS_AXE does not say where axe.min.js is")
	}
	axe, err := os.ReadFile(at)
	must(t, err)
	s := states(t)
	w := s.world()
	w.hosts["elsewhere.example"] = s.files
	b := newBrowser(t, w)
	_, err = chromedp.Call(b, cdppage.SetBypassCSP, cdppage.SetBypassCSPParams{Enabled: true}) // for axe itself
	must(t, err)
	judge := func(name string) {
		t.Helper()
		run[bool](b, string(axe)+"; true")
		for _, v := range run[[]string](b, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
			.then((r) => r.violations.map((v) => v.id + ": " + v.help + ": " + v.nodes.map((n) => n.html.slice(0, 200)).join(" ")))`) {
			t.Errorf("%s: %s", name, v)
		}
	}
	tampered := verify.Input{Name: "tampered.json", Data: bytes.Replace(s.input(standing, "credential.json").Data, []byte("Ada Rossi"), []byte("Eva Rossi"), 1)}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{390, 1200} {
			b.do(chromedp.EmulateViewport(width, 800))
			_, err := chromedp.Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			must(t, err)
			for name, in := range map[string]verify.Input{"start": {}, "valid": s.input(standing, "badge.png"), "expired": s.input(expired, "credential.jwt"),
				"suspended": s.input(suspended, "credential.jwt"), "not valid": tampered, "cannot tell": s.former(superseded, "credential.json")} {
				b.open(s.at.URL(address.Verify()))
				if in.Data != nil {
					b.give(path.Base(in.Name), in.Data)
					b.see()
				}
				judge(fmt.Sprintf("%s, %s, %d pixels", name, scheme, width))
			}
			b.open("https://elsewhere.example/" + string(address.Verify()))
			b.give("credential.jwt", s.input(standing, "credential.jwt").Data)
			b.do(chromedp.WaitVisible(chromedp.CSS(`[data-slot="ask"]`)))
			judge("asking")
			b.open(s.at.URL(address.Award(s.id(standing)).In("it")))
			b.do(chromedp.Click(chromedp.CSS("button[data-verify]")))
			b.see()
			judge("the page of an award")
		}
	}
}
