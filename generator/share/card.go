package share

import (
	"html"
	"strings"
)

// Card is what a card on the learner's own site shows.
type Card struct {
	URL      string // of the award's page
	Image    string // absolute address of the achievement's picture
	Name     string // of the achievement
	Kind     string // in words
	Issuer   string
	Language string // of the words, BCP 47
}

// HTML returns the card as HTML that stands on its own: one link, no script,
// no style sheet. It does not name the learner, whose site it stands on.
func (c Card) HTML() string {
	var b strings.Builder
	esc := html.EscapeString
	b.WriteString(`<p lang="` + esc(c.Language) + `" dir="auto" style="display:flex;gap:16px;align-items:center">`)
	b.WriteString(`<img src="` + esc(c.Image) + `" alt="" width="96" height="96">`)
	b.WriteString(`<a href="` + esc(c.URL) + `"><strong>` + esc(c.Name) + `</strong><br>` + esc(c.Kind) + ` · ` + esc(c.Issuer) + `</a></p>`)
	return b.String()
}
