package load

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// full returns a file with every key, in each of its forms, as JSON, which is
// YAML as well.
func full(f *File) []string {
	var texts []string
	for form := range forms(f) {
		texts = append(texts, encode(sampleFile(f, form)))
	}
	return texts
}

func forms(f *File) int {
	if f == cohortFile {
		return 2
	}
	return 1
}

func sampleFile(f *File, form int) map[string]any {
	m := sampleObject(f.Keys)
	if f != cohortFile {
		return m
	}
	if form == 0 {
		delete(m, "recipient")
		for _, k := range singleKeys {
			delete(m, k.Name)
		}
	} else {
		delete(m, "awards")
	}
	return m
}

func sampleObject(keys []Key) map[string]any {
	m := map[string]any{}
	for i := range keys {
		m[keys[i].Name] = sampleValue(&keys[i])
	}
	if m["results"] != nil {
		delete(m, "result")
	}
	return m
}

func sampleValue(k *Key) any {
	switch k.Type {
	case Object:
		return sampleObject(k.Keys)
	case List:
		return []any{sampleValue(k.Item)}
	case Dict:
		return map[string]any{"k1": sampleValue(k.Item)}
	case Choice:
		return k.Choices[len(k.Choices)-1]
	case Flag:
		return true
	case Number:
		return k.Max
	}
	return map[Type]string{Text: "NO", Lines: "one\ntwo", Name: "Ελένη Παπαδάκη", Day: "2026-05-14", Span: "P3Y", Decimal: "2.5",
		Web: "https://harbour.example/a?b=c#d", SiteURL: "https://org.github.io/badges/", Email: "ada@example.org", Slug: "first-drill",
		Versioned: "first-drill@2", AwardKey: "2026-05/k1", Language: "pt-BR", Country: "NO", FileName: "logo.svg", Color: "#0b5cad",
		SeedText: "b920933e77e971d0b2aff46374ca0cdd", SaltText: "632b941541d515d8cb89630044606a40", DID: "did:web:ada.example",
		Hash: "sha256$" + strings.Repeat("0a", 32), PinnedID: strings.Repeat("a", 26),
		PublicKey: "z6MkpxcQaWu94MUoHE3oTKP4Tue7d9PezqNvjj89thCUTR8K"}[k.Type]
}

func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

type mutation struct{ what, text string }

// mutations returns a file with one thing wrong, for every key and slip.
func mutations(f *File, form int) []mutation {
	var all []mutation
	whole := sampleFile(f, form)
	emit := func(what string) { all = append(all, mutation{what, encode(whole)}) }
	var inObject func(m map[string]any, keys []Key, path string)
	inValue := func(k *Key, path string, set func(any), old any) {
		for what, bad := range wrong(k) {
			set(bad)
			emit(path + ": " + what)
		}
		set(old)
		switch v := old.(type) {
		case map[string]any:
			if k.Type == Object {
				inObject(v, k.Keys, path)
			}
		}
	}
	inObject = func(m map[string]any, keys []Key, path string) {
		m["unheard-of"] = "x"
		emit(path + " has an unknown key")
		delete(m, "unheard-of")
		for i := range keys {
			k := &keys[i]
			old, there := m[k.Name]
			if !there {
				continue
			}
			at := path + "." + k.Name
			if k.Required && k.Unless == "" {
				delete(m, k.Name)
				emit(at + " is missing")
			}
			inValue(k, at, func(v any) { m[k.Name] = v }, old)
			switch v := old.(type) {
			case []any:
				inValue(k.Item, at+"[]", func(x any) { v[0] = x }, v[0])
			case map[string]any:
				if k.Type == Dict {
					inValue(k.Item, at+".<label>", func(x any) { v["k1"] = x }, v["k1"])
				}
			}
		}
	}
	inObject(whole, f.Keys, f.Slug)
	slices.SortFunc(all, func(a, b mutation) int { return strings.Compare(a.what, b.what) })
	return all
}

// wrong returns values that a key refuses, by what is wrong with them.
func wrong(k *Key) map[string]any {
	bad := map[string]any{"nothing": nil}
	long := strings.Repeat("x", 2001)
	text := map[string]any{"a list": []any{"x"}, "keys and values": map[string]any{"x": "y"}, "an empty text": ""}
	switch k.Type {
	case Object:
		bad["an empty list"] = []any{}
		if k.Short == "" {
			bad["text"] = "x"
		}
	case Dict:
		bad["no entry"] = map[string]any{}
		bad["a list"] = []any{"x"}
		bad["a name in capitals"] = map[string]any{"Ada Rossi": sampleValue(k.Item)}
		bad["text"] = "x"
	case List:
		bad["no entry"] = []any{}
		if !k.Single {
			bad["text"] = "x"
		}
		if k.Or == nil {
			bad["keys and values"] = map[string]any{"x": "y"}
		}
		if k.Max > 0 && k.Max < 100 {
			bad["too many entries"] = slices.Repeat([]any{sampleValue(k.Item)}, k.Max+1)
		}
		if k.Item.Type == Choice || k.Item.Type == Language {
			bad["a word twice"] = []any{sampleValue(k.Item), sampleValue(k.Item)}
		}
	default:
		maps.Copy(bad, text)
	}
	most := k.Max
	if most == 0 {
		most = 2000
	}
	switch k.Type {
	case Text, Lines, Name:
		bad["too long"] = strings.Repeat("é", most+1)
		bad["spaces"] = "  "
	case Choice:
		bad["an unknown word"] = "perhaps"
	case Flag:
		bad["another word"] = "perhaps"
	case Number:
		bad["too much"], bad["a fraction"], bad["words"] = k.Max+1, 1.5, "many"
	case Decimal:
		bad["a comma"], bad["less than nothing"] = "2,5", -1
	case Day:
		bad["another order"], bad["month 13"], bad["a time"] = "14.05.2026", "2026-13-01", "2026-05-14T00:00:00Z"
	case Span:
		bad["hours"], bad["words"] = "PT5H", "three years"
	case Web, SiteURL:
		bad["no scheme"], bad["script"], bad["a quote"] = "harbour.example", "javascript:alert(1)", `https://a.example/"`
	case Email:
		bad["a name around it"], bad["no domain"] = "Ada <ada@example.org>", "ada"
	case Slug, Versioned:
		bad["capitals"], bad["a path"] = "First Drill", "a/b"
	case AwardKey:
		bad["no label"] = "2026-05"
	case Language:
		bad["an underscore"] = "en_GB"
	case Country:
		bad["small letters"], bad["a name"] = "ie", "Ireland"
	case FileName:
		bad["a path"], bad["a path up"] = "../logo.svg", "img/logo.svg"
	case Color:
		bad["a word"] = "blue"
	case SeedText, Hash:
		bad["too short"] = "abc"
	case SaltText:
		bad["a space"], bad["a letter with a mark"] = "a b", "sàle"
	case PublicKey:
		bad["a private key"], bad["base64url"], bad["too short"] = "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1cifQ", "u"+long[:50], "z6Mk"
	case DID, PinnedID:
		bad["something else"] = long
	}
	return bad
}
