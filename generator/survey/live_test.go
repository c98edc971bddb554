package survey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/fetch"
	"github.com/sealpress/sealpress/generator/render"
)

func look(t testing.TB, w *world) *Report {
	t.Helper()
	r, err := Live(t.Context(), Host{Plan: plan(), Address: mustParse(root), Ask: w.ask, Random: "0123"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const award = "awards/aaaaaaaaaaaaaaaaaaaaaaaaaa/"

// A host that serves what was built gives no reason to speak, and is asked a
// few things at a time, each once.
func TestLive(t *testing.T) {
	w := good()
	r := look(t, w)
	want := &Report{Address: root, Asked: 9, Same: 9, Findings: []Finding{}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if w.atOnce > atOnce {
		t.Errorf("%d questions at the same time", w.atOnce)
	}
	slices.Sort(w.asked)
	if len(slices.Compact(slices.Clone(w.asked))) != len(w.asked) || len(w.asked) != 11 {
		t.Errorf("asked %q", w.asked)
	}
	if slices.ContainsFunc(w.asked, func(at string) bool { return strings.HasSuffix(at, "_headers") || strings.HasSuffix(at, ".sealpress") }) {
		t.Error("files that are for the host alone are asked for")
	}
}

// What a host does wrong is named by its rule, with the address.
func TestLiveFindings(t *testing.T) {
	tests := []struct {
		name string
		host func(*world)
		rule string
		at   string
	}{
		{"changed", func(w *world) { w.change(award+"credential.json", func(a *reply) { a.body = `{"id":"b"}` }) }, ruleBytes, award + "credential.json"},
		{"one byte more", func(w *world) { w.change("", func(a *reply) { a.body += "\n" }) }, ruleBytes, ""},
		{"very large", func(w *world) { w.change("", func(a *reply) { a.body = strings.Repeat("x", 1<<20) }) }, ruleBytes, ""},
		{"gone", func(w *world) { delete(w.answers, root+award+"credential.jwt") }, ruleMissing, award + "credential.jwt"},
		{"a page instead", func(w *world) {
			w.change(award+"credential.json", func(a *reply) { a.body = "<!DOCTYPE html><p>home" })
		}, ruleMissing, award + "credential.json"},
		{"no keys", func(w *world) { delete(w.answers, root+"did.json") }, ruleDID, "did.json"},
		{"a page as keys", func(w *world) { w.change("did.json", func(a *reply) { a.body = "<html>" }) }, ruleDID, "did.json"},
		{"no dots", func(w *world) { delete(w.answers, root+".well-known/jwks.json") }, ruleDot, ".well-known/jwks.json"},
		{"fallback", func(w *world) { w.other = &reply{body: "<!doctype html><p>home"} }, ruleFallback, "no-such-page-0123.json"},
		{"fallback that sends on", func(w *world) { w.other = &reply{err: &fetch.Error{Cause: fetch.ErrRedirect}} }, ruleFallback, "no-such-page-0123.json"},
		{"a large fallback", func(w *world) { w.other = &reply{err: &fetch.Error{Cause: fetch.ErrTooLarge}} }, ruleFallback, "no-such-page-0123.json"},
		{"forbidden", func(w *world) { w.other = &reply{status: 403} }, ruleAbsent, "no-such-page-0123.json"},
		{"list", func(w *world) { w.answers[root+"awards/"] = reply{body: `<a href="aaaaaaaaaaaaaaaaaaaaaaaaaa/">`} }, ruleListing, "awards/"},
		{"endless list", func(w *world) { w.answers[root+"awards/"] = reply{err: &fetch.Error{Cause: fetch.ErrTooLarge}} }, ruleListing, "awards/"},
		{"moved", func(w *world) { w.change(award+"credential.json", func(a *reply) { a.hops = []string{"x"} }) }, ruleRedirect, award + "credential.json"},
		{"moved away", func(w *world) {
			w.change(award+"credential.json", func(a *reply) { a.err = &fetch.Error{Cause: fetch.ErrRedirect} })
		}, ruleRedirect, award + "credential.json"},
		{"page moved", func(w *world) { w.change(award, func(a *reply) { a.hops = []string{"x"} }) }, ruleMoved, award},
		{"page moved away", func(w *world) { w.change(award, func(a *reply) { a.err = &fetch.Error{Cause: fetch.ErrRedirect} }) }, ruleMissing, award},
		{"no CORS", func(w *world) { w.change(award+"badge.png", func(a *reply) { a.header = nil }) }, ruleCORS, award + "badge.png"},
		{"CORS for one", func(w *world) {
			w.change("did.json", func(a *reply) { a.header = map[string]string{"Access-Control-Allow-Origin": "https://a.example"} })
		}, ruleCORS, "did.json"},
		{"no type", func(w *world) { w.change("assets/style.css", func(a *reply) { a.kind = "" }) }, ruleType, "assets/style.css"},
		{"page as text", func(w *world) { w.change("", func(a *reply) { a.kind = "text/plain" }) }, ruleType, ""},
		{"JSON as text", func(w *world) { w.change("did.json", func(a *reply) { a.kind = "text/plain" }) }, ruleLabel, "did.json"},
		{"kept for long", func(w *world) {
			w.change("status/revocation-1.json", func(a *reply) {
				a.header = map[string]string{"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=86400"}
			})
		}, ruleCache, "status/revocation-1.json"},
		{"a bucket that lists its files", store("?list-type=2", "<ListBucketResult><Key>awards/aaaa/</Key></ListBucketResult>"), ruleListing, "?list-type=2"},
		{"a container that lists its files", store("?restype=container&comp=list", "\ufeff<?xml version='1.0'?><EnumerationResults>"), ruleListing, "?restype=container&comp=list"},
		{"a bucket that lists former versions", store("?versions", "<ListVersionsResult>"), ruleListing, "?versions"},
		{"a bucket that shows its rights", store("?acl", "<AccessControlPolicy>"), ruleListing, "?acl"},
		{"an edge with an old status list", func(w *world) {
			w.change("status/revocation-1.json", func(a *reply) { a.body = `{"list":0}` })
			w.answers[root+"status/revocation-1.json?0123"] = reply{body: `{"list":1}`}
		}, ruleBytes, "status/revocation-1.json"},
		{"silent in part", func(w *world) { w.change("did.json", func(a *reply) { a.err = &fetch.Error{Cause: fetch.ErrTimeout} }) }, ruleUnreachable, "did.json"},
	}
	seen := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := good()
			tt.host(w)
			r := look(t, w)
			if len(r.Findings) != 1 {
				t.Fatalf("want one finding of %s, got %+v", tt.rule, r.Findings)
			}
			f := r.Findings[0]
			if f.Rule != tt.rule || f.Count != 1 || !slices.Equal(f.Addresses, []string{root + tt.at}) || f.Mend == "" || f.Severity != severityOf(tt.rule) {
				t.Errorf("got %+v, want %s at %s", f, tt.rule, root+tt.at)
			}
			if r.HasErrors() != (f.Severity == diag.Error) {
				t.Errorf("HasErrors is %t for %s", r.HasErrors(), f.Severity)
			}
			seen[tt.rule] = true
		})
	}
	for _, r := range Rules() {
		if !seen[r.ID] {
			t.Errorf("no test breaks %s", r.ID)
		}
	}
}

// store makes the host one with an object store behind it, which answers what
// it must not tell.
func store(query, body string) func(*world) {
	return func(w *world) {
		w.change("", func(a *reply) { a.header["X-Amz-Request-Id"] = "1" })
		w.other = &reply{status: 404, header: map[string]string{"X-Amz-Request-Id": "2"}}
		w.answers[root+query] = reply{body: body}
	}
}

// A store may stand at the root of its host, and be asked no more than it
// needs; a host without one is not asked at all.
func TestStores(t *testing.T) {
	w := good()
	store("x", "")(w)
	w.answers["https://credentials.example.org/?list-type=2"] = reply{body: "<ListBucketResult>"}
	r := look(t, w)
	if len(r.Findings) != 1 || r.Findings[0].Case != "store" || !strings.Contains(r.Findings[0].Mend, "list the files") {
		t.Errorf("got %+v", r.Findings)
	}
	// A page, the front page, or a document of ours is no list.
	for _, body := range []string{"<!doctype html><p>home", `{"id":"ListBucketResult"}`} {
		w := good()
		store("?list-type=2", body)(w)
		if r := look(t, w); len(r.Findings) > 0 {
			t.Errorf("%s: got %+v", body, r.Findings)
		}
	}
	w = good()
	look(t, w)
	if slices.ContainsFunc(w.asked, func(at string) bool { return strings.Contains(at, "?") }) {
		t.Errorf("asked %q", w.asked)
	}
	for header, want := range map[string]bool{"X-Goog-Hash": true, "X-Ms-Request-Id": true, "X-Amz-Cf-Id": true, "X-Served-By": false} {
		if got := isStore(http.Header{header: {"1"}}); got != want {
			t.Errorf("%s: %t", header, got)
		}
	}
	if !isStore(http.Header{"Server": {"MinIO"}}) || isStore(http.Header{"Server": {"nginx"}}) {
		t.Error("stores are not told apart by Server")
	}
}

// An old copy at the edge is told apart from one on the host.
func TestLiveCached(t *testing.T) {
	w := good()
	w.change("status/revocation-1.json", func(a *reply) { a.body = `{"list":0}`; a.header["Age"] = "7200" })
	if r := look(t, w); len(r.Findings) != 1 || r.Findings[0].Case != "" {
		t.Errorf("got %+v", r.Findings)
	}
	w.answers[root+"status/revocation-1.json?0123"] = reply{body: `{"list":1}`}
	r := look(t, w)
	if len(r.Findings) != 1 || r.Findings[0].Case != "cached" || !strings.Contains(r.Findings[0].Evidence, "7200 seconds old") || !strings.Contains(r.Findings[0].Mend, "empty the cache") {
		t.Errorf("got %+v", r.Findings)
	}
	// However much is old, few documents are asked for twice.
	w = &world{answers: answers{}, other: &reply{body: "old"}}
	w.answers[root+"no-such-page-0123.json"] = reply{status: 404}
	long := plan()
	long.Entries = func(yield func(render.Entry) bool) {
		for i := range 200 {
			if !yield(render.Entry{File: fmt.Sprintf("awards/%d/credential.json", i), Render: func() ([]byte, error) { return nil, nil }}) {
				return
			}
		}
	}
	if _, err := Live(t.Context(), Host{Plan: long, Address: mustParse(root), Ask: w.ask, Random: "0123"}); err != nil || len(w.asked) > 200+2+maxPast {
		t.Errorf("asked %d times, %v", len(w.asked), err)
	}
}

// A status list may be kept for as long as we propose, and types that others
// register are right as well.
func TestLiveLetsPass(t *testing.T) {
	w := good()
	w.change("status/revocation-1.json", func(a *reply) { a.header["Cache-Control"] = "public, max-age=300"; a.kind = "application/vc" })
	w.change(award+"credential.jwt", func(a *reply) { a.kind = "" })
	w.change("did.json", func(a *reply) { a.kind = "application/did+json" })
	w.answers[root+"awards/"] = reply{body: "<p>Nothing to see here, honestly nothing at all."}
	if r := look(t, w); len(r.Findings) > 0 {
		t.Errorf("got %+v", r.Findings)
	}
}

// The same slip of many files is one finding.
func TestLiveCounts(t *testing.T) {
	w := good()
	for at, a := range w.answers {
		a.header = map[string]string{"Server": "nginx/1.2"}
		w.answers[at] = a
	}
	r := look(t, w)
	if len(r.Findings) != 1 || r.Findings[0].Count != 6 || len(r.Findings[0].Addresses) != shownAddresses {
		t.Fatalf("got %+v", r.Findings)
	}
	if r.Host != "nginx" || !strings.Contains(r.Findings[0].Mend, "add_header") {
		t.Errorf("host %q, mend %q", r.Host, r.Findings[0].Mend)
	}
	if r.Asked != 9 || r.Same != 3 {
		t.Errorf("asked %d, same %d", r.Asked, r.Same)
	}
}

// Where nobody answers, nobody is asked on.
func TestLiveNobody(t *testing.T) {
	w := &world{other: &reply{err: &fetch.Error{Cause: fetch.ErrUnreachable}}}
	r := look(t, w)
	if len(r.Findings) != 1 || r.Findings[0].Rule != ruleUnreachable || len(w.asked) != 1 || r.Asked != 0 {
		t.Errorf("asked %d, got %+v", len(w.asked), r)
	}

	// Or where it ends.
	w = good()
	for at := range w.answers {
		w.answers[at] = reply{err: &fetch.Error{Cause: fetch.ErrTimeout}}
	}
	long := plan()
	long.Entries = func(yield func(render.Entry) bool) {
		for i := range 10_000 {
			if !yield(render.Entry{File: fmt.Sprintf("awards/%d/credential.json", i), Render: func() ([]byte, error) { return nil, nil }}) {
				return
			}
		}
	}
	w.other = &reply{err: &fetch.Error{Cause: fetch.ErrTimeout}}
	w.answers[root+"no-such-page-0123.json"] = reply{status: 404}
	if _, err := Live(t.Context(), Host{Plan: long, Address: mustParse(root), Ask: w.ask, Random: "0123"}); err != nil || len(w.asked) > 100 {
		t.Errorf("asked %d times, %v", len(w.asked), err)
	}
}

func TestLiveStops(t *testing.T) {
	broken := plan()
	broken.Entries = func(yield func(render.Entry) bool) {
		yield(render.Entry{File: "a.json", Render: func() ([]byte, error) { return nil, errors.New("no such photo") }})
	}
	if _, err := Live(t.Context(), Host{Plan: broken, Address: mustParse(root), Ask: good().ask}); err == nil || err.Error() != "rendering a.json: no such photo" {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w := good()
	asked := 0
	_, err := Live(ctx, Host{Plan: plan(), Address: mustParse(root), Random: "0123", Ask: func(ctx context.Context, r fetch.Request) (*fetch.Answer, error) {
		if asked++; asked == 2 {
			cancel()
		}
		return w.ask(ctx, r)
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Every mend of a host is one of a rule, and every rule explains itself.
func TestRulesAndHosts(t *testing.T) {
	known := map[string]bool{}
	for _, r := range Rules() {
		if known[r.ID] || r.Title == "" || r.Why == "" || r.Mend == "" || !strings.HasPrefix(r.ID, "live-") {
			t.Errorf("%+v says too little, or stands there twice", r)
		}
		known[r.ID] = true
		if strings.HasSuffix(r.Mend, ".") {
			t.Errorf("%s: a mend has no full stop", r.ID)
		}
	}
	for _, k := range hostKinds() {
		for key, mend := range k.mends {
			rule, _, _ := strings.Cut(key, ".")
			if !known[rule] || mend == "" || english[key] == "" {
				t.Errorf("%s: mend of %q", k.name, rule)
			}
		}
		if !known[ruleFallback] || k.mends[ruleFallback] == "" {
			t.Errorf("%s: what to do about a host that answers everything?", k.name)
		}
	}
}

func TestRecognise(t *testing.T) {
	for _, tt := range []struct{ host, server, want string }{
		{"org.github.io", "", "GitHub Pages"},
		{"org.github.io:443", "cloudflare", "GitHub Pages"},
		{"credentials.example.org", "GitHub.com", "GitHub Pages"},
		{"x.gitlab.io", "nginx", "GitLab Pages"},
		{"a.example.org", "Netlify", "Netlify"},
		{"a.pages.dev", "", "Cloudflare"},
		{"a.example.org", "AmazonS3", "Amazon S3"},
		{"a.example.org", "nginx/1.27", "nginx"},
		{"a.example.org", "Apache/2.4", "Apache"},
		{"a.example.org", "", ""},
		{"github.io.example.org", "Caddy", ""},
	} {
		if got := recognise(tt.host, tt.server).name; got != tt.want {
			t.Errorf("%s with Server %q is %q, want %q", tt.host, tt.server, got, tt.want)
		}
	}
}

// The mend of missing keys names the address at which they have to answer.
func TestMendOfKeys(t *testing.T) {
	f := &Finding{Rule: ruleDID}
	if got := (hostKind{}).mend(f, mustParse("https://a.example/"), "en"); !strings.HasSuffix(got, "it must answer at https://a.example/.well-known/did.json") {
		t.Error(got)
	}
	if got := (hostKind{}).mend(f, mustParse(root), "en"); !strings.HasSuffix(got, "it must answer at "+root+"did.json") {
		t.Error(got)
	}
}

func ExampleLive() {
	w := good()
	w.change("did.json", func(a *reply) { a.status = 404 })
	report, err := Live(context.Background(), Host{Plan: plan(), Address: mustParse(root), Ask: w.ask, Random: "7f3a"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Findings {
		fmt.Printf("%s: %s [%s]\n", f.Severity, f.Message, f.Rule)
	}
	text, err := json.Marshal(report.Findings[0].Addresses)
	fmt.Println(string(text), err)
	// Output:
	// error: the document of your keys is answered with 404: nothing that you signed can be verified [live-keys]
	// ["https://credentials.example.org/badges/did.json"] <nil>
}
