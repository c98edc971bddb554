package starter

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

const testSeed = "000102030405060708090a0b0c0d0e0f"

// hostile is what somebody might type, or paste, as a title.
func hostile() []string {
	return []string{
		`Say "cheese"`, `back\slash\n`, "it's: a trap", "a # b", "#b", "- item", "key: value", "key:", "? x", "! x", "&anchor", "*alias",
		"{flow: map}", "[flow]", "%TAG", "@at", "`tick`", "| literal", "> folded", "---", "...", "null", "~", "NO", "yes", "On", "1.10", "007",
		"0x1F", "1e3", "12:30:45", "2026-01-01", "=", "<<", "!!binary x", "trailing:", "a:b", "https://x.example/#y", "Übung für Ärzte",
		"Ελληνικά", "日本語の学校", "مدرسة", "e\u0301tude", "🎓 School", "{{.Seed}}", "</title><script>alert(1)</script>",
	}
}

func options() Options {
	return Options{Title: "Test School", URL: "https://badges.example/x", Country: "it", Email: "office@school.example", Seed: testSeed}
}

func TestSiteIsTheSameEachTime(t *testing.T) {
	first, err := Site(options())
	if err != nil {
		t.Fatal(err)
	}
	second, err := Site(options())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("two sites of the same options differ (-first +second):\n%s", diff)
	}
}

func TestSiteFiles(t *testing.T) {
	for _, tt := range []struct {
		language string
		want     []string
	}{
		{"en", []string{"content/site.yaml", "content/issuer.md", "content/achievements/open-workshop.md", "content/achievements/safe-workplace-basics.md",
			"content/pathways/safe-workplace.md", "content/awards/2026-01-example.yaml", "content/pages/about.md", ".gitattributes", ".gitignore", "README.md"}},
		{"it-CH", []string{"content/site.yaml", "content/issuer.md", "content/achievements/laboratorio-aperto.md", "content/achievements/sicurezza-sul-lavoro-base.md",
			"content/pathways/lavoro-sicuro.md", "content/awards/2026-01-esempio.yaml", "content/pages/chi-siamo.md", ".gitattributes", ".gitignore", "README.md"}},
	} {
		o := options()
		o.Language = tt.language
		files, err := Site(o)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range files {
			names = append(names, f.Name)
		}
		if diff := cmp.Diff(tt.want, names); diff != "" {
			t.Errorf("files in %s (-want +got):\n%s", tt.language, diff)
		}
	}
}

func TestSiteSaysWhatEachFileIs(t *testing.T) {
	for _, language := range Languages() {
		for _, public := range []bool{false, true} {
			o := options()
			o.Language, o.Public = language, public
			for _, f := range mustSite(t, o) {
				first, second := lines(f.Data)
				if strings.HasPrefix(f.Name, "content/") && strings.HasSuffix(f.Name, ".md") {
					first = second // the first line opens the front matter
				}
				if !strings.HasPrefix(first, "# ") && !strings.HasPrefix(first, "<!-- ") {
					t.Errorf("%s (%s) opens with %q, want a comment", f.Name, language, first)
				}
				if text := string(f.Data); strings.Contains(text, "\r") || strings.Contains(text, "\t") || !strings.HasSuffix(text, "\n") || strings.Contains(text, " \n") {
					t.Errorf("%s (%s) holds a carriage return, a tab, a space at the end of a line, or no last line end", f.Name, language)
				}
				front(t, f)
			}
		}
	}
}

func TestSiteTakesOptions(t *testing.T) {
	files := mustSite(t, options())
	site := find(t, files, "content/site.yaml")
	want := map[string]any{"title": "Test School", "url": "https://badges.example/x/", "repository": "private", "seed": testSeed, "languages": []any{"en"}}
	for key, value := range want {
		if diff := cmp.Diff(value, site[key]); diff != "" {
			t.Errorf("site.yaml %s (-want +got):\n%s", key, diff)
		}
	}
	issuer := find(t, files, "content/issuer.md")
	for key, value := range map[string]any{"name": "Test School", "email": "office@school.example", "country": "IT"} {
		if issuer[key] != value {
			t.Errorf("issuer.md %s: got %q, want %q", key, issuer[key], value)
		}
	}
}

func TestSiteQuotesTitles(t *testing.T) {
	for _, title := range hostile() {
		o := options()
		o.Title = title
		files := mustSite(t, o)
		for name, key := range map[string]string{"content/site.yaml": "title", "content/issuer.md": "name"} {
			if got := find(t, files, name)[key]; got != title {
				t.Errorf("%s %s: got %q, want %q", name, key, got, title)
			}
		}
	}
}

func TestSiteRefuses(t *testing.T) {
	for _, tt := range []struct {
		change func(*Options)
		want   string
	}{
		{func(o *Options) { o.Title = "two\nseed: x" }, "title: expected one line"},
		{func(o *Options) { o.Title = "a\u2028b" }, "title: expected one line"},
		{func(o *Options) { o.Title = "a\x1b[31m" }, "title: expected visible characters, found U+001B"},
		{func(o *Options) { o.Title = "a\u202eb" }, "title: expected visible characters, found U+202E"},
		{func(o *Options) { o.Title = "caf\xe9" }, "title: expected UTF-8 text"},
		{func(o *Options) { o.Title = strings.Repeat("é", 81) }, "title: expected at most 80 characters, found 81"},
		{func(o *Options) { o.Title = "  " }, "title: expected text"},
		{func(o *Options) { o.URL = "http://x.example/" }, "url: expected an address that starts with https://"},
		{func(o *Options) { o.Country = "ITA" }, `country: expected two letters such as IE or IT, found "ITA"`},
		{func(o *Options) { o.Country = "I1" }, `country: expected two letters`},
		{func(o *Options) { o.Email = "nobody" }, "email: expected an address"},
		{func(o *Options) { o.Email = "a@b\nseed: x" }, "email: expected one line"},
		{func(o *Options) { o.Seed = "" }, "seed: expected at least 32 hexadecimal digits"},
		{func(o *Options) { o.Seed = strings.Repeat("z", 32) }, "seed: expected hexadecimal digits"},
	} {
		o := options()
		tt.change(&o)
		files, err := Site(o)
		if err == nil || !strings.Contains(err.Error(), tt.want) || files != nil {
			t.Errorf("Site(%+v): got %d files and error %v, want an error with %q", o, len(files), err, tt.want)
		}
	}
}

func TestSiteOfSeedAlone(t *testing.T) {
	for language, country := range map[string]string{"": "IE", "fr": "IE", "it": "IT"} {
		files := mustSite(t, Options{Seed: testSeed, Language: language})
		issuer := find(t, files, "content/issuer.md")
		if issuer["country"] != country || issuer["name"] == "" || issuer["email"] == "" {
			t.Errorf("language %q: issuer %v, want country %s and examples", language, issuer, country)
		}
	}
}

func TestPublicSiteHoldsNoEmail(t *testing.T) {
	for _, language := range Languages() {
		o := options()
		o.Public, o.Language = true, language
		files := mustSite(t, o)
		for _, f := range files {
			if strings.Contains(string(f.Data), "ada@") || strings.Contains(string(f.Data), "bruno@") {
				t.Errorf("%s holds a learner's e-mail", f.Name)
			}
		}
		name := siteFiles(language)[5].name
		awards, _ := find(t, files, name)["awards"].(map[string]any)
		if len(awards) != 2 {
			t.Fatalf("%s: got %d awards, want 2", name, len(awards))
		}
		first, _ := awards[Label(1)].(map[string]any)
		sum := sha256.Sum256([]byte("ada@example.org" + fmt.Sprint(first["salt"])))
		if want := "sha256$" + hex.EncodeToString(sum[:]); first["identity"] != want {
			t.Errorf("identity: got %v, want %s", first["identity"], want)
		}
	}
}

// TestLanguagesSayTheSame holds the translations to the structure of the
// first language: the same keys in the same files.
func TestLanguagesSayTheSame(t *testing.T) {
	o := options()
	first := mustSite(t, o)
	o.Language = "it"
	for i, f := range mustSite(t, o) {
		if !strings.HasPrefix(f.Name, "content/") {
			continue
		}
		if diff := cmp.Diff(shape(front(t, first[i])), shape(front(t, f))); diff != "" {
			t.Errorf("%s and %s have other keys (-en +it):\n%s", first[i].Name, f.Name, diff)
		}
	}
}

func mustSite(t *testing.T, o Options) []File {
	t.Helper()
	files, err := Site(o)
	if err != nil {
		t.Fatalf("Site(%+v): %v", o, err)
	}
	return files
}

func lines(data []byte) (first, second string) {
	first, rest, _ := strings.Cut(string(data), "\n")
	second, _, _ = strings.Cut(rest, "\n")
	return first, second
}

// front parses the YAML of a content file; other files have none.
func front(t *testing.T, f File) map[string]any {
	t.Helper()
	text := string(f.Data)
	switch {
	case !strings.HasPrefix(f.Name, "content/"):
		return nil
	case strings.HasSuffix(f.Name, ".md"):
		head, _, found := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
		if !found {
			t.Fatalf("%s has no front matter:\n%s", f.Name, text)
		}
		text = head
	}
	var v map[string]any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s is not readable as YAML: %v\n%s", f.Name, err, text)
	}
	return v
}

func find(t *testing.T, files []File, name string) map[string]any {
	t.Helper()
	for _, f := range files {
		if f.Name == name {
			return front(t, f)
		}
	}
	t.Fatalf("no file %s", name)
	return nil
}

// shape keeps keys and lengths of a value and drops its texts.
func shape(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for k, x := range v {
			m[k] = shape(x)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = shape(x)
		}
		return list
	}
	return nil
}
