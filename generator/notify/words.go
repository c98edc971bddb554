package notify

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/badge"
)

//go:embed words/*.yaml
var files embed.FS

// Languages lists the languages in which there are words.
func Languages() []string {
	entries, err := files.ReadDir("words")
	if err != nil {
		panic(err) // it is compiled in
	}
	var all []string
	for _, e := range entries {
		all = append(all, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return all
}

// Words are the words of messages in one language.
type Words struct {
	Language string
	months   []string
	date     string // form of a day
	firstDay string // how the first of a month is written; empty: like the others
	text     map[string]string
}

// Speak returns the words of a language; pt-BR is content with those of pt.
func Speak(language string) (*Words, error) {
	for _, l := range []string{language, base(language)} {
		if !slices.Contains(Languages(), l) {
			continue
		}
		data, err := files.ReadFile(path.Join("words", l+".yaml"))
		if err != nil {
			return nil, fmt.Errorf("reading the words in %s: %w", l, err)
		}
		w := &Words{Language: language, text: map[string]string{}}
		if err := w.read(data); err != nil {
			return nil, fmt.Errorf("reading the words in %s: %w", l, err)
		}
		return w, w.whole()
	}
	return nil, &UnknownLanguageError{language}
}

// UnknownLanguageError says that there are no words in a language.
type UnknownLanguageError struct{ Language string }

func (e *UnknownLanguageError) Error() string {
	return fmt.Sprintf("there are no words in the language %q", e.Language)
}

func base(language string) string {
	language, _, _ = strings.Cut(language, "-")
	return language
}

// MaxWords is how many bytes a file of words may have.
const MaxWords = 64 << 10

// ParseWords reads an issuer's own words, of the same form as the files in
// words/. What it leaves out is said as Speak says it; in a language without
// words it may leave out nothing but what is optional.
func ParseWords(language string, data []byte) (*Words, error) {
	if len(data) > MaxWords {
		return nil, fmt.Errorf("the file has more than %d bytes", MaxWords)
	}
	w, err := Speak(language)
	if e := (*UnknownLanguageError)(nil); errors.As(err, &e) {
		w, err = &Words{Language: language, text: map[string]string{}}, nil
	}
	if err == nil {
		err = w.read(data)
	}
	if err == nil {
		err = w.whole()
	}
	return w, err
}

// keys are the texts that must be there; an empty one is left out of messages.
// Each may also stand with the kind behind it ("until-badge"), which then counts
// for that kind.
var keys = []string{"greeting", "awarded", "badge", "micro-credential", "until", "no-end", "page", "unlisted", "listed", "initials", "hidden",
	"keep", "picture", "credential", "hosted", "linkedin", "contact", "closing"}

// optional are texts that may be there: a paragraph of the issuer's own before
// the closing, and one subject for both kinds.
var optional = []string{"note", "subject"}

// places are what can be put into a text.
var places = []string{"name", "achievement", "issuer", "date", "contact"}

// known lists every key of a text.
func known() []string {
	var all []string
	for _, k := range slices.Concat(keys, optional) {
		all = append(append(all, k), variants(k)...)
	}
	return all
}

// variants are the keys of a text for one kind alone.
func variants(key string) []string {
	var all []string
	for _, kind := range badge.Kinds() {
		if key != string(badge.Badge) && key != string(badge.MicroCredential) { // these are for one kind already
			all = append(all, key+"-"+string(kind))
		}
	}
	return all
}

// whole fails where something is missing.
func (w *Words) whole() error {
	if len(w.months) != 12 || w.date == "" {
		return errors.New("months and date are missing")
	}
	there := func(k string) bool {
		text, ok := w.text[k]
		return ok && (text != "" || !strings.HasPrefix(k, "subject"))
	}
	for _, k := range append(slices.Clone(keys), "subject") {
		if all := variants(k); !there(k) && (len(all) == 0 || slices.ContainsFunc(all, func(v string) bool { return !there(v) })) {
			return fmt.Errorf("the text %q is missing", k)
		}
	}
	return nil
}

// say returns a text for a kind, with everything put in at once: what is put in
// is never looked at for {braces}.
func (w *Words) say(key string, kind badge.Kind, put map[string]string) string {
	text, ok := w.text[key+"-"+string(kind)]
	if !ok {
		text = w.text[key]
	}
	var pairs []string
	for _, p := range slices.Sorted(maps.Keys(put)) {
		pairs = append(pairs, "{"+p+"}", put[p])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// day writes a day as the language does.
func (w *Words) day(d badge.Date) string {
	n := strconv.Itoa(int(d.Day))
	if d.Day == 1 && w.firstDay != "" {
		n = w.firstDay
	}
	return strings.NewReplacer("{day}", n, "{month}", w.months[d.Month-1], "{year}", strconv.Itoa(int(d.Year))).Replace(w.date)
}

// read reads a file of words, strictly, over what is there already.
func (w *Words) read(data []byte) error {
	var doc, more yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&doc); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return fmt.Errorf("cannot be read as YAML: %w", err)
	}
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		return errors.New("expected one document")
	}
	return each(doc.Content[0], func(key string, v *yaml.Node) error {
		switch key {
		case "months":
			if v.Kind != yaml.SequenceNode || len(v.Content) != 12 {
				return at(v, "expected the names of twelve months")
			}
			w.months = nil
			for _, m := range v.Content {
				name, err := scalar(m)
				if err != nil {
					return err
				}
				w.months = append(w.months, name)
			}
			return nil
		case "date":
			return w.put(&w.date, v, []string{"day", "month", "year"})
		case "first-day":
			return w.put(&w.firstDay, v, nil)
		case "text":
			own := map[string]string{}
			err := each(v, func(key string, v *yaml.Node) error {
				if !slices.Contains(known(), key) {
					return at(v, "unknown text %q; known texts: %s, each also with -badge or -micro-credential behind it", key, strings.Join(slices.Concat(keys, optional), ", "))
				}
				var text string
				err := w.put(&text, v, places)
				own[key] = text
				return err
			})
			for key := range own { // what is said anew is said so for both kinds
				for _, v := range variants(key) {
					delete(w.text, v)
				}
			}
			maps.Copy(w.text, own)
			return err
		}
		return at(v, "unknown key %q; known keys: months, date, first-day, text", key)
	})
}

// put reads a text that may hold some places in braces.
func (w *Words) put(to *string, v *yaml.Node, places []string) error {
	text, err := scalar(v)
	if err != nil {
		return err
	}
	rest := text
	for _, p := range places {
		rest = strings.ReplaceAll(rest, "{"+p+"}", "")
	}
	if strings.ContainsAny(rest, "{}") {
		return at(v, "%q: what can be put in: {%s}", text, strings.Join(places, "}, {"))
	}
	*to = strings.TrimSpace(text)
	return nil
}

// each visits the keys of a mapping, each of which stands once.
func each(n *yaml.Node, visit func(key string, v *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return at(n, "expected keys and values")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, err := scalar(n.Content[i])
		if err != nil {
			return err
		}
		if seen[key] {
			return at(n.Content[i], "the key %q stands here a second time", key)
		}
		seen[key] = true
		if err := visit(key, n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// scalar is a text as it is written, whatever it looks like.
func scalar(n *yaml.Node) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		return "", at(n, "expected a text")
	}
	for _, r := range n.Value {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 {
			return "", at(n, "a text holds the control character U+%04X", r)
		}
	}
	return n.Value, nil
}

func at(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("line %d: %s", n.Line, fmt.Sprintf(format, args...))
}
