package load

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// explained says, for people, how values of a type are written.
type explained struct {
	Type          Type
	Help, Example string
}

// types explains every type of value, in the order of the reference page.
func types() []explained {
	return []explained{
		{Text, "one line of text", "Harbour Skills"},
		{Lines, "text that may have several lines", "Manages common workplace emergencies until help arrives."},
		{Name, "a person's name in any script, as the person writes it", "Ελένη Παπαδάκη"},
		{Flag, "`true` or `false`, nothing else", "true"},
		{Day, "a day of the calendar: year, month, day", "2026-05-14"},
		{Span, "a length of time in whole years (`Y`), months (`M`), weeks (`W`) or days (`D`)", "P3Y"},
		{Number, "digits", "25"},
		{Decimal, "digits, with a point before the fraction", "2.5"},
		{Web, "a complete address, with `https://` or `http://`", "https://harbour.example/"},
		{Email, "one address, without a name around it", "ada@example.org"},
		{Choice, "one of the words in the table", "blended"},
		{Slug, "lower-case letters, digits and single hyphens: the name of a file without its ending", "emergency-first-aid"},
		{Versioned, "a slug, or a slug and the number of a version", "emergency-first-aid@1"},
		{AwardKey, "the name of an award file without `.yaml`, a slash, the label of the award", "2026-05-first-aid/k4f1"},
		{Language, "a language tag (BCP 47)", "pt-BR"},
		{Country, "two capital letters (ISO 3166)", "IE"},
		{FileName, "the name of a file in the same folder", "logo.svg"},
		{Color, "`#` and six hexadecimal digits, in quotes", `"#0b5cad"`},
		{SeedText, "at least 32 hexadecimal digits; `sealpress init` makes it", "b920933e77e971d0b2aff46374ca0cdd"},
		{Hash, "`sha256$` and the SHA-256 of the e-mail followed by the salt, in 64 hexadecimal digits", "sha256$017b007c…"},
		{SaltText, "at least 32 hexadecimal digits, in quotes", `"632b941541d515d8cb89630044606a40"`},
		{DID, "a decentralised identifier, in quotes", `"did:web:ada.example"`},
		{PinnedID, "the 26 characters in the address of an award's page", "k7q2m5x3abcdefghijklmnopqe"},
		{PublicKey, "a Multikey, as `sealpress key new` writes it", "z6MkpxcQaWu94MUoHE3oTKP4Tue7d9PezqNvjj89thCUTR8K"},
		{SiteURL, "a complete address; a path is fine", "https://org.github.io/badges/"},
		{Object, "keys of its own, indented below it", ""},
		{List, "entries, each on a line of its own that begins with a hyphen", ""},
		{Dict, "names that you choose, each with its value", ""},
	}
}

const referenceIntro = `# Every file and every key

<!-- Made from the table of keys in generator/load; to rewrite it: go test ./generator/load -run Reference -update -->

Everything that you write for a site lies in the folder ` + "`content/`" + `. This page names
every file in it and every key that you can write there. A key that is not on
this page is refused, with a suggestion if it looks like a slip of the fingers.

## How files are written

A file that ends in ` + "`.yaml`" + ` holds keys and values:

` + "```yaml" + `
title: Harbour Skills
languages:
  - en
  - it
brand:
  color: "#0b5cad"
` + "```" + `

A file that ends in ` + "`.md`" + ` begins with the same between two lines of three
hyphens, the *front matter*. What comes below is its *body*, written in
Markdown without HTML:

` + "```markdown" + `
---
name: About us
menu: true
---
We teach on the quay, in groups of ten.
` + "```" + `

* A value is text unless its key says otherwise: a country code ` + "`NO`" + `, a code
  ` + "`007`" + ` or a grade ` + "`1.10`" + ` stays as you wrote it.
* Put a value in quotes if it begins with one of ` + "`# & * ! | > % @ \" ' [ { `" + `
  or holds a colon followed by a space.
* Indent with spaces, two for each step. Anchors, aliases and tags of YAML are
  not allowed.
* Save files as UTF-8. Line ends of any system and a byte order mark are fine.
* Leave a key out if you have nothing to say; a key without a value is refused.
`

// Reference writes the page that explains every file and every key, in
// Markdown, from the same table that the reader goes by.
func Reference() []byte {
	var b strings.Builder
	b.WriteString(referenceIntro)
	fmt.Fprintf(&b, "* A text file may have %s, a file of awards %s, the body of one file %s,\n  a picture %s, a static file %s.\n",
		size(maxFile), size(maxCohort), size(maxBody), size(maxImage), size(maxStatic))
	b.WriteString("\nIn the tables a point leads to a key inside another one (`brand.color`), square\nbrackets stand for each entry of a list (`steps[].badge`), angle brackets for a\nname that you choose (`awards.<label>.name`).\n\n## Files\n\n| File | What it is |\n|---|---|\n")
	for _, f := range Files() {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", f.Path, f.Slug, cell(f.Help))
	}
	b.WriteString("| `content/achievements/<slug>.png`, `.svg` | Artwork of an achievement: square, PNG or SVG. Where there is none, one is drawn. |\n")
	b.WriteString("| `content/static/…` | Passive files that are copied as they are, for example photos, PDF or `CNAME`; no HTML and no scripts. |\n")
	b.WriteString("| `content/issued/…` | What was issued, written by `sealpress issue` and never by hand. Keep it in git. |\n")
	b.WriteString("\n## Kinds of values\n\n| Type | How it is written | Example |\n|---|---|---|\n")
	for _, t := range types() {
		example := ""
		if t.Example != "" {
			example = "`" + pipe(t.Example) + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", t.Type, cell(t.Help), example)
	}
	for _, f := range Files() {
		fmt.Fprintf(&b, "\n<a id=\"%s\"></a>\n\n## %s: `%s`\n\n%s", f.Slug, f.Title, f.Path, cell(f.Help))
		if f.Body != "" {
			fmt.Fprintf(&b, " The body is %s.", f.Body)
		}
		b.WriteString("\n\n| Key | Type | Needed | What it means |\n|---|---|---|---|\n")
		rows(&b, f, f.Keys, "", true)
	}
	b.WriteString(referenceEnd)
	return []byte(b.String())
}

const referenceEnd = `
## For your editor

The folder [schema](schema/) holds a JSON Schema for each kind of file. An editor
with a YAML language server (for example Visual Studio Code with the YAML
extension) then completes keys and marks slips while you type. Copy the folder
into your site and name the schema in the first line of a file:

` + "```yaml" + `
# yaml-language-server: $schema=../../schema/cohort.schema.json
` + "```" + `

For a Markdown file the schema describes the front matter.

The schema knows the form of each value, and ` + "`sealpress check`" + ` knows more: whether
what is named exists, whether a date is a day of the calendar, and what each
kind of achievement asks for.
`

// rows writes the table rows of keys and of those inside them. A key that the
// file explains at its top is not explained again.
func rows(b *strings.Builder, f *File, keys []Key, prefix string, needed bool) {
	var again []string
	for i := range keys {
		k := &keys[i]
		if prefix != "" && slices.ContainsFunc(f.Keys, func(top Key) bool { return reflect.DeepEqual(top, *k) }) {
			again = append(again, fmt.Sprintf("`%s%s`", prefix, k.Name))
			continue
		}
		need := ""
		switch {
		case k.Unless != "":
			need = "unless `" + k.Unless + "`"
		case k.Required && needed:
			need = "yes"
		case k.Required:
			need = "with `" + strings.TrimSuffix(strings.TrimSuffix(prefix, "."), "[]") + "`"
		}
		fmt.Fprintf(b, "| `%s%s` | %s | %s | %s |\n", prefix, k.Name, cell(typeOf(k)), need, meaning(k))
		inner(b, f, k, prefix+k.Name)
	}
	if len(again) > 0 {
		fmt.Fprintf(b, "| %s | as there | | The same as at the top of the file, for this award alone. |\n", strings.Join(again, ", "))
	}
}

// inner writes the rows of the keys inside a key.
func inner(b *strings.Builder, f *File, k *Key, prefix string) {
	switch k.Type {
	case Object:
		rows(b, f, k.Keys, prefix+".", false)
	case List:
		if k.Item.Type == Object {
			rows(b, f, k.Item.Keys, prefix+"[].", false)
		}
		if k.Or != nil {
			rows(b, f, k.Or.Keys, prefix+".", false)
		}
	case Dict:
		if k.Item.Type == Object {
			rows(b, f, k.Item.Keys, prefix+".<label>.", false)
		}
	}
}

// typeOf names the type of a key with its limits.
func typeOf(k *Key) string {
	switch k.Type {
	case List:
		s := "list"
		if k.Max > 0 {
			s += fmt.Sprintf(" of at most %d entries", k.Max)
		}
		if k.Item.Type != Object {
			s += ", each: " + typeOf(k.Item)
		}
		return s
	case Dict:
		if k.Max > 0 {
			return fmt.Sprintf("%s, at most %d", k.Type, k.Max)
		}
	case Number:
		return fmt.Sprintf("%s, %d to %d", k.Type, k.Min, k.Max)
	case Choice:
		return "`" + strings.Join(k.Choices, "`, `") + "`"
	default:
		if k.Max > 0 {
			return fmt.Sprintf("%s, at most %d characters", k.Type, k.Max)
		}
	}
	return string(k.Type)
}

// meaning explains a key: what it means, the shorter forms in which it may be
// written, what holds without it, an example.
func meaning(k *Key) string {
	first, n := utf8.DecodeRuneInString(k.Help)
	s := string(unicode.ToUpper(first)) + k.Help[n:]
	switch {
	case k.Single:
		s += "; one alone needs no list"
	case k.Or != nil:
		s += "; " + k.Or.Help
	}
	of := k
	if k.Item != nil {
		of = k.Item
	}
	if of.Short != "" {
		s += fmt.Sprintf("; plain text stands for `%s`", of.Short)
	}
	s = cell(s) + "."
	if k.Default != "" {
		s += " If left out: " + code(k.Default) + "."
	}
	if k.Example != "" {
		s += " For example `" + pipe(k.Example) + "`."
	}
	return s
}

// code sets a default in the type of code where it is a value; words stay
// words.
func code(s string) string {
	if strings.Contains(s, " ") && !strings.HasPrefix(s, "[") {
		return cell(s)
	}
	return "`" + pipe(s) + "`"
}

// cell makes text safe inside a table of Markdown.
func cell(s string) string { return strings.ReplaceAll(pipe(s), "<", `\<`) }

// pipe makes code safe inside a table of Markdown.
func pipe(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
