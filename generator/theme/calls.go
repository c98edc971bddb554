package theme

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/sealpress/sealpress/generator/diag"
)

// checkCalls holds every {{t "…"}} and {{asset "…"}} with a constant name
// against the texts of each language and the assets. Names that are put
// together while a page renders, as in {{t (print "reason." .Reason)}}, are
// the page tests' business.
func checkCalls(ts *trees, th *Theme, s *stack, report *diag.Report) {
	assets := names(th.assets)
	for _, name := range slices.Sorted(maps.Keys(ts.byName)) {
		tree := ts.byName[name]
		calls(tree.Root, func(args []parse.Node) {
			function, ok := args[0].(*parse.IdentifierNode)
			if !ok || len(args) < 2 {
				return
			}
			word, ok := args[1].(*parse.StringNode)
			if !ok {
				return
			}
			switch function.Ident {
			case "asset":
				if _, ok := assets[word.Text]; !ok {
					report.Add(diag.Finding{Rule: "theme-asset-missing", Pos: ts.position(tree, word),
						Message: fmt.Sprintf("there is no asset %q", word.Text), Mend: suggest(word.Text, slices.Sorted(maps.Keys(assets)), "%q", "assets: ")})
				}
			case "t":
				for _, lang := range th.languages {
					checkText(ts, tree, word, args[2:], th.speech[lang], s, report)
				}
			}
		})
	}
}

// assets lists the assets that templates name; complete is false where one puts the
// name together while a page renders.
func (ts *trees) assets() (named []string, complete bool) {
	complete = true
	for _, tree := range ts.byName {
		calls(tree.Root, func(args []parse.Node) {
			if function, ok := args[0].(*parse.IdentifierNode); !ok || function.Ident != "asset" {
				return
			}
			if len(args) == 2 {
				if word, ok := args[1].(*parse.StringNode); ok {
					named = append(named, word.Text)
					return
				}
			}
			complete = false
		})
	}
	return named, complete
}

func checkText(ts *trees, tree *parse.Tree, key *parse.StringNode, args []parse.Node, sp *speech, s *stack, report *diag.Report) {
	m, ok := sp.messages[key.Text]
	if !ok {
		if len(sp.messages) == 0 {
			return // a language without any text has its own finding
		}
		mend := suggest(key.Text, sp.keys(), "%q", "")
		if mend == "" {
			mend = fmt.Sprintf("add it to %s", place(s.theme, "i18n/"+sp.lang+".yaml"))
		}
		report.Add(diag.Finding{Rule: "template-text-missing", Pos: ts.position(tree, key),
			Message: fmt.Sprintf("text %q is missing in language %q", key.Text, sp.lang), Mend: mend})
		return
	}
	var given []string
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(*parse.StringNode)
		if !ok {
			return
		}
		given = append(given, name.Text)
	}
	if len(args)%2 != 0 {
		report.Add(diag.Finding{Rule: "template-text-argument", Pos: ts.position(tree, key),
			Message: fmt.Sprintf("the arguments of text %q are not names and values in turn", key.Text), Mend: `write them as in: {{t "period.years" "n" .Years}}`})
		return
	}
	for _, name := range m.names() {
		if !slices.Contains(given, name) {
			report.Add(diag.Finding{Rule: "template-text-argument", Pos: m.pos,
				Message: fmt.Sprintf("text %q names {%s}, which its template does not give", key.Text, name),
				Mend:    strings.TrimSpace(suggest(name, given, "{%s}", "given: ")), See: []string{ts.position(tree, key).String()}})
		}
	}
}

// calls visits every call below a node: function or field first, then its
// arguments. Nested calls come after those around them.
func calls(n parse.Node, visit func(args []parse.Node)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			calls(c, visit)
		}
	case *parse.ActionNode:
		calls(n.Pipe, visit)
	case *parse.TemplateNode:
		calls(n.Pipe, visit)
	case *parse.IfNode:
		branch(&n.BranchNode, visit)
	case *parse.RangeNode:
		branch(&n.BranchNode, visit)
	case *parse.WithNode:
		branch(&n.BranchNode, visit)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, cmd := range n.Cmds {
			visit(cmd.Args)
			for _, a := range cmd.Args {
				calls(a, visit)
			}
		}
	case *parse.ChainNode:
		calls(n.Node, visit)
	}
}

func branch(b *parse.BranchNode, visit func(args []parse.Node)) {
	calls(b.Pipe, visit)
	calls(b.List, visit)
	calls(b.ElseList, visit)
}
