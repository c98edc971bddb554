package verify

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Shown is what a page says to people about an award: no verdict rests on it.
type Shown string

// What pages show. A page that is none of ours shows nothing.
const (
	Standing  Shown = "standing"
	Withdrawn Shown = "withdrawn"
)

// Shows returns what the page of an award shows. One that stands offers the
// credential to machines; one that was withdrawn is of the kind for that.
func Shows(page []byte) Shown {
	z := html.NewTokenizer(bytes.NewReader(page))
	z.SetMaxBuf(MaxSize)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			value := map[string]string{}
			for _, a := range t.Attr {
				value[a.Key] = a.Val
			}
			switch {
			case t.DataAtom == atom.Link && slices.Contains(strings.Fields(value["rel"]), "alternate") && isForm(value["href"]):
				return Standing
			case t.DataAtom == atom.Body && slices.Contains(strings.Fields(value["class"]), "page-withdrawn"):
				return Withdrawn
			case t.DataAtom == atom.Body:
				return ""
			}
		}
	}
}

// isForm reports whether a link leads to a form of an award.
func isForm(href string) bool {
	return slices.Contains([]string{"credential.json", "credential.jwt", "assertion.json"}, path.Base(href))
}
