package load

import (
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// splitFrontMatter cuts a Markdown file into its YAML head and its body. The
// head lies between two lines of three hyphens, the first of which opens the
// file. bodyLine is the number of the line on which the body begins.
func splitFrontMatter(text, file string) (head, body string, bodyLine int, f *diag.Finding) {
	fail := func(line int, message, mend string) (string, string, int, *diag.Finding) {
		return "", "", 0, &diag.Finding{Rule: "front-matter", Pos: source.Pos{File: file, Line: line, Column: 1}, Message: message, Mend: mend}
	}
	const open = "begin the file with a line of three hyphens, then the keys, then another line of three hyphens"
	first, rest, _ := strings.Cut(text, "\n")
	switch trimmed := strings.TrimRight(first, " \t"); {
	case strings.TrimSpace(text) == "":
		return "", "", 0, &diag.Finding{Rule: "file-empty", Pos: source.Pos{File: file, Line: 1, Column: 1},
			Message: "the file is empty", Mend: "start from: sealpress new"}
	case strings.HasPrefix(trimmed, "+++"):
		return fail(1, "only YAML front matter is read, found TOML (+++)", open)
	case strings.HasPrefix(trimmed, "{"):
		return fail(1, "only YAML front matter is read, found JSON", open)
	case trimmed == "" && strings.HasPrefix(strings.TrimLeft(rest, " \t\n"), "---"):
		return fail(1, "the front matter must begin on the first line, found an empty line before it", "remove the empty lines at the top")
	case trimmed != "---" && strings.TrimSpace(first) == "---":
		return fail(1, "the front matter must begin at the start of the first line, found a space before it", "remove the space before the hyphens")
	case trimmed != "---":
		return fail(1, "expected front matter, found text", open)
	}
	line := 2
	for pos := 0; ; line++ {
		end := strings.IndexByte(rest[pos:], '\n')
		this := rest[pos:]
		if end >= 0 {
			this = rest[pos : pos+end]
		}
		if t := strings.TrimRight(this, " \t"); t == "---" || t == "..." {
			head = rest[:pos]
			if end >= 0 {
				body = rest[pos+end+1:]
			}
			return head, body, line + 1, nil
		}
		if end < 0 {
			return fail(1, "the front matter does not end", "add a line of three hyphens after the last key")
		}
		pos += end + 1
	}
}
