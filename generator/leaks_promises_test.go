package generator

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/baking"
)

// planted are ways to get an address into a published file, by kind of file:
// its ending, or its name. Each returns the text that a build would be about to
// publish.
func planted() map[string]map[string]func(t *testing.T, text, who string) string {
	before := func(mark, format string) func(*testing.T, string, string) string {
		return func(t *testing.T, text, who string) string {
			i := strings.LastIndex(text, mark)
			if i < 0 {
				t.Fatalf("there is no %s", mark)
			}
			return text[:i] + strings.ReplaceAll(format, "WHO", who) + text[i:]
		}
	}
	escaped := func(at, format string) func(*testing.T, string, string) string {
		return func(t *testing.T, text, who string) string {
			return before("</", format)(t, text, strings.Replace(who, "@", at, 1))
		}
	}
	member := func(_ *testing.T, text, who string) string {
		return strings.Replace(text, "{", `{"note":"ask `+strings.Replace(who, "@", `\u0040`, 1)+`",`, 1)
	}
	after := func(format string) func(*testing.T, string, string) string {
		return func(_ *testing.T, text, who string) string { return text + strings.ReplaceAll(format, "WHO", who) }
	}
	token := func(t *testing.T, text, who string) string {
		parts := strings.Split(text, ".")
		payload, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil || len(parts) != 3 {
			t.Fatalf("a token of %d parts: %v", len(parts), err)
		}
		parts[1] = base64.RawURLEncoding.EncodeToString([]byte(member(t, string(payload), who)))
		return strings.Join(parts, ".")
	}
	calendar := regexp.MustCompile(`data:text/calendar;charset=utf-8;base64,([A-Za-z0-9+/=]+)`)
	picture := func(credential func(*testing.T, string, string) string, text string) func(*testing.T, string, string) string {
		return func(t *testing.T, image, who string) string {
			baked, err := baking.Bake([]byte(image), baking.Credential{Version: baking.OB2, Text: credential(t, text, who)})
			must(t, err)
			return string(baked)
		}
	}
	return map[string]map[string]func(*testing.T, string, string) string{
		".html": {
			"its text": before("</main>", "<p>Ask WHO</p>"), "an entity": escaped("&#64;", "<p>WHO</p>"), "a link": before("</main>", `<a href="mailto:WHO">write</a>`),
			"an address": escaped("%40", `<a href="https://x.example/?with=WHO">x</a>`),
		},
		"awards/index.html": {"the calendar": func(t *testing.T, text, who string) string {
			m := calendar.FindStringSubmatch(text)
			if m == nil {
				return before("</main>", "WHO")(t, text, who) // the page of an award that has no calendar
			}
			entry, err := base64.StdEncoding.DecodeString(m[1])
			must(t, err)
			entry = bytes.Replace(entry, []byte("BEGIN:VEVENT"), []byte("BEGIN:VEVENT\r\nATTENDEE:mailto:"+who), 1)
			if !bytes.Contains(entry, []byte(who)) {
				t.Fatalf("nothing was planted in %s", entry)
			}
			return strings.Replace(text, m[1], base64.StdEncoding.EncodeToString(entry), 1)
		}},
		".json": {"a member": member, "a list": func(t *testing.T, text, who string) string {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, err := z.Write([]byte("some bits, then " + who))
			must(t, errors.Join(err, z.Close()))
			return strings.Replace(text, "{", `{"encodedList":"u`+base64.RawURLEncoding.EncodeToString(b.Bytes())+`",`, 1)
		}},
		"did.json": {"a member": member},
		".jwt":     {"the payload": token},
		".png":     {"JSON that is baked in": picture(member, `{"id":"x"}`), "a token that is baked in": picture(token, "eyJ4Ijp7fX0.eyJ4Ijp7fX0.c2ln")},
		".svg":     {"its text": before("</svg>", "<desc>WHO</desc>"), "an entity": escaped("&#x40;", "<desc>WHO</desc>")},
		"badge.svg": {"what is baked in": func(t *testing.T, drawing, who string) string {
			baked, err := baking.Bake([]byte(drawing), baking.Credential{Version: baking.OB2, Text: member(t, `{"id":"x"}`, who)})
			must(t, err)
			return string(baked)
		}},
		"feed.xml":   {"an entry": before("</feed>", "<author><email>WHO</email></author>")},
		".xml":       {"an address": escaped("%40", "<loc>https://x.example/WHO</loc>")},
		".txt":       {"a line": after("\nWHO\n")},
		".css":       {"a remark": after("/* WHO */")},
		".js":        {"a remark": after("// WHO")},
		"_headers":   {"a line": after("\n# WHO\n")},
		".sealpress": {"a line": after("WHO\n")},
	}
}

// unread are the kinds of published files in which nothing is looked for: fonts
// of the theme, and a file that is empty.
var unread = []string{".woff2", ".nojekyll"}

// Whatever kind of file a learner's address gets into, and however that kind
// writes it, the build stops before it is published.
func TestAnAddressIsFoundInEveryKindOfFile(t *testing.T) {
	s := builtSample(t)
	look := noLeak(wholeSample(t).config(), s.passed)
	const who = "bruno@example.org"
	if !s.passed.Emails().Has(who) {
		t.Fatalf("%s is no learner of the sample", who)
	}
	for _, name := range []string{"assets/bruno@example.org.css", "assets/of-bruno@example.org/x.js", "bruno@example.org"} {
		var leak *LeakError
		if err := look(name, []byte("x")); !errors.As(err, &leak) || leak.Address != who || leak.Carrier != "its name" {
			t.Errorf("a file called %s: %v", name, err)
		}
	}
	ways, tried := planted(), map[string]int{}
	for _, name := range s.files.names() {
		text := s.files[name]
		if err := look(name, []byte(text)); err != nil {
			t.Errorf("%s, as it is published: %v", name, err)
		}
		kinds := []string{path.Ext(name), path.Base(name)}
		if strings.HasPrefix(name, "awards/") && path.Base(name) == "index.html" {
			kinds = append(kinds, "awards/index.html")
		}
		if slices.Contains(unread, path.Base(name)) || slices.Contains(unread, path.Ext(name)) {
			continue
		}
		known := false
		for _, kind := range slices.Compact(kinds) {
			known = known || ways[kind] != nil
			for way, plant := range ways[kind] {
				if tried[kind+way] == 20 { // of a kind
					continue
				}
				tried[kind+way]++
				var leak *LeakError
				if err := look(name, []byte(plant(t, text, who))); !errors.As(err, &leak) || leak.Address != who {
					t.Errorf("%s with an address in %s: %v", name, way, err)
				}
			}
		}
		if !known {
			t.Errorf("%s is of a kind of which nothing is known: say how an address gets into it", name)
		}
	}
	for kind, all := range ways {
		for way := range all {
			if tried[kind+way] == 0 {
				t.Errorf("no file of the sample is of the kind %s", kind)
			}
		}
	}
}
