// Package markdown turns the Markdown of authors into HTML that is safe to
// put on the issuer's pages.
//
//	html, problems := markdown.Render(src, markdown.Options{TopHeading: 2})
//	line := markdown.Text(src) // the first paragraph, without markup
//
// The dialect is CommonMark 0.31 with tables, strikethrough and bare http(s)
// addresses as links. Text stays as written: no quotes are curled, no
// elements come from raw HTML.
//
// Content is not trusted. The HTML that comes out holds only the elements and
// attributes that FuzzRender lists; whatever would be anything else becomes
// text, and a Problem says where and how to mend it. Three kinds of input are
// refused as a whole, with a Problem and no HTML: text above MaxSize, text
// nested so deeply that parsing it would take long, and letters buried under
// combining marks.
package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/text"

	"github.com/sealpress/sealpress/generator/diag"
)

// MaxSize is the length of the longest text that is rendered, in bytes.
const MaxSize = 64 << 10

// The rules that a Problem may name.
const (
	RuleTooLong    = "markdown-too-long"        // the text is above MaxSize
	RuleTooDeep    = "markdown-too-deep"        // the text is nested too deeply
	RuleMarks      = "markdown-combining-marks" // more than 8 combining marks on one letter
	RuleRawHTML    = "markdown-html"            // HTML is shown as text
	RuleComment    = "markdown-comment"         // an HTML comment is left out
	RuleLink       = "markdown-link"            // an address that cannot be a link
	RuleImage      = "markdown-image"           // a picture that cannot be shown
	RuleImageAlien = "markdown-image-foreign"   // a picture from another site
)

// Options says how a text becomes HTML. The zero value is a sensible choice.
type Options struct {
	// TopHeading is the level that the highest headings of the text get,
	// whether the author began with # or with ##; lower ones follow, and none
	// skips a level. Zero leaves all as they are written.
	TopHeading int

	// Base resolves the address of a link or picture inside the site, as the
	// author wrote it ("../static/map.png", "/guide/"), and says whether it
	// exists. Without Base such addresses stay as they are, as long as they
	// do not lead above where they start.
	Base func(dest string) (href string, ok bool)
}

// Problem is something in a text that the author should mend. Its Severity is
// an error unless the text is shown whole.
type Problem struct {
	Line, Column int // in the text, from 1, columns in characters
	Severity     diag.Severity
	Rule         string
	Message      string
	Mend         string
}

// Render turns Markdown into HTML. It always returns HTML that is safe to
// show; where there is an error among the problems it is not what the author
// meant.
func Render(src string, opts Options) (template.HTML, []Problem) {
	src = normalize(src)
	if p := refuse(src); p != nil {
		return "", []Problem{*p}
	}
	source := []byte(src)
	t := &transformer{source: source, opts: opts}
	doc := engine.Parser().Parse(text.NewReader(source))
	if depth(doc) > maxTreeDepth {
		return "", []Problem{tooDeep(1, 1)}
	}
	t.transform(doc)

	var out bytes.Buffer
	if err := engine.Renderer().Render(&out, source, doc); err != nil {
		// A bytes.Buffer never fails, and our node renderers return no error.
		panic(fmt.Sprintf("markdown: rendering to memory: %v", err))
	}
	// Marks may also be written as entities, which the source does not show.
	if p := marksInHTML(out.Bytes(), src); p != nil {
		return "", append(t.problems, *p)
	}
	return template.HTML(out.String()), t.problems
}

// normalize gives the text the form that the parser expects, without moving
// any character to another line: LF at line ends, no byte order mark, valid
// UTF-8.
func normalize(src string) string {
	src = strings.TrimPrefix(src, "\ufeff")
	if strings.Contains(src, "\r") {
		src = strings.ReplaceAll(src, "\r\n", "\n")
		src = strings.ReplaceAll(src, "\r", "\n")
	}
	if !utf8.ValidString(src) {
		src = strings.ToValidUTF8(src, "\ufffd")
	}
	return src
}

// position returns the line and column of a byte offset, both from 1.
func position(source []byte, offset int) (line, column int) {
	offset = max(0, min(offset, len(source)))
	before := source[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return 1 + bytes.Count(before, []byte{'\n'}), 1 + utf8.RuneCount(before[start:])
}
