package theme

import (
	"html/template"
	"regexp"
	"text/template/parse"
)

// fold replaces calls whose result never changes, {{t "menu.home"}} and
// {{asset "style.css"}}, by the text that they print: half of what an award
// page prints is such text. It works on templates that html/template has
// escaped already, and only where escaping means one thing, in text and in
// attributes; everything else stays a call.
func fold(list *parse.ListNode, sp *speech, assets map[string]string, base string) {
	if list == nil {
		return
	}
	var out []parse.Node
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.IfNode:
			fold(n.List, sp, assets, base)
			fold(n.ElseList, sp, assets, base)
		case *parse.RangeNode:
			fold(n.List, sp, assets, base)
			fold(n.ElseList, sp, assets, base)
		case *parse.WithNode:
			fold(n.List, sp, assets, base)
			fold(n.ElseList, sp, assets, base)
		case *parse.ActionNode:
			if text, ok := constant(n, sp, assets, base); ok {
				out = appendText(out, &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(text)})
				continue
			}
		case *parse.TextNode:
			out = appendText(out, n)
			continue
		}
		out = append(out, n)
	}
	list.Nodes = out
}

// appendText joins neighbouring texts, so that they are written at once.
func appendText(nodes []parse.Node, t *parse.TextNode) []parse.Node {
	if len(nodes) > 0 {
		if last, ok := nodes[len(nodes)-1].(*parse.TextNode); ok {
			last.Text = append(last.Text[:len(last.Text):len(last.Text)], t.Text...)
			return nodes
		}
	}
	return append(nodes, t)
}

// inert text is the same after any escaping of text, attributes or addresses.
var inert = regexp.MustCompile(`^[A-Za-z0-9/._-]*$`)

// constant returns what an action prints, where it always prints that.
func constant(n *parse.ActionNode, sp *speech, assets map[string]string, base string) (string, bool) {
	if len(n.Pipe.Decl) > 0 || len(n.Pipe.Cmds) == 0 || len(n.Pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	args := n.Pipe.Cmds[0].Args
	function, ok := args[0].(*parse.IdentifierNode)
	key, ok2 := args[1].(*parse.StringNode)
	if !ok || !ok2 {
		return "", false
	}
	var text string
	switch function.Ident {
	case "t":
		said, err := sp.text(key.Text)
		if err != nil {
			return "", false
		}
		text = said
	case "asset":
		file, ok := assets[key.Text]
		if !ok {
			return "", false
		}
		text = base + file
	default:
		return "", false
	}
	for _, cmd := range n.Pipe.Cmds[1:] {
		escaper, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || len(cmd.Args) != 1 {
			return "", false
		}
		switch escaper.Ident {
		case "_html_template_htmlescaper", "_html_template_attrescaper", "_html_template_rcdataescaper":
		case "_html_template_urlfilter", "_html_template_urlnormalizer":
			if !inert.MatchString(text) {
				return "", false
			}
		default:
			return "", false
		}
	}
	return template.HTMLEscapeString(text), true
}

var indent = regexp.MustCompile(`[ \t]*\n\s*`)

// squeeze turns each line end, with the blank lines and the indentation
// around it, into one: templates are indented for their readers, pages need
// not be. It is not for templates with preformatted text.
func squeeze(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = []byte(indent.ReplaceAllString(string(n.Text), "\n"))
		case *parse.IfNode:
			squeeze(n.List)
			squeeze(n.ElseList)
		case *parse.RangeNode:
			squeeze(n.List)
			squeeze(n.ElseList)
		case *parse.WithNode:
			squeeze(n.List)
			squeeze(n.ElseList)
		}
	}
}

// names maps the names that templates use to the names of the files.
func names(assets []Asset) map[string]string {
	m := make(map[string]string, len(assets))
	for _, a := range assets {
		m[a.Name] = a.File
	}
	return m
}
