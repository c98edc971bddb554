package report

import (
	"fmt"
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator/verify"
)

// StandsIn says that a folder was asked in place of a host.
func (w Words) StandsIn(folder, address string) string {
	return fmt.Sprintf(w.say("note.stands-in"), folder, address)
}

// Listed says what the list of a site cannot show.
func (w Words) Listed(awards int, from string, more bool) string {
	text := fmt.Sprintf(w.say("note.listed"), w.grouped(awards), from)
	if more {
		text += " " + w.say("note.more")
	}
	return text
}

// NoneListed says that a page names no credential, and its site lists none.
func (w Words) NoneListed(from string) string { return fmt.Sprintf(w.say("note.none"), from) }

// Misplaced says that a document does not stand at the address that it names.
func (w Words) Misplaced(file, id, address string) string {
	if id == "" {
		return fmt.Sprintf(w.say("note.nameless"), file, address)
	}
	return fmt.Sprintf(w.say("note.misplaced"), file, id, address)
}

// Addresses says whether the documents of a site stand where they say.
func (w Words) Addresses(looked, misplaced int) string {
	if misplaced == 0 {
		return fmt.Sprintf(w.say("note.addresses"), w.grouped(looked))
	}
	return fmt.Sprintf(w.say("note.strays"), w.grouped(looked), w.grouped(misplaced))
}

// Clash says which two things a site says of an award: its forms, each with an
// outcome, and the page, which shows something; "" where the forms alone differ.
func (w Words) Clash(award string, forms []string, outcomes []verify.Outcome, page string, shows verify.Shown) string {
	parts := make([]string, 0, len(forms)+1)
	for i, f := range forms {
		parts = append(parts, path.Base(f)+": "+strings.ToLower(w.stampOf(outcomes[i])))
	}
	switch shows {
	case verify.Standing:
		parts = append(parts, fmt.Sprintf(w.say("note.standing"), page))
	case verify.Withdrawn:
		parts = append(parts, fmt.Sprintf(w.say("note.withdrawn"), page))
	}
	return fmt.Sprintf(w.say("note.clash"), award, strings.Join(parts, ", "))
}

// Agreement says whether the awards of a site say one thing each.
func (w Words) Agreement(awards, clashes int) string {
	if clashes == 0 {
		return fmt.Sprintf(w.say("note.agree"), w.grouped(awards))
	}
	return fmt.Sprintf(w.say("note.clashes"), w.grouped(awards), w.grouped(clashes))
}

// Honest says that revoked and expired awards of a site are no mistake in it.
func (w Words) Honest() string { return w.say("note.honest") }

// Proxied says on what the guard against harmful addresses rests.
func (w Words) Proxied() string { return w.say("note.proxied") }
