package markdown

import (
	"bufio"
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	renderer "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// Text returns the first paragraph of a Markdown text without markup, on one
// line: for descriptions, feeds and link previews. It is plain text, so the
// caller escapes it. A text that Render refuses gives the empty string.
func Text(src string) string {
	src = normalize(src)
	if refuse(src) != nil {
		return ""
	}
	source := []byte(src)
	doc := engine.Parser().Parse(text.NewReader(source))
	if depth(doc) > maxTreeDepth {
		return ""
	}
	found := ""
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if !entering || n.Kind() != ast.KindParagraph && n.Kind() != ast.KindTextBlock {
			return ast.WalkContinue, nil
		}
		if found = strings.Join(strings.Fields(plain(n, source)), " "); found != "" {
			return ast.WalkStop, nil
		}
		return ast.WalkSkipChildren, nil
	})
	if marks(found) != nil {
		return ""
	}
	return found
}

// plain returns the text inside a node, with escapes and entities resolved as
// a reader would see them. Raw HTML is left out.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			value := n.Segment.Value(source)
			if _, code := n.Parent().(*ast.CodeSpan); !code && !n.IsRaw() {
				value = resolve(value)
			}
			b.Write(value)
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			if n.IsRaw() || n.IsCode() {
				b.Write(n.Value)
			} else {
				b.Write(resolve(n.Value))
			}
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *imageNode:
			b.WriteString(n.alt)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// resolve replaces backslash escapes and entities once, in a single pass: what
// an entity yields is text and is not resolved again. The HTML writer does
// that, so its output is only unescaped here.
func resolve(value []byte) []byte {
	if bytes.IndexByte(value, '&') < 0 && bytes.IndexByte(value, '\\') < 0 {
		return value
	}
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	renderer.DefaultWriter.Write(w, value)
	_ = w.Flush() // a bytes.Buffer never fails
	return []byte(html.UnescapeString(out.String()))
}
