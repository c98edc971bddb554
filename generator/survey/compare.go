package survey

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/fetch"
)

// comparison is one file, as it is to be and as a host serves it.
type comparison struct {
	*live
	file, at string
	same     bool
}

func (c *comparison) note(rule, reason, evidence string, params ...string) {
	c.same = false
	c.live.note(rule, reason, c.at, evidence, params...)
}

// isDocument reports whether a file is one that verifiers read.
func (c *comparison) isDocument() bool {
	switch path.Ext(c.file) {
	case ".json", ".jwt":
		return true
	case ".png", ".svg":
		return strings.HasPrefix(c.file, "awards/")
	}
	return false
}

// compare holds an answer against the bytes that are to be there.
func (c *comparison) compare(ctx context.Context, want []byte, answer *fetch.Answer) {
	switch {
	case len(answer.Hops) > 0 && c.isDocument():
		c.note(ruleRedirect, "", "leads to "+answer.URL)
	case len(answer.Hops) > 0:
		c.note(ruleMoved, "", "leads to "+answer.URL)
	}
	page := isPage(answer.Body) && !isPage(want)
	switch {
	case answer.Status < 200 || answer.Status > 299:
		c.missing("", "status", fmt.Sprint(answer.Status))
		return
	case page:
		c.missing("page")
		return
	case !bytes.Equal(answer.Body, want):
		c.changed(ctx, want, answer)
	}
	c.contentType(answer.ContentType)
	if !c.isDocument() {
		return
	}
	if origin := answer.Header.Get("Access-Control-Allow-Origin"); origin != "*" {
		evidence := "the header Access-Control-Allow-Origin is missing"
		if origin != "" {
			evidence = "Access-Control-Allow-Origin is " + clip(origin)
		}
		c.note(ruleCORS, "", evidence)
	}
	if age := maxAge(answer.Header.Get("Cache-Control")); strings.HasPrefix(c.file, "status/") && age > 3600 {
		c.note(ruleCache, "", fmt.Sprintf("max-age=%d", age))
	}
}

// missing records that a file is not there. Without the document of the keys
// nothing that was signed can be verified, so it has a rule of its own.
func (c *comparison) missing(reason string, params ...string) {
	rule := ruleMissing
	switch {
	case path.Base(c.file) == "did.json":
		rule = ruleDID
	case strings.HasPrefix(c.file, "."):
		rule = ruleDot
	}
	c.note(rule, reason, "", params...)
}

// maxPast is how many documents are asked for a second time, past a cache.
const maxPast = 20

// changed records that something else is served than what was built. An edge
// with an old copy is told apart from a host with one: with a query that nobody
// has asked before, the host itself answers.
func (c *comparison) changed(ctx context.Context, want []byte, answer *fetch.Answer) {
	evidence := fmt.Sprintf("%d bytes are served, and %d are made", len(answer.Body), len(want))
	c.mu.Lock()
	ask := c.isDocument() && c.past < maxPast
	if ask {
		c.past++
	}
	c.mu.Unlock()
	if ask {
		again, err := c.ask(ctx, fetch.Request{URL: c.at + "?" + c.Random, MaxBytes: int64(len(want)) + 64<<10})
		if err == nil && again.Status == answer.Status && bytes.Equal(again.Body, want) {
			if age := answer.Header.Get("Age"); age != "" {
				evidence += "; it is " + clip(age) + " seconds old"
			}
			c.note(ruleBytes, "cached", evidence)
			return
		}
	}
	c.note(ruleBytes, "", evidence)
}

// contentTypes are the types that a file of an ending may be served as, the
// proposed one first.
var contentTypes = map[string][]string{
	".html": {"text/html", "application/xhtml+xml"},
	".json": {"application/json", "application/ld+json", "application/did+json", "application/did+ld+json", "application/vc", "application/jwk+json", "application/jwk-set+json"},
	".jwt":  {"text/plain", "application/jwt", "application/vc+jwt", "application/octet-stream", ""},
	".css":  {"text/css"},
	".js":   {"text/javascript", "application/javascript"},
	".png":  {"image/png"},
	".svg":  {"image/svg+xml"},
	".xml":  {"application/xml", "text/xml", "application/atom+xml", "application/rss+xml"},
	".txt":  {"text/plain"},
}

// contentType looks at how a file is labelled. Browsers go by it, and verifiers
// may.
func (c *comparison) contentType(sent string) {
	known := contentTypes[path.Ext(c.file)]
	media, _, _ := strings.Cut(sent, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if len(known) == 0 || slices.Contains(known, media) {
		return
	}
	reason := ""
	if media == "" {
		reason = "none"
	}
	rule := ruleType
	if ext := path.Ext(c.file); ext == ".json" || ext == ".jwt" || ext == ".xml" || ext == ".txt" {
		rule = ruleLabel // readers get along with it
	}
	c.note(rule, reason, "", "ending", path.Ext(c.file), "found", clip(media), "due", known[0])
}

var age = regexp.MustCompile(`(?i)(?:^|[\s,])max-age="?([0-9]{1,12})`)

// maxAge is for how many seconds caches may keep an answer; 0 where the host
// does not say.
func maxAge(header string) int {
	m := age.FindStringSubmatch(header)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}

// isPage reports whether a body is HTML.
func isPage(body []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// clip keeps what a host says short.
func clip(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}
