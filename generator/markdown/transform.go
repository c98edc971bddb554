package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/sealpress/sealpress/generator/diag"
)

// transformer replaces every node that could carry something dangerous by one
// of our own (node.go), which can hold nothing but what was judged.
type transformer struct {
	source   []byte
	opts     Options
	problems []Problem
}

func (t *transformer) transform(doc ast.Node) {
	// The nodes are collected first: replacing while walking would lose the way.
	var guilty []ast.Node
	var headings []*ast.Heading
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			headings = append(headings, n)
		case *ast.Link, *ast.AutoLink, *ast.Image, *ast.RawHTML, *ast.HTMLBlock:
			guilty = append(guilty, n)
		}
		return ast.WalkContinue, nil
	})
	t.placeHeadings(headings)
	for _, n := range guilty {
		switch n := n.(type) {
		case *ast.Link:
			t.link(n)
		case *ast.AutoLink:
			t.autoLink(n)
		case *ast.Image:
			t.image(n)
		case *ast.RawHTML:
			t.rawHTML(n)
		case *ast.HTMLBlock:
			t.htmlBlock(n)
		}
	}
}

func (t *transformer) link(n *ast.Link) {
	to := judge(n.Destination, t.opts.Base)
	if to.href == "" {
		t.report(n, diag.Error, RuleLink, to.problem, to.mend)
	}
	if to.href == "" || linked(n) {
		unwrap(n)
		return
	}
	replace(n, &linkNode{target: to, title: n.Title})
}

// autoLink judges <https://…> and bare addresses. They hold no escapes, so
// nothing is resolved.
func (t *transformer) autoLink(n *ast.AutoLink) {
	dest := string(n.URL(t.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	label := ast.NewString(bytes.Clone(n.Label(t.source)))
	label.SetRaw(true)
	to := judgeResolved(dest, nil)
	if to.href == "" {
		t.report(n, diag.Error, RuleLink, to.problem, to.mend)
	}
	if to.href == "" || linked(n) {
		n.Parent().ReplaceChild(n.Parent(), n, label)
		return
	}
	link := &linkNode{target: to}
	link.AppendChild(link, label)
	n.Parent().ReplaceChild(n.Parent(), n, link)
}

// image allows pictures of this site. One from elsewhere becomes a link: to
// load it would tell its owner who reads the page.
func (t *transformer) image(n *ast.Image) {
	to := judge(n.Destination, t.opts.Base)
	switch {
	case to.href == "":
		t.report(n, diag.Error, RuleImage, to.problem, to.mend)
		unwrap(n)
	case to.foreign:
		t.report(n, diag.Error, RuleImageAlien, "the picture lies on another site, and pages load nothing from elsewhere",
			"put the picture into content/static/ and write its path here")
		t.describe(n)
		if linked(n) {
			unwrap(n)
			return
		}
		replace(n, &linkNode{target: to, title: n.Title})
	case !pictured(to.href):
		t.report(n, diag.Error, RuleImage, fmt.Sprintf("%.80q cannot be a picture", n.Destination),
			"write the path of a picture in content/static/")
		unwrap(n)
	default:
		n.Parent().ReplaceChild(n.Parent(), n, &imageNode{src: to.href, alt: plain(n, t.source), title: n.Title})
	}
}

// linked reports whether a node stands inside a link. HTML has no links within
// links, but the parser leaves a bare address inside one.
func linked(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == kindLink {
			return true
		}
	}
	return false
}

// pictured reports whether a judged address can name a picture of this site.
func pictured(href string) bool {
	i := strings.IndexAny(href, ":/?#")
	return i < 0 || href[i] == '/' || href[i] == '?'
}

// describe gives a picture without a description its address as the text of
// the link that takes its place.
func (t *transformer) describe(n *ast.Image) {
	if strings.TrimSpace(plain(n, t.source)) == "" {
		label := ast.NewString(bytes.Clone(n.Destination))
		label.SetRaw(true)
		n.AppendChild(n, label)
	}
}

func (t *transformer) rawHTML(n *ast.RawHTML) {
	var b strings.Builder
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		b.Write(s.Value(t.source))
	}
	t.shown(n, b.String(), false)
}

func (t *transformer) htmlBlock(n *ast.HTMLBlock) {
	var b strings.Builder
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		b.Write(s.Value(t.source))
	}
	if n.HasClosure() {
		b.Write(n.ClosureLine.Value(t.source))
	}
	t.shown(n, b.String(), true)
}

// shown puts text in the place of HTML. A comment is a note of the author's
// to themselves, so it is left out rather than shown.
func (t *transformer) shown(n ast.Node, html string, block bool) {
	trimmed := strings.TrimSpace(html)
	if strings.HasPrefix(trimmed, "<!--") && strings.Index(trimmed, "-->") == len(trimmed)-3 {
		t.report(n, diag.Note, RuleComment, "the comment is not published", "remove it, if readers of the repository should not see it")
		n.Parent().RemoveChild(n.Parent(), n)
		return
	}
	first, _, _ := strings.Cut(trimmed, "\n")
	t.report(n, diag.Warning, RuleRawHTML, fmt.Sprintf("HTML is shown as text: %.60q", first),
		"use Markdown for what it does, or put the text between backticks to show it as code")
	if block {
		n.Parent().ReplaceChild(n.Parent(), n, &textBlock{text: trimmed})
		return
	}
	s := ast.NewString([]byte(html))
	s.SetRaw(true)
	n.Parent().ReplaceChild(n.Parent(), n, s)
}

// report adds a problem at a node, or at the nearest element around it whose
// place is known.
func (t *transformer) report(n ast.Node, severity diag.Severity, rule, message, mend string) {
	offset := -1
	for ; n != nil && offset < 0; n = n.Parent() {
		offset = n.Pos()
	}
	line, column := position(t.source, offset)
	t.problems = append(t.problems, Problem{
		Line: line, Column: column, Severity: severity, Rule: rule, Message: message, Mend: mend,
	})
}

// replace puts a node in the place of another and gives it its children.
func replace(old, with ast.Node) {
	for c := old.FirstChild(); c != nil; c = old.FirstChild() {
		with.AppendChild(with, c)
	}
	old.Parent().ReplaceChild(old.Parent(), old, with)
}

// unwrap puts the children of a node in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		parent.InsertBefore(parent, n, c)
	}
	parent.RemoveChild(parent, n)
}

// placeHeadings gives the headings of a text the levels that fit its page.
func (t *transformer) placeHeadings(headings []*ast.Heading) {
	if t.opts.TopHeading <= 0 || len(headings) == 0 {
		return
	}
	top := min(6, t.opts.TopHeading)
	highest := slices.MinFunc(headings, func(a, b *ast.Heading) int { return a.Level - b.Level }).Level
	above := top - 1
	for _, h := range headings {
		above = min(6, above+1, top+h.Level-highest)
		h.Level = above
	}
}
