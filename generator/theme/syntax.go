package theme

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// builtins are Go's own functions that a theme can need.
var builtins = []string{"and", "eq", "ge", "gt", "index", "le", "len", "lt", "ne", "not", "or", "print", "printf", "slice"}

var (
	unknownFunction = regexp.MustCompile(`^function "([^"]+)" not defined$`)
	unknownVariable = regexp.MustCompile(`^undefined variable "([^"]+)"$`)
	blockWord       = regexp.MustCompile(`\{\{-?\s*(if|range|with|define|block|end)\b`)
)

// syntaxFinding words why a template cannot be read. The parser gives a line
// and no column, and for what is never closed the end of the file.
func (ts *trees) syntaxFinding(err error) diag.Finding {
	f := ts.finding("template-syntax", err)
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil {
		return f
	}
	text := ts.files[m[1]].text
	f.Mend = "compare it with a page that works"
	word := "{{"
	switch function, variable := unknownFunction.FindStringSubmatch(f.Message), unknownVariable.FindStringSubmatch(f.Message); {
	case function != nil:
		var known []string
		for _, own := range Functions() {
			known = append(known, own.Name)
		}
		word = function[1]
		f.Message = fmt.Sprintf("there is no function %q", word)
		f.Mend = suggest(word, append(known, builtins...), "%q", "functions: ")
	case variable != nil:
		word = variable[1]
		f.Message = fmt.Sprintf("there is no %s here", word)
		f.Mend = "a variable holds from where range or with names it to its {{end}}"
	case f.Message == "unexpected EOF":
		if at, block := unclosed(text); block != "" {
			f.Pos = placeAt(f.Pos.File, text, at)
			f.Message, f.Mend = fmt.Sprintf("{{%s}} is never closed", block), "add {{end}} where it ends"
			return f
		}
	case strings.Contains(f.Message, "{{end}}"), strings.Contains(f.Message, "{{else}}"):
		word = f.Message[strings.Index(f.Message, "{{"):]
		word, _, _ = strings.Cut(word, "}}")
		f.Mend = "remove it, or open the {{if}}, {{range}} or {{with}} that it belongs to"
	case strings.Contains(f.Message, "unclosed action"), strings.Contains(f.Message, "bad character"), strings.Contains(f.Message, "unterminated"), strings.Contains(f.Message, "unclosed comment"):
		f.Mend = `close what is opened on this line: }} ends {{, and " ends "`
	}
	f.Pos.Column = 1
	f.Pos = ts.sharpen(m[1], f.Pos, word)
	return f
}

// unclosed finds the innermost block that has no end.
func unclosed(text string) (at int, block string) {
	var open [][]int
	for _, m := range blockWord.FindAllStringSubmatchIndex(text, -1) {
		if text[m[2]:m[3]] != "end" {
			open = append(open, m)
		} else if len(open) > 0 {
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return 0, ""
	}
	last := open[len(open)-1]
	return last[0], text[last[2]:last[3]]
}

// placeAt is the place of a byte in a file.
func placeAt(file, text string, at int) source.Pos {
	before := text[:at]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return source.Pos{File: file, Line: 1 + strings.Count(before, "\n"), Column: len([]rune(line)) + 1}
}
