package notify_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/notify"
)

// site is a small content folder; more replaces or adds files.
func site(more map[string]string) fstest.MapFS {
	files := map[string]string{
		"site.yaml":                "title: T\nurl: https://b.example/c/\nlanguages: [en, it]\nseed: 00112233445566778899aabbccddeeff\nlinkedin: 1234567\n",
		"issuer.md":                "---\nname: Harbour Skills\nurl: https://b.example/\nemail: us@b.example\n---\nWe.\n",
		"issuer.it.md":             "---\nname: Competenze del Porto\n---\nNoi.\n",
		"achievements/knots.md":    "---\nkind: badge\nname: Knots & Lines\ndescription: Ties knots.\nvalid-for: P1Y\n---\nTie.\n",
		"achievements/knots.it.md": "---\nname: Nodi e cime\n---\nAnnoda.\n",
		"awards/a.yaml":            "achievement: knots\nawarded: 2026-05-01\nawards:\n  k1:\n    name: Ada Rossi\n    email: Ada@example.org\n",
	}
	for name, text := range more {
		files[name] = text
	}
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func passed(files fstest.MapFS) check.Passed {
	content, err := load.Dir(context.Background(), files, "content")
	if err != nil {
		panic(err)
	}
	p, ok, err := check.Run(context.Background(), content, badge.Date{Year: 2026, Month: 6, Day: 1})
	if err != nil || !ok {
		panic(fmt.Sprint(err, content.Report.Findings()))
	}
	return p
}

func message(t *testing.T, files fstest.MapFS, language string) notify.Message {
	t.Helper()
	w, err := notify.Speak(language)
	if err != nil {
		t.Fatal(err)
	}
	p := passed(files)
	m, err := notify.New(p, w).Message(p.Awards()[0])
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func Example() {
	words, err := notify.Speak("it")
	if err != nil {
		panic(err)
	}
	p := passed(site(nil))
	m, err := notify.New(p, words).Message(p.Awards()[0])
	if err != nil {
		panic(err)
	}
	fmt.Println(m.To)
	fmt.Println(m.Subject)
	for i, paragraph := range strings.Split(m.Body, "\n\n") {
		if i < 4 {
			fmt.Println(paragraph)
		}
	}
	fmt.Println(m.Links.Page)
	// Output:
	// ada@example.org
	// Nodi e cime: il tuo badge di Competenze del Porto
	// Ciao Ada Rossi,
	// complimenti! In data 1º maggio 2026 Competenze del Porto ti ha conferito:
	//     Nodi e cime
	// È un badge, cioè un riconoscimento informale: segna una tappa o una partecipazione e non certifica competenze. È valido fino al 1º maggio 2027.
	// https://b.example/c/it/awards/ys6t7qxyw32u4n6wgpvraodami/
}

// In every language a message says all there is to say, for each kind of
// learner.
func TestEveryLanguageSaysEverything(t *testing.T) {
	const day = "achievement: knots\nawarded: 2026-05-01\n"
	for _, language := range notify.Languages() {
		seen := map[string]bool{}
		for _, award := range []string{
			"awards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
			"listing: listed\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
			"names: initials\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
			"names: hidden\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
			"valid-until: 2031-12-31\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
		} {
			m := message(t, site(map[string]string{"awards/a.yaml": day + award}), language)
			for _, want := range []string{"Ada Rossi", "2026", m.Links.Page, m.Links.Picture, m.Links.LinkedIn, "us@b.example"} {
				if want == "" || !strings.Contains(m.Body, want) {
					t.Errorf("%s: the message lacks %q:\n%s", language, want, m.Body)
				}
			}
			if strings.ContainsAny(m.Subject+m.Body, "{}") || strings.Contains(m.Body, "\n\n\n") || !strings.HasSuffix(m.Body, "\n") || m.Language != language {
				t.Errorf("%s:\n%s\n%s", language, m.Subject, m.Body)
			}
			seen[m.Body] = true
		}
		if len(seen) != 5 {
			t.Errorf("%s: five different awards have %d messages", language, len(seen))
		}
	}
	if !slices.Equal(notify.Languages(), []string{"ar", "de", "en", "es", "fr", "it"}) {
		t.Errorf("languages %v", notify.Languages())
	}
}

// A message names what is published, and no other address.
func TestLinksAreOfWhatIsPublished(t *testing.T) {
	for outputs, want := range map[string]notify.Links{
		"html, ob2, ob3, png": {Page: "p", Picture: "p", LinkedIn: "p"},
		"html, ob2":           {Page: "p", LinkedIn: "p"},
		"html, png":           {Page: "p", LinkedIn: "p"},
		"ob2":                 {},
	} {
		yaml := "title: T\nurl: https://b.example/\nseed: 00112233445566778899aabbccddeeff\noutputs: [" + outputs + "]\n"
		got := message(t, site(map[string]string{"site.yaml": yaml}), "en").Links
		for _, l := range []*string{&got.Page, &got.Picture, &got.Credential, &got.LinkedIn} {
			if *l != "" {
				*l = "p"
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("outputs %s (-want +got):\n%s", outputs, diff)
		}
	}
}

// What is put in is not looked at again.
func TestNamesAreNotWords(t *testing.T) {
	m := message(t, site(map[string]string{"awards/a.yaml": "achievement: knots\nawarded: 2026-05-01\nawards:\n  k1:\n    name: \"{contact} {issuer}\"\n    email: ada@example.org\n"}), "en")
	if !strings.HasPrefix(m.Body, "Dear {contact} {issuer},\n") {
		t.Errorf("the message:\n%s", m.Body)
	}
}

func TestLanguages(t *testing.T) {
	if w, err := notify.Speak("it-CH"); err != nil || w.Language != "it-CH" {
		t.Errorf("it-CH: %v, %v", w, err)
	}
	_, err := notify.Speak("pt")
	if _, unknown := err.(*notify.UnknownLanguageError); !unknown {
		t.Errorf("pt: %v", err)
	}
	for _, escape := range []string{"", "../words/en", "en.yaml", "."} {
		if _, err := notify.Speak(escape); err == nil {
			t.Errorf("%q is a language", escape)
		}
	}
}

func TestOwnWords(t *testing.T) {
	say := func(language, yaml string) string {
		t.Helper()
		w, err := notify.ParseWords(language, []byte(yaml))
		if err != nil {
			t.Fatal(err)
		}
		p := passed(site(nil))
		m, err := notify.New(p, w).Message(p.Awards()[0])
		if err != nil {
			t.Fatal(err)
		}
		return m.Subject + "\n" + m.Body
	}
	if say("it", "") != say("it", "# nothing\n") {
		t.Error("an empty file changes something")
	}
	// What is said anew counts for both kinds, although Italian has two.
	if got := say("it", "text:\n  until: \"Fino al {date}.\"\n  linkedin: \"\"\n  note: |\n    Una riga,\n    e un'altra.\n"); !strings.Contains(got, "competenze. Fino al 1º maggio 2027.\n") ||
		strings.Contains(got, "linkedin") || !strings.Contains(got, "\n\nUna riga,\ne un'altra.\n\nCordiali saluti\n") {
		t.Errorf("got\n%s", got)
	}
	if got := say("en", "text:\n  subject: Yes\n  until: both\n  until-badge: badge alone\n"); !strings.HasPrefix(got, "Yes\n") || !strings.Contains(got, "skills. badge alone\n") {
		t.Errorf("got\n%s", got)
	}
	var whole strings.Builder
	whole.WriteString("months: [jan, fev, mar, abr, mai, jun, jul, ago, set, out, nov, dez]\ndate: \"{day} de {month} de {year}\"\ntext:\n")
	for _, k := range strings.Fields("subject greeting awarded badge micro-credential until no-end page unlisted listed initials hidden keep picture credential hosted linkedin contact closing") {
		fmt.Fprintf(&whole, "  %s: \"%s {date}\"\n", k, k)
	}
	if got := say("pt", whole.String()); !strings.Contains(got, "badge 1 de mai de 2026 until 1 de mai de 2027\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestOwnWordsAreReadStrictly(t *testing.T) {
	for yaml, want := range map[string]string{
		"text:\n  greting: x\n":                     `line 2: unknown text "greting"`,
		"txt: {}\n":                                 `line 1: unknown key "txt"`,
		"text:\n  note: x\n  note: y\n":             "second time",
		"text:\n  note: \"{you}\"\n":                "what can be put in: {name}, {achievement}",
		"text:\n  note: \"}\"\n":                    "what can be put in",
		"date: \"{name}\"\n":                        "{day}, {month}, {year}",
		"months: [a, b]\n":                          "twelve months",
		"text: [a]\n":                               "expected keys and values",
		"text:\n  note: [a]\n":                      "expected a text",
		"text:\n  note: &a x\n  closing: *a\n":      "expected a text",
		"text:\n  note: !!str x\n":                  "expected a text",
		"text:\n  note: \"a\\x07b\"\n":              "control character U+0007",
		"text:\n  subject-badge: \"\"\n":            `the text "subject" is missing`,
		"text: {}\n---\ntext: {}\n":                 "one document",
		"text: [\n":                                 "cannot be read as YAML",
		strings.Repeat("#", notify.MaxWords) + "\n": "more than 65536 bytes",
	} {
		if _, err := notify.ParseWords("en", []byte(yaml)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", yaml[:min(len(yaml), 60)], err, want)
		}
	}
	if _, err := notify.ParseWords("pt", []byte("text:\n  note: x\n")); err == nil || !strings.Contains(err.Error(), "months and date are missing") {
		t.Errorf("half a language: %v", err)
	}
}

func FuzzParseWords(f *testing.F) {
	f.Add("en", []byte("text:\n  note: \"{name}\"\n"))
	f.Add("pt", []byte("months: [a]\n"))
	f.Fuzz(func(t *testing.T, language string, data []byte) {
		w, err := notify.ParseWords(language, data)
		if (w == nil) == (err == nil) && err == nil {
			t.Errorf("%v, %v", w, err)
		}
	})
}

func BenchmarkMessage(b *testing.B) {
	w, err := notify.Speak("en")
	if err != nil {
		b.Fatal(err)
	}
	p := passed(site(nil))
	desk := notify.New(p, w)
	for b.Loop() {
		if _, err := desk.Message(p.Awards()[0]); err != nil {
			b.Fatal(err)
		}
	}
}

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
