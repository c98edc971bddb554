package markdown

import (
	"regexp"
	"strconv"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// engine is safe for several goroutines. Alignment in tables is written as
// the attribute "align": a content security policy refuses style attributes,
// and a class would do nothing in a theme that does not know it.
var engine = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
		extension.NewLinkify(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
			extension.WithLinkifyWWWRegexp(nothing),
			extension.WithLinkifyEmailRegexp(nothing),
		),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 100))),
)

// nothing matches no text, and says so without reading it.
var nothing = regexp.MustCompile(`^[^\s\S]`)

var (
	kindLink  = ast.NewNodeKind("SealpressLink")
	kindImage = ast.NewNodeKind("SealpressImage")
	kindText  = ast.NewNodeKind("SealpressText")
)

// linkNode is a link to a judged address.
type linkNode struct {
	ast.BaseInline
	target target
	title  []byte // as written
}

func (*linkNode) Kind() ast.NodeKind              { return kindLink }
func (n *linkNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// imageNode is a picture of this site.
type imageNode struct {
	ast.BaseInline
	src, alt string
	title    []byte // as written
}

func (*imageNode) Kind() ast.NodeKind              { return kindImage }
func (n *imageNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// textBlock is a paragraph of plain text in the place of HTML.
type textBlock struct {
	ast.BaseBlock
	text string
}

func (*textBlock) Kind() ast.NodeKind              { return kindText }
func (n *textBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// nodeRenderer writes our own nodes, and two of the parser's whose ordinary
// form would let an author's text choose an attribute.
type nodeRenderer struct{}

func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindLink, renderLink)
	r.Register(kindImage, renderImage)
	r.Register(kindText, renderText)
	r.Register(ast.KindFencedCodeBlock, renderFence)
	r.Register(ast.KindList, renderList)
}

func renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*linkNode)
	if !entering {
		_, _ = w.WriteString("</a>") // errors of a BufWriter come back from Flush
		if n.target.host != "" {
			_, _ = w.WriteString(" (" + n.target.host + ")")
		}
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML([]byte(n.target.href)))
	_ = w.WriteByte('"')
	if n.target.foreign {
		_, _ = w.WriteString(` rel="noopener"`)
	}
	writeTitle(w, n.title)
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

func renderImage(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*imageNode)
	_, _ = w.WriteString(`<img src="`)
	_, _ = w.Write(util.EscapeHTML([]byte(n.src)))
	_, _ = w.WriteString(`" alt="`)
	_, _ = w.Write(util.EscapeHTML([]byte(n.alt)))
	_, _ = w.WriteString(`" loading="lazy"`)
	writeTitle(w, n.title)
	_ = w.WriteByte('>')
	return ast.WalkSkipChildren, nil
}

func writeTitle(w util.BufWriter, title []byte) {
	if title != nil {
		_, _ = w.WriteString(` title="`)
		html.DefaultWriter.Write(w, title)
		_ = w.WriteByte('"')
	}
}

func renderText(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<p>")
		_, _ = w.Write(util.EscapeHTML([]byte(node.(*textBlock).text)))
		_, _ = w.WriteString("</p>\n")
	}
	return ast.WalkContinue, nil
}

// renderFence names the language of a code block in its class only when it is
// a plain word. A fence may say anything after its backticks.
func renderFence(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</code></pre>\n")
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	_, _ = w.WriteString("<pre><code")
	if language := n.Language(source); plainWord(language) {
		_, _ = w.WriteString(` class="language-` + string(language) + `"`)
	}
	_ = w.WriteByte('>')
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		html.DefaultWriter.RawWrite(w, line.Value(source))
	}
	return ast.WalkContinue, nil
}

func plainWord(b []byte) bool {
	for _, c := range b {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '+', c == '_', c == '#', c == '.':
		default:
			return false
		}
	}
	return len(b) > 0 && len(b) <= 32
}

func renderList(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.List)
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<" + tag)
	if n.IsOrdered() && n.Start != 1 {
		_, _ = w.WriteString(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	_, _ = w.WriteString(">\n")
	return ast.WalkContinue, nil
}
