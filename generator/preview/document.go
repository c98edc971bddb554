package preview

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// document is a page taken apart: where something is to be put, and what it
// loads.
type document struct {
	head, tail []byte   // up to the end of the body, and from there; the policy lets the preview in
	uses       []string // addresses of pictures, sheets and scripts, as the page writes them
}

// parseDocument takes a page apart. Where it has no end of body, that is its
// last byte.
func parseDocument(page []byte) *document {
	d := &document{}
	var head bytes.Buffer
	end := -1 // in page
	at, copied, headAtEnd := 0, 0, 0
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		kind := z.Next()
		start, length := at, len(z.Raw())
		at += length
		switch kind {
		case html.ErrorToken:
			if end < 0 {
				head.Write(page[copied:])
				d.head = head.Bytes()
				return d
			}
			// An edit after the end of the body would be a policy in the
			// wrong place, which browsers ignore.
			d.head, d.tail = head.Bytes()[:headAtEnd], page[end:]
			return d
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "body" {
				head.Write(page[copied:start])
				end, copied, headAtEnd = start, start, head.Len()
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, attributes := element(z)
			if policy, ok := attributes["content"]; ok && name == "meta" && strings.EqualFold(attributes["http-equiv"], "content-security-policy") && end < 0 {
				head.Write(page[copied:start])
				head.WriteString(`<meta http-equiv="Content-Security-Policy" content="` + html.EscapeString(admit(policy)) + `">`)
				copied = at
				continue
			}
			d.uses = append(d.uses, loads(name, attributes)...)
		}
	}
}

func element(z *html.Tokenizer) (name string, attributes map[string]string) {
	n, more := z.TagName()
	name, attributes = string(n), map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, twice := attributes[string(k)]; !twice {
			attributes[string(k)] = string(v)
		}
	}
	return name, attributes
}

// loads returns the addresses that an element loads.
func loads(name string, attributes map[string]string) []string {
	var keys []string
	switch name {
	case "img", "source":
		keys = []string{"src"}
		for candidate := range strings.SplitSeq(attributes["srcset"], ",") {
			if at, _, _ := strings.Cut(strings.TrimSpace(candidate), " "); at != "" {
				attributes["srcset "+at] = at
				keys = append(keys, "srcset "+at)
			}
		}
	case "script", "audio", "track", "iframe", "embed":
		keys = []string{"src"}
	case "video":
		keys = []string{"src", "poster"}
	case "object":
		keys = []string{"data"}
	case "image", "use":
		keys = []string{"href", "xlink:href"}
	case "link":
		for rel := range strings.FieldsSeq(strings.ToLower(attributes["rel"])) {
			if slices.Contains([]string{"stylesheet", "icon", "preload", "modulepreload"}, rel) {
				keys = []string{"href"}
			}
		}
	}
	var out []string
	for _, k := range keys {
		if v := strings.TrimSpace(attributes[k]); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// admit widens a Content-Security-Policy by what the preview itself needs:
// its script, its sheet and its stream from this very server. The rest stays,
// so that what a published page could not load does not show here either.
func admit(policy string) string {
	directives := map[string][]string{}
	var order []string
	for part := range strings.SplitSeq(policy, ";") {
		fields := strings.Fields(part)
		if len(fields) == 0 {
			continue
		}
		name := strings.ToLower(fields[0])
		if _, twice := directives[name]; twice || name == "require-trusted-types-for" || name == "trusted-types" {
			continue
		}
		directives[name] = fields[1:]
		order = append(order, name)
	}
	fallback, closed := directives["default-src"]
	for _, name := range []string{"script-src", "style-src", "connect-src"} {
		sources, there := directives[name]
		switch {
		case !there && !closed:
			continue // nothing is forbidden
		case !there:
			sources = fallback
			order = append(order, name)
		}
		sources = slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return strings.EqualFold(s, "'none'") || strings.EqualFold(s, "'self'") })
		directives[name] = append(sources, "'self'")
	}
	var parts []string
	for _, name := range order {
		parts = append(parts, strings.Join(append([]string{name}, directives[name]...), " "))
	}
	return strings.Join(parts, "; ")
}

// files returns the paths on this server that a page at an address loads.
func (d *document) files(page string) []string {
	from := &url.URL{Path: page}
	var out []string
	for _, u := range d.uses {
		to, err := url.Parse(u)
		if err != nil || to.Scheme != "" || to.Host != "" {
			continue
		}
		out = append(out, from.ResolveReference(to).Path)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
