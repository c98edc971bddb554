package load

import "slices"

// importFile is what `sealpress import` keeps for the next time.
var importFile = &File{
	Slug: "import", Path: "content/import.yaml", Title: "The columns of your spreadsheets",
	Help: "Which column of a spreadsheet holds what, where its heading does not tell; written by `sealpress import --map`, and read by `sealpress import` alone.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "columns", Type: Object, Required: true, Help: "what is in a column: its heading", Keys: append(columnKeys(),
			Key{Name: "results", Type: Dict, Item: &Key{Type: Text, Max: 200}, Help: "of an achievement with several assessments: the key of each, and the heading of its results", Example: `{practical: "Praxis"}`})},
	}},
}

// columnKeys are what a column can hold.
func columnKeys() []Key {
	keys := []Key{{Name: "name", Help: "the learner's full name", Example: "Teilnehmende"}, {Name: "first-name", Help: "or its parts"}, {Name: "last-name", Help: "or its parts"},
		{Name: "email", Help: "the learner's e-mail address"}, {Name: "achievement", Help: "what was awarded: its name or slug"}, {Name: "date", Help: "the day it was awarded"},
		{Name: "valid-until", Help: "the last day on which it is valid"}, {Name: "result", Help: "the grade"},
		{Name: "evidence", Help: "what was seen of the person's work"}, {Name: "evidence-url", Help: "where that can be seen"}, {Name: "evidence-description", Help: "more about it"},
		{Name: "assessor", Help: "who assessed"}, {Name: "assessed-on", Help: "the day of the assessment"}, {Name: "identity-checked", Help: "whether the person's identity was checked"},
		{Name: "person", Help: "a label that joins one person's awards"}, {Name: "language", Help: "language in which the person is written to"}, {Name: "listing", Help: "whether the page is listed"}}
	for i := range keys {
		keys[i].Type, keys[i].Max = Text, 200
	}
	return keys
}

// loadImport reads what an import kept.
func (c *Content) loadImport() {
	if !slices.Contains(c.tree.root, "import.yaml") {
		return
	}
	d, ok := c.open("import.yaml", importFile)
	if !ok {
		return
	}
	c.Columns = map[string]string{}
	columns := d.sub("columns")
	for _, k := range columnKeys() {
		if heading := columns.text(k.Name); heading != "" {
			c.Columns[k.Name] = heading
		}
	}
	if results := columns.get("results"); results != nil {
		for i := 0; i+1 < len(results.Content); i += 2 {
			c.Columns["result:"+results.Content[i].Value] = scalar(results.Content[i+1])
		}
	}
}
