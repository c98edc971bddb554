package artwork

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of a given SVG.
const (
	maxSVG      = 512 << 10 // bytes
	maxDepth    = 64        // elements inside each other
	maxElements = 50_000    // when every <use> is counted as what it shows
	maxProblems = 20        // reported of one file
)

const (
	nsSVG   = "http://www.w3.org/2000/svg"
	nsXLink = "http://www.w3.org/1999/xlink"
	nsXML   = "http://www.w3.org/XML/1998/namespace"
)

// SVG admits an SVG file: a passive, square picture that loads nothing. What
// is admitted is written anew from the elements and attributes that were
// understood, so that no reader can see in it what this one did not.
// Metadata, comments, the marks of drawing programs and Open Badges elements
// are left out. Where there are problems, clean is nil.
func SVG(data []byte) (clean []byte, info Info, problems []Problem) { return admitSVG(data, false) }

// admitSVG is SVG; a picture of any shape is admitted where it need not be
// square.
func admitSVG(data []byte, anyShape bool) (clean []byte, info Info, problems []Problem) {
	if p := prolog(data); p != nil {
		return nil, Info{}, []Problem{*p}
	}
	r := svgReader{data: bytes.TrimPrefix(data, []byte("\ufeff")), anyShape: anyShape}
	root := r.tree()
	if root != nil && len(r.problems) == 0 {
		r.square(root)
		r.references(root)
	}
	if root == nil || len(r.problems) > 0 {
		return nil, Info{}, r.problems
	}
	var out bytes.Buffer
	writeSVG(&out, root, true)
	out.WriteByte('\n')
	slices.Sort(r.info.Removed)
	r.info.Removed = slices.Compact(r.info.Removed)
	return out.Bytes(), r.info, nil
}

var (
	doctype   = regexp.MustCompile(`(?i)<!\s*(DOCTYPE|ENTITY)`)
	xmlPrefix = regexp.MustCompile(`^\s*<\?xml\s[^>]*\?>`)
	xmlOther  = regexp.MustCompile(`version\s*=\s*["'](1\.[1-9]|[^1])`)
	xmlCoding = regexp.MustCompile(`encoding\s*=\s*["']([^"']*)["']`)
)

// prolog refuses what must not reach the parser at all.
func prolog(data []byte) *Problem {
	refuse := func(rule, message, mend string) *Problem {
		return &Problem{Rule: rule, Message: message, Mend: mend}
	}
	if len(data) > maxSVG {
		return refuse(RuleSize, fmt.Sprintf("the picture is %d bytes long, more than the %d allowed", len(data), maxSVG),
			"simplify the drawing, or save it as PNG")
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) ||
		bytes.HasPrefix(data, []byte("\x00<")) || bytes.HasPrefix(data, []byte("<\x00")) {
		return refuse(RuleFormat, "SVG is in UTF-16", "save it as UTF-8")
	}
	if is := format(data); is != "" && is != "SVG" || len(data) == 0 {
		p := mistaken(data, "SVG")
		return &p
	}
	head := xmlPrefix.Find(bytes.TrimPrefix(data, []byte("\ufeff")))
	if m := xmlCoding.FindSubmatch(head); m != nil && !strings.EqualFold(string(m[1]), "utf-8") && !strings.EqualFold(string(m[1]), "us-ascii") {
		return refuse(RuleFormat, fmt.Sprintf("SVG is in %.20q, not UTF-8", m[1]), "save it as UTF-8")
	}
	if !utf8.Valid(data) {
		return refuse(RuleFormat, "SVG is not valid UTF-8", "save it as UTF-8")
	}
	if xmlOther.Match(head) {
		return refuse(RuleFormat, "SVG is in XML 1.1", `write version="1.0" in the first line`)
	}
	if at := doctype.FindIndex(data); at != nil {
		p := refuse(RuleActive, "DOCTYPE is not allowed in SVG", "remove everything from <!DOCTYPE up to its closing >")
		p.Line, p.Column = svgPosition(data, at[0])
		return p
	}
	return nil
}

// element is an admitted element. Text stands among the children, with no
// name.
type element struct {
	name     string
	attr     []xml.Attr // names without namespace
	children []*element
	text     string
	at       int // offset in the file
}

func (e *element) get(name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// svgReader reads a file into elements.
type svgReader struct {
	data     []byte
	anyShape bool // need not be square
	info     Info
	problems []Problem
}

func (r *svgReader) report(offset int, rule, mend, format string, args ...any) {
	if len(r.problems) < maxProblems {
		p := Problem{Rule: rule, Message: fmt.Sprintf(format, args...), Mend: mend}
		p.Line, p.Column = svgPosition(r.data, offset)
		r.problems = append(r.problems, p)
	}
}

// tree reads the file. It returns nil where there is no picture at all.
func (r *svgReader) tree() *element {
	d := xml.NewDecoder(bytes.NewReader(r.data))
	d.Strict = true
	var root *element
	var open []*element
	for {
		at := int(d.InputOffset())
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			reason := err.Error()
			if s, ok := errors.AsType[*xml.SyntaxError](err); ok {
				reason = s.Msg
			}
			r.report(int(d.InputOffset()), RuleFormat, "save the drawing again as plain SVG", "SVG cannot be read: %.100s", reason)
			return nil
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) == 0 && !r.first(root, token, at) {
				return nil
			}
			e := r.element(token, at)
			if e == nil {
				if err := d.Skip(); err != nil { // nothing inside is looked at
					r.report(int(d.InputOffset()), RuleFormat, "save the drawing again as plain SVG", "SVG ends early")
					return nil
				}
				continue
			}
			if len(open) >= maxDepth {
				r.report(at, RuleFormat, "ungroup the drawing", "SVG is nested more than %d elements deep", maxDepth)
				return nil
			}
			if len(open) > 0 {
				parent := open[len(open)-1]
				parent.children = append(parent.children, e)
			} else {
				root = e
			}
			open = append(open, e)
		case xml.EndElement:
			e := open[len(open)-1]
			open = open[:len(open)-1]
			if e.name == "style" {
				r.sheet(e)
			}
		case xml.CharData:
			if len(open) > 0 && slices.Contains([]string{"text", "tspan", "textPath", "title", "desc", "style"}, open[len(open)-1].name) {
				parent := open[len(open)-1]
				parent.children = append(parent.children, &element{text: string(token), at: at})
			}
		case xml.ProcInst:
			if token.Target == "xml-stylesheet" {
				r.report(at, RuleActive, "put the styles into the drawing", "SVG loads a style sheet")
			}
		case xml.Directive:
			r.report(at, RuleActive, "remove it", "SVG holds a declaration <!%.20s", token)
		}
	}
	if root == nil && len(r.problems) == 0 {
		r.problems = append(r.problems, mistaken(nil, "SVG"))
	}
	return root
}

// first checks the outermost element.
func (r *svgReader) first(root *element, start xml.StartElement, at int) bool {
	switch {
	case root != nil:
		r.report(at, RuleFormat, "save the drawing again as plain SVG", "SVG goes on after its end")
	case start.Name.Local == "svg" && start.Name.Space == "":
		r.report(at, RuleFormat, `write <svg xmlns="`+nsSVG+`" …>`, "SVG does not say that it is SVG: the namespace is missing")
	case start.Name.Local != "svg" || start.Name.Space != nsSVG:
		r.report(at, RuleFormat, "use PNG or SVG", "is not an SVG: it starts with <%.40s>", start.Name.Local)
	default:
		return true
	}
	return false
}

// square checks that the picture is as wide as it is high.
func (r *svgReader) square(root *element) {
	number := func(s string) float64 {
		f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return 0
		}
		return f
	}
	width, height := number(root.get("width")), number(root.get("height"))
	if box := strings.FieldsFunc(root.get("viewBox"), func(c rune) bool { return c == ',' || c == ' ' || c == '\t' || c == '\n' }); len(box) > 0 {
		width, height = 0, 0
		if len(box) == 4 {
			width, height = number(box[2]), number(box[3])
		}
	}
	switch {
	case width <= 0 || height <= 0 || width > 1e6 || height > 1e6:
		r.report(root.at, RuleSize, `write viewBox="0 0 512 512" on <svg>, with the size of the drawing`, "SVG does not say how large it is")
	case math.Abs(width-height) > width/1000 && !r.anyShape:
		r.report(root.at, RuleSize, "make the drawing square", "SVG is %g × %g, not square", width, height)
	}
	r.info.Width, r.info.Height = int(math.Round(width)), int(math.Round(height))
}

func svgPosition(data []byte, offset int) (line, column int) {
	before := data[:max(0, min(offset, len(data)))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return 1 + bytes.Count(before, []byte{'\n'}), 1 + utf8.RuneCount(before[start:])
}

// writeSVG writes an element in one fixed form.
func writeSVG(out *bytes.Buffer, e *element, root bool) {
	if e.name == "" {
		escapeXML(out, e.text)
		return
	}
	out.WriteString("<" + e.name)
	if root {
		out.WriteString(` xmlns="` + nsSVG + `"`)
	}
	for _, a := range e.attr {
		name := a.Name.Local
		if a.Name.Space == nsXML {
			name = "xml:" + name
		}
		out.WriteString(" " + name + `="`)
		escapeXML(out, a.Value)
		out.WriteByte('"')
	}
	if len(e.children) == 0 {
		out.WriteString("/>")
		return
	}
	out.WriteByte('>')
	for _, c := range e.children {
		writeSVG(out, c, false)
	}
	out.WriteString("</" + e.name + ">")
}

// escapeXML writes text so that it reads the same in an element and in an
// attribute.
func escapeXML(out *bytes.Buffer, s string) {
	_ = xml.EscapeText(out, []byte(s)) // a bytes.Buffer never fails
}
