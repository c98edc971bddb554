// Package starter writes the first files of a site: a small complete one for
// `sealpress init`, and single files for `sealpress new`.
//
// Site returns a site that passes every check and can be built as it is, so
// that its owner sees the whole before changing a part. New returns one file
// in which everything known is filled in; what only the author can know is
// left as "" with a comment beside it, and `sealpress check` names each until
// it is written. Version and EndKey change single values in files that an author
// wrote. Overlay shows the content as it will be once files are written, whichever
// room made them.
//
// Nothing here touches a disk, a clock or randomness: the files are returned,
// and the seed and the day are handed in. The texts exist in English and
// Italian (Languages); who asks for another language gets English.
//
// Whatever a person typed reaches a file through Quote alone, so that a title
// cannot add a key or end a value.
package starter

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"text/template"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// File is one file to be written.
type File struct {
	Name string // slash-separated, from the site's folder: "content/site.yaml"
	Data []byte // UTF-8, lines ending in LF
}

// Options says whose site it is. Every field but Seed may be empty: an
// example stands in its place, marked as one.
type Options struct {
	Title    string // name of the site and of its issuer
	URL      string // where the site will be published; address.Parse reads it
	Country  string // ISO 3166-1 alpha-2
	Email    string // the issuer's public contact
	Language string // BCP 47; of the texts and of the site
	Seed     string // hexadecimal, at least 32 digits; badge.ParseSeed reads it
	Public   bool   // the repository can be read by everybody: no plain e-mails
}

// Languages lists the languages in which the texts exist, the fallback first.
func Languages() []string { return []string{"en", "it"} }

// Site returns the files of a small complete site, in a fixed order.
func Site(o Options) ([]File, error) {
	d, err := o.data()
	if err != nil {
		return nil, fmt.Errorf("starting a site: %w", err)
	}
	var files []File
	for _, s := range siteFiles(d.Language) {
		data, err := fill(d.Language, s.template, d)
		if err != nil {
			return nil, fmt.Errorf("starting a site: writing %s: %w", s.name, err)
		}
		files = append(files, File{Name: s.name, Data: data})
	}
	return files, nil
}

type siteFile struct{ template, name string }

// siteFiles lists the files of a site. The two that git reads carry other
// names among the templates, where they would rule this repository.
func siteFiles(language string) []siteFile {
	badge, goal, way, cohort, about := "open-workshop", "safe-workplace-basics", "safe-workplace", "2026-01-example", "about"
	if language == "it" {
		badge, goal, way, cohort, about = "laboratorio-aperto", "sicurezza-sul-lavoro-base", "lavoro-sicuro", "2026-01-esempio", "chi-siamo"
	}
	return []siteFile{
		{"site.yaml", "content/site.yaml"},
		{"issuer.md", "content/issuer.md"},
		{"site-badge.md", "content/achievements/" + badge + ".md"},
		{"site-micro-credential.md", "content/achievements/" + goal + ".md"},
		{"site-pathway.md", "content/pathways/" + way + ".md"},
		{"site-cohort.yaml", "content/awards/" + cohort + ".yaml"},
		{"site-about.md", "content/pages/" + about + ".md"},
		{"gitattributes", ".gitattributes"},
		{"gitignore", ".gitignore"},
		{"readme.md", "README.md"},
	}
}

// siteData is what the templates of a site see.
type siteData struct {
	Title, URL, Country, Email, Language, Seed string
	Public                                     bool
	Learners                                   []learner
}

type learner struct {
	Label, Name, Email, Identity, Salt, Grade string
}

// data checks the options and puts examples where nothing was said.
func (o Options) data() (*siteData, error) {
	d := &siteData{Title: o.Title, Email: o.Email, Language: textLanguage(o.Language), Public: o.Public}
	italian := d.Language == "it"
	seed, err := badge.ParseSeed(o.Seed)
	if err != nil {
		return nil, fmt.Errorf("seed: %w", err)
	}
	d.Seed = string(seed)

	if d.Title == "" {
		d.Title = "Example Training Centre"
		if italian {
			d.Title = "Centro di formazione di esempio"
		}
	}
	if err := oneLine(d.Title, 80); err != nil {
		return nil, fmt.Errorf("title: %w", err)
	}

	if o.URL == "" {
		o.URL = "https://credentials.example.org/"
	}
	site, err := address.Parse(o.URL)
	if err != nil {
		return nil, fmt.Errorf("url: %w", err)
	}
	d.URL = site.String()

	if d.Email == "" {
		d.Email = "credentials@example.org"
	}
	if err := email(d.Email); err != nil {
		return nil, fmt.Errorf("email: %w", err)
	}

	switch d.Country = strings.ToUpper(o.Country); {
	case d.Country == "" && italian:
		d.Country = "IT"
	case d.Country == "":
		d.Country = "IE"
	case len(d.Country) != 2 || strings.Trim(d.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return nil, fmt.Errorf("country: expected two letters such as IE or IT, found %q", o.Country)
	}
	d.Learners = exampleLearners(seed, d.Language)
	return d, nil
}

// exampleLearners returns two people whom we made up. A public repository
// must not hold plain e-mails, so each has its hash as well (Open Badges 2.0,
// IdentityHash: SHA-256 over the lower-cased e-mail and the salt).
func exampleLearners(seed badge.Seed, language string) []learner {
	cohort := "2026-01-example"
	if language == "it" {
		cohort = "2026-01-esempio"
	}
	list := []learner{
		{Name: "Ada Example", Email: "ada@example.org", Grade: "merit"},
		{Name: "Bruno Example", Email: "bruno@example.org", Grade: "pass"},
	}
	if language == "it" {
		list[0].Name, list[0].Grade = "Ada Esempio", "con merito"
		list[1].Name, list[1].Grade = "Bruno Esempio", "superato"
	}
	for i := range list {
		l := &list[i]
		l.Label = Label(i + 1)
		l.Salt = seed.Salt(badge.MakeKey(cohort, l.Label))
		sum := sha256.Sum256([]byte(strings.ToLower(l.Email) + l.Salt))
		l.Identity = "sha256$" + hex.EncodeToString(sum[:])
	}
	return list
}

// textLanguage returns the language of our texts that serves a language:
// "it-CH" is served by "it".
func textLanguage(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	for _, l := range Languages() {
		if base == l {
			return l
		}
	}
	return Languages()[0]
}

//go:embed templates
var templates embed.FS

// fill runs a template. Line ends become LF even where the embedded file was
// checked out with others.
func fill(language, name string, data any) ([]byte, error) {
	text, err := templates.ReadFile("templates/" + language + "/" + name)
	if err != nil {
		return nil, fmt.Errorf("finding the template: %w", err)
	}
	t, err := template.New(name).Option("missingkey=error").Funcs(template.FuncMap{
		"quote":    Quote,
		"markdown": escapeMarkdown,
	}).Parse(strings.ReplaceAll(string(text), "\r\n", "\n"))
	if err != nil {
		return nil, fmt.Errorf("reading the template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, fmt.Errorf("filling the template: %w", err)
	}
	return b.Bytes(), nil
}

// email checks the shape of an address, no more: check does the rest.
func email(s string) error {
	if err := oneLine(s, 254); err != nil {
		return err
	}
	local, host, found := strings.Cut(s, "@")
	if !found || local == "" || host == "" || strings.ContainsAny(s, " \t<>\"") || strings.Contains(host, "@") {
		return errors.New("expected an address such as credentials@example.org")
	}
	return nil
}
