package load

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Schema is the JSON Schema of one kind of file, for editors. Of a Markdown
// file it describes the front matter.
type Schema struct {
	Name string // of the file it is kept in: "achievement.schema.json"
	JSON []byte
}

// Schemas writes a schema for each kind of file, from the same table that the
// reader goes by, in JSON Schema draft-07: the newest that YAML language
// servers know in full. A schema accepts whatever the reader accepts as people
// write it; where a pattern cannot say what the reader checks (days of the
// calendar, hosts), it accepts more.
func Schemas() []Schema {
	var all []Schema
	for _, f := range Files() {
		s := objectSchema(&f.Key)
		s = append(schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", f.Path}, {"description", f.Help}}, s...)
		if f == cohortFile {
			s = append(s, member{"oneOf", cohortForms()})
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(s); err != nil {
			panic("load: a schema is not JSON: " + err.Error())
		}
		all = append(all, Schema{Name: f.Slug + ".schema.json", JSON: b.Bytes()})
	}
	return all
}

// schema is a JSON object whose members keep their order, so that the files
// read from the general to the particular.
type schema []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (s schema) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range s {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		var value bytes.Buffer
		e := json.NewEncoder(&value)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.value); err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(bytes.TrimSpace(value.Bytes()))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// cohortForms are the two forms of an award file: many awards, or one.
func cohortForms() []schema {
	var single []schema
	for _, k := range singleKeys {
		single = append(single, schema{{"required", []string{k.Name}}})
	}
	return []schema{
		{{"required", []string{"awards"}}, {"not", schema{{"anyOf", single}}}},
		{{"required", []string{"recipient"}}},
	}
}

// keySchema describes the value of a key.
func keySchema(k *Key) schema {
	var s schema
	if k.Help != "" {
		help := k.Help
		if k.Default != "" {
			help += " (if left out: " + k.Default + ")"
		}
		s = append(s, member{"description", help})
	}
	switch k.Type {
	case Object:
		form := objectSchema(k)
		if k.Short != "" {
			return append(s, member{"anyOf", []schema{keySchema(bare(k.key(k.Short))), form}})
		}
		return append(s, form...)
	case Dict:
		s = append(s, schema{{"type", "object"}, {"minProperties", 1}, {"propertyNames", schema{{"pattern", slugForm.String()}}},
			{"additionalProperties", keySchema(k.Item)}}...)
		if k.Max > 0 {
			s = append(s, member{"maxProperties", k.Max})
		}
		return s
	case List:
		list := schema{{"type", "array"}, {"minItems", 1}}
		if k.Max > 0 {
			list = append(list, member{"maxItems", k.Max})
		}
		if k.Item.Type == Choice || k.Item.Type == Language {
			list = append(list, member{"uniqueItems", true})
		}
		list = append(list, member{"items", keySchema(k.Item)})
		switch {
		case k.Single:
			return append(s, member{"anyOf", []schema{keySchema(bare(k.Item)), list}})
		case k.Or != nil:
			return append(s, member{"anyOf", []schema{list, keySchema(k.Or)}})
		}
		return append(s, list...)
	}
	return append(s, scalarSchema(k)...)
}

// bare is a key without its explanation, which stands beside it already.
func bare(k *Key) *Key {
	c := *k
	c.Help, c.Default = "", ""
	return &c
}

// objectSchema describes keys and values: none unknown, none missing.
func objectSchema(k *Key) schema {
	s := schema{{"type", "object"}}
	var needed []string
	var unless schema // one of two keys is needed
	keys := make(schema, 0, len(k.Keys))
	result, results := false, false
	for i := range k.Keys {
		c := &k.Keys[i]
		if c.Required && c.Unless != "" {
			unless = schema{{"anyOf", []schema{{{"required", []string{c.Name}}}, {{"required", []string{c.Unless}}}}}}
		} else if c.Required {
			needed = append(needed, c.Name)
		}
		result, results = result || c.Name == "result", results || c.Name == "results"
		keys = append(keys, member{c.Name, keySchema(c)})
	}
	s = append(s, member{"properties", keys})
	if len(needed) > 0 {
		s = append(s, member{"required", needed})
	}
	s = append(s, unless...)
	s = append(s, member{"additionalProperties", false})
	if result && results {
		s = append(s, member{"not", schema{{"required", []string{"result", "results"}}}})
	}
	return s
}

// scalarSchema describes a plain value. An editor types it by its look before
// the schema sees it, so a text key takes numbers and words such as true too.
func scalarSchema(k *Key) schema {
	plain := []string{"string", "number", "boolean"}
	most := k.Max
	if most == 0 {
		most = maxText
	}
	text := func(pattern string) schema {
		return schema{{"type", "string"}, {"pattern", pattern}, {"maxLength", most}}
	}
	switch k.Type {
	case Choice:
		return schema{{"enum", k.Choices}}
	case Flag:
		return schema{{"type", "boolean"}}
	case Number:
		return schema{{"type", []string{"integer", "string"}}, {"minimum", k.Min}, {"maximum", k.Max}, {"pattern", numberForm.String()}}
	case Decimal:
		return schema{{"type", []string{"number", "string"}}, {"minimum", 0}, {"pattern", decimalForm.String()}}
	case Day:
		return text(`^(19|20|21|22)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)
	case Span:
		return text(`^P([0-9]+[YMWD])+$`)
	case Web, SiteURL:
		return text("^https?://[^\\s\"'<>\\\\^`{|}]+$")
	case Email:
		return text(`^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$`)
	case Slug:
		return schema{{"type", []string{"string", "integer"}}, {"pattern", slugForm.String()}, {"maxLength", maxSlug}}
	case Versioned:
		return schema{{"type", []string{"string", "integer"}}, {"pattern", `^[a-z0-9]+(-[a-z0-9]+)*(@[1-9][0-9]{0,2})?$`}}
	case AwardKey:
		return text(`^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$`)
	case Language:
		return text(`^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)
	case Country:
		return text(`^[A-Z]{2}$`)
	case FileName:
		return text(`^[^/\\%:*?"<>|~][^/\\%:*?"<>|]*$`)
	case Color:
		return text(colorForm.String())
	case Hash:
		return text(hashForm.String())
	case SaltText:
		return text(`^[!-~]{1,200}$`)
	case SeedText:
		return schema{{"type", plain}, {"pattern", `^[0-9a-fA-F]{32,}$`}}
	case DID:
		return text(didForm.String())
	case PublicKey:
		return text(publicKeyForm.String())
	case PinnedID:
		return text(`^[a-z2-7]{26}$`)
	}
	return schema{{"type", plain}, {"pattern", `\S`}, {"maxLength", most}}
}
