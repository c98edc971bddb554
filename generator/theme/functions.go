package theme

// Function is a function that templates have beside Go's own.
type Function struct {
	Name    string
	Example string // as it stands in a template
	Prints  string // what it prints, in words for who makes a theme
}

// Functions lists the functions that templates have beside Go's own, the most
// used first. The manual for makers of themes is made from it.
func Functions() []Function {
	return []Function{
		{"t", `{{t "award.valid-until" "date" (date .ValidUntil)}}`, "a text of the page's language; after its key come names and values for the {braces} in it, and the value of \"n\" chooses the plural form"},
		{"date", `{{date .Awarded}}`, "a day as the language writes it; nothing where there is no day"},
		{"period", `{{period .ValidFor}}`, "a length of time: 3 years"},
		{"number", `{{number .ECTS}}`, "a number with the language's signs: 1.5 or 1,5"},
		{"country", `{{country .Country}}`, "the name of a country, from its two letters"},
		{"lang", `<p {{lang .Lang}}>`, "lang and dir attributes where a text is in another language than the page, else nothing"},
		{"asset", `{{asset "style.css"}}`, "the address of a file in assets/"},
		{"position", `{{range $i, $o := .Outcomes}}{{position $i}}{{end}}`, "the number of a round of range, from 1"},
	}
}
