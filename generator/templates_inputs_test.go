package generator

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/sealpress/sealpress/themes"
)

// MDH-21: escaping depends on where a value stands, and has failed in scripts,
// styles and code in attributes before. Our templates put no value there, and
// hold no code of their own, which the policy of the page would not run.
func TestTemplatesPutNoValueIntoCode(t *testing.T) {
	pages := 0
	err := fs.WalkDir(themes.Embedded(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".html") {
			return err
		}
		text, err := fs.ReadFile(themes.Embedded(), name)
		pages++
		for _, slip := range valuesInCode(string(text)) {
			t.Errorf("themes/%s: %s", name, slip)
		}
		return err
	})
	if err != nil || pages < 20 {
		t.Errorf("only %d templates were looked at: %v", pages, err)
	}
	// The test sees what it looks for.
	for _, slip := range []string{`<script>var x = {{.Title}}</script>`, `<script type="">{{.X}}</script>`, `<script type="application/ld+json">{{.X}}</script>`, `<style>p{color:{{.X}}}</style>`, `<p style="{{.X}}">`, `<p onclick="a()">`,
		`<meta http-equiv="refresh" content="{{.X}}">`, `<iframe srcdoc="{{.X}}"></iframe>`, `<p {{.X}}>`, `<p title={{.X}}>`, `<!-- {{.X}} -->`, `<script>alert(1)</script>`, `<a href="javascript:{{.X}}">`, `<{{.X}}>`} {
		if len(valuesInCode(slip)) == 0 {
			t.Errorf("%s is not seen", slip)
		}
	}
}

var action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// silent is an action that prints nothing, or one that prints a whole attribute
// that our own code made: a language, or a picture or file in a data URL.
var silent = regexp.MustCompile(`^\{\{-?\s*(?:if|else|end|range|with|define|block|template|break|continue|lang |\.(?:Calendar|QR|CredentialQR)\}|/\*|\$\w+\s*:?=)`)

var inQuotes = regexp.MustCompile(`"[^"]*"|'[^']*'`)

// valuesInCode says where a template prints a value in a place that a browser
// reads as code, or holds code itself.
func valuesInCode(template string) (slips []string) {
	const mark = "𝒱"
	text := action.ReplaceAllStringFunc(template, func(a string) string {
		if silent.MatchString(a) {
			return ""
		}
		return mark
	})
	if strings.Contains(text, "<"+mark) {
		slips = append(slips, "a value as the name of an element")
	}
	z := html.NewTokenizer(strings.NewReader(text))
	within := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return slips
		case html.CommentToken:
			if strings.Contains(z.Token().Data, mark) {
				slips = append(slips, "a value in a comment")
			}
		case html.TextToken:
			if words := strings.TrimSpace(string(z.Text())); within != "" && words != "" {
				slips = append(slips, "text in an element "+within+": "+words)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if strings.Contains(inQuotes.ReplaceAllString(string(z.Raw()), ""), mark) {
				slips = append(slips, "a value in a tag, without quotes: "+string(z.Raw()))
			}
			token := z.Token()
			within = ""
			if token.Data == "script" || token.Data == "style" {
				within = token.Data
			}
			for _, a := range token.Attr {
				code := strings.HasPrefix(a.Key, "on") || slices.Contains([]string{"style", "srcdoc", "http-equiv"}, a.Key) && strings.Contains(a.Val, mark)
				if code || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") ||
					token.Data == "meta" && a.Key == "content" && strings.Contains(a.Val, mark) && slices.ContainsFunc(token.Attr, func(b html.Attribute) bool { return b.Key == "http-equiv" }) {
					slips = append(slips, "the attribute "+a.Key+" of "+token.Data+" is "+a.Val)
				}
			}
		case html.EndTagToken:
			within = ""
		}
	}
}
