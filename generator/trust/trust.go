// Package trust reads the file in which somebody writes down which issuers she
// knows. A signature shows which address a credential comes from; whose address
// that is, no credential can prove.
//
//   - name: Harbour Skills
//     url: https://credentials.harbour.example/
//   - name: Coast College
//     did: did:web:college.example
//
// The file is YAML: a list, and in each entry either did or url, and if you
// like a name. A did is the issuer of signed credentials, as a credential names
// it. A url is the address of a site that Sealpress made, which stands for its
// did:web and for its Open Badges 2.0 Profile at issuer/issuer.json; or it is
// the address of another Open Badges 2.0 Profile, whose last part then has a
// dot in it, or it is any other address that credentials name as their issuer.
//
// It is read strictly: an unknown key, a key without a value, an anchor or an
// issuer that stands there twice is an error, at its line and column. A slip in
// this file must not make a stranger known.
package trust

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/verify"
)

// MaxSize is the limit of a file, in bytes.
const MaxSize = 1 << 20

// Parse reads a file of known issuers. name is how findings call the file.
// Where anything is wrong with it there are findings, and no trust.
func Parse(name string, text []byte) (verify.Trust, []diag.Finding) {
	r := &reader{file: name, trust: verify.Trust{}, placed: map[string]int{}}
	r.document(text)
	if len(r.findings) > 0 {
		return nil, r.findings
	}
	return r.trust, nil
}

type reader struct {
	file     string
	trust    verify.Trust
	placed   map[string]int // line of each id
	findings []diag.Finding
}

func (r *reader) fail(line, column int, rule, mend, format string, args ...any) {
	r.findings = append(r.findings, diag.Finding{Rule: rule, Mend: mend, Message: fmt.Sprintf(format, args...),
		Pos: source.Pos{File: r.file, Line: max(line, 1), Column: max(column, 1)}})
}

const form = `write a list of issuers: "- did: did:web:school.example" or "- url: https://school.example/", and below it name`

// document reads the only document of the file.
func (r *reader) document(text []byte) {
	if len(text) > MaxSize {
		r.fail(1, 1, "file-size", "keep the issuers that you need", "the file has %d bytes, more than the limit of %d", len(text), MaxSize)
		return
	}
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		r.fail(1, 1, "yaml-syntax", form, "not readable as YAML: %v", err)
		return
	}
	var doc, next yaml.Node
	switch err := loader.Load(&doc); {
	case errors.Is(err, io.EOF):
		r.fail(1, 1, "file-empty", form, "the file is empty")
		return
	case err != nil:
		r.syntax(err)
		return
	}
	if err := loader.Load(&next); err == nil {
		r.fail(next.Line, 1, "yaml-feature", "remove everything from the second --- on", "expected one document, found a second one")
		return
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err)
		return
	}
	root := &doc
	if doc.Kind == yaml.DocumentNode {
		if len(doc.Content) == 0 {
			r.fail(1, 1, "file-empty", form, "the file is empty")
			return
		}
		root = doc.Content[0]
	}
	if root.Kind == yaml.ScalarNode && root.Value == "" {
		r.fail(1, 1, "file-empty", form, "the file is empty")
		return
	}
	if !r.plain(root) {
		return
	}
	if root.Kind != yaml.SequenceNode {
		r.fail(root.Line, root.Column, "wrong-type", form, "expected a list of issuers")
		return
	}
	for _, n := range root.Content {
		r.issuer(n)
	}
}

func (r *reader) syntax(err error) {
	line, column, message := 1, 1, err.Error()
	if le := (*yaml.LoadError)(nil); errors.As(err, &le) {
		line, column, message = le.Mark.Line, le.Mark.Column, le.Message
	}
	r.fail(line, column, "yaml-syntax", form, "not readable as YAML: %s", message)
}

// plain refuses what makes a file mean something other than what it shows.
func (r *reader) plain(n *yaml.Node) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		r.fail(n.Line, n.Column, "yaml-feature", "write it out", "anchors, aliases and tags are not read")
		return false
	}
	return true
}

// issuer reads one entry.
func (r *reader) issuer(n *yaml.Node) {
	if !r.plain(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.fail(n.Line, n.Column, "wrong-type", form, "expected an issuer with did or url")
		return
	}
	before := len(r.findings)
	values := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !r.plain(key) || !r.plain(value) {
			continue
		}
		switch key.Value {
		case "did", "url", "name":
		default:
			r.fail(key.Line, key.Column, "unknown-key", "known keys: did, name, url", "unknown key %q", clip(key.Value))
			continue
		}
		switch {
		case values[key.Value] != nil:
			r.fail(key.Line, key.Column, "repeated-key", "keep one of them", "%q stands there twice", key.Value)
		case value.Kind != yaml.ScalarNode || strings.TrimSpace(value.Value) == "" || value.Tag == "!!null":
			r.fail(key.Line, key.Column, "wrong-type", "write a value behind it", "%q has no text as its value", key.Value)
		}
		values[key.Value] = value
	}
	if len(r.findings) > before {
		return
	}
	name := ""
	if values["name"] != nil {
		name = strings.TrimSpace(values["name"].Value)
	}
	switch {
	case values["did"] != nil && values["url"] != nil:
		r.fail(n.Line, n.Column, "issuer-twice-named", "make two entries of it", "expected did or url, found both")
	case values["did"] != nil:
		r.did(values["did"], name)
	case values["url"] != nil:
		r.url(values["url"], name)
	default:
		r.fail(n.Line, n.Column, "missing-key", "add did or url", "an issuer is known by its did or url, and neither stands here")
	}
}

func (r *reader) did(n *yaml.Node, name string) {
	id := strings.TrimSpace(n.Value)
	method, rest, _ := strings.Cut(strings.TrimPrefix(id, "did:"), ":")
	if !strings.HasPrefix(id, "did:") || method == "" || rest == "" || strings.ContainsAny(id, "#?/ ") {
		r.fail(n.Line, n.Column, "wrong-did", "write it as credentials name their issuer: did:web:school.example", "%q is not a DID", clip(id))
		return
	}
	r.add(n, name, id)
}

func (r *reader) url(n *yaml.Node, name string) {
	text := strings.TrimSpace(n.Value)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		r.fail(n.Line, n.Column, "wrong-url", "write the whole address: https://school.example/", "%q is not a web address", clip(text))
		return
	}
	// Scheme and host mean the same in any case; an id is compared as it is.
	begin := u.Scheme + "://" + strings.ToLower(u.Host)
	text = begin + text[min(len(begin), len(text)):]
	at, err := address.Parse(text)
	switch {
	case err != nil && u.Scheme == "https":
		r.add(n, name, text) // an address with a question mark can be a Profile's
		return
	case err != nil:
		r.fail(n.Line, n.Column, "wrong-url", "write the whole address: https://school.example/", "%q: %v", clip(text), err)
		return
	}
	ids := []string{text}
	if !strings.Contains(path.Base(u.Path), ".") {
		if id, _, err := did.Web(at.String()); err == nil {
			ids = append(ids, id)
		}
		ids = append(ids, at.URL(address.IssuerProfile()))
	}
	r.add(n, name, ids...)
}

// add makes an issuer known by its ids.
func (r *reader) add(n *yaml.Node, name string, ids ...string) {
	for _, id := range ids {
		if line, twice := r.placed[id]; twice {
			r.fail(n.Line, n.Column, "issuer-repeated", "keep one of them", "%q is named in line %d already", clip(id), line)
			return
		}
	}
	for _, id := range ids {
		r.placed[id] = n.Line
		r.trust[id] = name
	}
}

// clip keeps a value in a message short.
func clip(s string) string {
	if len(s) > 100 {
		return strings.ToValidUTF8(s[:100], "") + "…"
	}
	return s
}
