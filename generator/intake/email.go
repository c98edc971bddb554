package intake

import (
	"net/mail"
	"strings"
)

// Address is an e-mail address in a spreadsheet.
type Address struct {
	Place
	Text string // in small letters
}

// Addresses finds every e-mail address in a table, whatever its column is
// called and whatever stands around it: "Ada Rossi <ada@example.org>", two in a
// cell, a link. Each stands once, at the place where it was met first.
func (t *Table) Addresses() []Address {
	var all []Address
	seen := map[string]bool{}
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			for _, a := range AddressesIn(c.Text) {
				if !seen[a] {
					seen[a] = true
					all = append(all, Address{c.Place, a})
				}
			}
		}
	}
	return all
}

// AddressesIn finds the e-mail addresses in a text, in small letters.
func AddressesIn(text string) []string {
	if !strings.Contains(text, "@") {
		return nil
	}
	var all []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return blank(r) || strings.ContainsRune(`,;<>()[]"|`, r) }) {
		if len(word) > 7 && strings.EqualFold(word[:7], "mailto:") {
			word, _, _ = strings.Cut(word[7:], "?")
		}
		word = strings.ToLower(strings.Trim(word, ".:'"))
		_, domain, _ := strings.Cut(word, "@")
		a, err := mail.ParseAddress(word)
		if err == nil && a.Address == word && len(word) <= 254 && strings.Count(word, "@") == 1 && strings.Contains(domain, ".") {
			all = append(all, word)
		}
	}
	return all
}
