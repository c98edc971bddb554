package report

import "fmt"

// StandsIn says that a folder was asked in place of a host.
func (w Words) StandsIn(folder, address string) string {
	return fmt.Sprintf(w.say("note.stands-in"), folder, address)
}

// Listed says what the list of a site cannot show.
func (w Words) Listed(awards int, from string, more bool) string {
	text := fmt.Sprintf(w.say("note.listed"), grouped(awards), from)
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
		return fmt.Sprintf(w.say("note.addresses"), grouped(looked))
	}
	return fmt.Sprintf(w.say("note.strays"), grouped(looked), grouped(misplaced))
}

// Proxied says on what the guard against harmful addresses rests.
func (w Words) Proxied() string { return w.say("note.proxied") }
