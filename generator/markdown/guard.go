package markdown

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// The limits of what is parsed. The parser is linear on ordinary text but
// takes seconds for some 64 KiB of opening brackets or block quotes; no text
// by a person comes near these numbers.
const (
	maxContainers = 32       // block quotes and lists opened on one line
	maxBrackets   = 32       // brackets open at once in a paragraph
	maxDelimiters = 2000     // runs of * _ ~ ` in a paragraph
	maxLinkWork   = 16 << 20 // bytes that may be read in search of the end of links
	maxCells      = 32 << 10 // cells of a table
	maxTreeDepth  = 100      // elements inside each other
	maxMarks      = 8        // combining marks on one base character
)

// refuse returns the problem that forbids to parse the text at all, or nil.
func refuse(src string) *Problem {
	if len(src) > MaxSize {
		return &Problem{
			Line: 1, Column: 1, Rule: RuleTooLong,
			Message: fmt.Sprintf("the text is %d bytes long, more than the %d allowed", len(src), MaxSize),
			Mend:    "shorten it, or move a part to a page under content/pages/",
		}
	}
	if p := nested(src); p != nil {
		return p
	}
	return marks(src)
}

func tooDeep(line, column int) Problem {
	return Problem{
		Line: line, Column: column, Rule: RuleTooDeep,
		Message: "quotes, lists, brackets or emphasis are nested too deeply",
		Mend:    `remove surplus ">", "-", "[", "*" or "` + "`" + `" characters`,
	}
}

// paragraph adds up what the parser's work on a run of lines grows with.
type paragraph struct {
	lines         int
	brackets      int // open now
	closed        int // brackets closed
	delimiters    int // runs of * _ ~ ` and single <
	links, starts int // openings of a link's address, and the sum of their offsets
	pipes         int // on the line with most
}

// excess returns what is wrong with the paragraph when it reaches to an
// offset, or nil.
func (p *paragraph) excess(offset int) *Problem {
	switch {
	case p.brackets > maxBrackets, p.delimiters > maxDelimiters:
	case p.links*offset-p.starts > maxLinkWork:
		// After each "](" the parser may read to the end of the paragraph.
	case p.closed*p.lines > maxLinkWork/4:
		// For each closed bracket the parser looks for its line among all.
	case p.pipes*p.lines > maxCells:
		// Rows are filled up to the width of the table, so a few bytes in each
		// of many rows make a large page.
		return &Problem{
			Rule:    RuleTooDeep,
			Message: "the table has too many cells",
			Mend:    "split it into smaller tables, or remove empty columns",
		}
	default:
		return nil
	}
	t := tooDeep(0, 0)
	return &t
}

// nested looks for the openers of containers on each line and counts what
// costs the parser time in each paragraph. It knows less than the parser: what
// stands in a code block counts too.
func nested(src string) *Problem {
	var p paragraph
	offset := 0
	for line := range strings.Lines(src) {
		if strings.Trim(line, "> \t\n") == "" {
			p = paragraph{}
		}
		fault := (*Problem)(nil)
		if containers(strings.TrimRight(line, "\n")) > maxContainers {
			t := tooDeep(0, 0)
			fault = &t
		}
		p.lines++
		p.pipes = max(p.pipes, strings.Count(line, "|"))
		for i := 0; i < len(line) && fault == nil; i++ {
			switch c := line[i]; c {
			case '\\':
				i++
			case '[':
				p.brackets++
			case ']':
				p.brackets = max(0, p.brackets-1)
				p.closed++
				if i+1 < len(line) && line[i+1] == '(' {
					p.links, p.starts = p.links+1, p.starts+offset+i
				}
			case '<':
				p.delimiters++
			case '*', '_', '~', '`':
				if i == 0 || line[i-1] != c {
					p.delimiters++
				}
			default:
				continue
			}
			fault = p.excess(offset + i)
		}
		offset += len(line)
		if fault == nil {
			fault = p.excess(offset)
		}
		if fault != nil {
			fault.Line, fault.Column = position([]byte(src), offset-len(line))
			return fault
		}
	}
	return nil
}

// containers counts the block quotes and list items that a line may open.
func containers(line string) int {
	if strings.Trim(line, "- \t") == "" || strings.Trim(line, "* \t") == "" {
		return 0 // a thematic break, however long
	}
	n := 0
	for {
		line = strings.TrimLeft(line, " \t")
		digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
		switch {
		case line == "":
			return n
		case line[0] == '>':
			line = line[1:]
		case strings.IndexByte("-+*", line[0]) >= 0 && (len(line) == 1 || line[1] == ' ' || line[1] == '\t'):
			line = line[1:]
		case digits > 0 && digits < len(line) && strings.IndexByte(".)", line[digits]) >= 0:
			line = line[digits+1:]
		default:
			return n
		}
		n++
	}
}

// depth returns how many elements stand inside each other. It does not
// recurse further than it must to know that there are too many.
func depth(n ast.Node) int {
	deepest := 0
	var down func(n ast.Node, level int)
	down = func(n ast.Node, level int) {
		deepest = max(deepest, level)
		if level > maxTreeDepth {
			return
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			down(c, level+1)
		}
	}
	down(n, 0)
	return deepest
}

// marks returns a problem at the first character that carries more than
// maxMarks combining marks: text made unreadable that way ("Zalgo") spills
// over its neighbours and slows browsers down.
func marks(s string) *Problem {
	line, column, run := 1, 1, 0
	for _, r := range s {
		switch {
		case r == '\n':
			line, column, run = line+1, 0, 0
		case r < 0x300: // no marks so far down; most text is there
			run = 0
		case unicode.Is(unicode.M, r):
			run++
		case unicode.Is(unicode.Cf, r): // joiners do not begin a new letter
		default:
			run = 0
		}
		if run > maxMarks {
			return &Problem{
				Line: line, Column: column, Rule: RuleMarks,
				Message: fmt.Sprintf("more than %d combining marks on one letter", maxMarks),
				Mend:    "remove the marks that belong to no writing system",
			}
		}
		column++
	}
	return nil
}

// marksInHTML looks for combining marks in what a reader would see of the
// HTML, attributes included. Tags do not end a letter, so the text is looked
// at without them too.
func marksInHTML(out []byte, src string) *Problem {
	var seen strings.Builder
	inside := false
	for _, r := range string(out) {
		switch {
		case r == '<':
			inside = true
		case r == '>':
			inside = false
		case !inside:
			seen.WriteRune(r)
		}
	}
	p := marks(html.UnescapeString(seen.String()))
	if p == nil {
		p = marks(html.UnescapeString(string(out)))
	}
	if p == nil {
		return nil
	}
	p.Line, p.Column = 1, 1
	if before, _, ok := strings.Cut(src, "&"); ok {
		p.Line, p.Column = position([]byte(src), len(before))
	}
	return p
}
