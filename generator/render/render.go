package render

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/theme"
)

// Format is one form in which a site is published.
type Format struct {
	Name    string // as under outputs in site.yaml, or a word for what is always written
	Title   string
	Entries func(*site, func(Entry) bool) bool              // yields what the whole site has of it; false when told to stop
	Award   func(*site, check.Entry, func(Entry) bool) bool // yields what an award has of it, likewise; optional
}

// Formats lists every form, in the order in which they are written.
func Formats() []Format {
	return []Format{
		{Name: "images", Title: "Artwork and logos", Entries: (*site).images},
		{Name: "assets", Title: "Files of the theme", Entries: (*site).assets},
		{Name: "keys", Title: "Public keys and the document of the site's DID", Entries: (*site).publicKeys},
		{Name: "ob2", Title: "Open Badges 2.0, hosted verification", Entries: (*site).openBadges2, Award: (*site).hosted},
		{Name: "ob3", Title: "Open Badges 3.0, signed credentials and status lists", Entries: (*site).openBadges3, Award: (*site).signed},
		{Name: "png", Title: "Pictures with the credentials baked in", Award: (*site).baked},
		{Name: "html", Title: "Pages", Entries: (*site).pages, Award: (*site).awardPages},
		{Name: "feeds", Title: "Feed, sitemap and files for hosts", Entries: (*site).feeds},
		{Name: "static", Title: "Files copied as they are", Entries: (*site).static},
	}
}

// New plans the site of a checked content folder. program names the program
// and its version: bytes are promised to be the same only for the same
// program.
func New(p check.Passed, th *theme.Theme, program string) Plan {
	s := newSite(p, th, program)
	return Plan{Entries: ahead(func(yield func(Entry) bool) { s.entries(yield) }), Count: s.count(), MayVanish: s.mayVanish, find: s.finder()}
}

// finder finds single entries without planning the whole site.
func (s *site) finder() func(file string) (Entry, bool) {
	awards := sync.OnceValue(func() map[string]int {
		all := make(map[string]int, len(s.Awards()))
		for i, e := range s.Awards() {
			all[e.ID] = i
		}
		return all
	})
	others := sync.OnceValue(func() map[string]Entry {
		return byFile(func(yield func(Entry) bool) { _ = s.ofTheSite(yield) && s.formers(yield) })
	})
	return func(file string) (found Entry, ok bool) {
		id, _ := address.AwardID(address.Path(file))
		if i, there := awards()[id]; there {
			s.filesOf(s.Awards()[i], func(e Entry) bool {
				if ok = e.File == file; ok {
					found = e
				}
				return !ok
			})
		}
		if !ok { // an author's folder may be called like an award's
			found, ok = others()[file]
		}
		return found, ok
	}
}

// ofTheSite yields what belongs to no award.
func (s *site) ofTheSite(yield func(Entry) bool) bool {
	for _, f := range Formats() {
		if f.Entries != nil && !f.Entries(s, yield) {
			return false
		}
	}
	return true
}

// count returns how many entries there are. Awards of one class have the same
// files, so one of each class is counted.
func (s *site) count() int {
	counted := *s
	counted.counting = true
	n := 0
	one := func(Entry) bool { n++; return true }
	counted.ofTheSite(one)
	type class struct {
		of                    *badge.Achievement
		known, signed, erased bool
	}
	files := map[class]int{}
	for _, e := range s.Awards() {
		c := class{e.Achievement, e.Known, s.hasSigned(e), e.Decided.State == badge.Erased}
		of, known := files[c]
		if !known {
			before := n
			counted.filesOf(e, one)
			of = n - before
			files[c] = of
			continue
		}
		n += of
	}
	counted.formers(one)
	return n
}

// entries yields every file: those of the whole site, then award by award, so
// that what was read of an award serves all its files and they fill one folder.
func (s *site) entries(yield func(Entry) bool) bool {
	return s.ofTheSite(yield) && s.awards(yield)
}

// site is what all entries of one plan share.
type site struct {
	check.Passed
	*badge.Catalog
	theme    *theme.Theme
	address  address.Site
	counting bool // only the number of entries is asked for: digests need not be right
	program  string
	base     digest // of everything that every page depends on
	issuing  digest // of base and all that is said of the issuer
	whole    digest // of the catalogue
	digests  map[any]digest
	formats  []Format // those that awards have a part in

	definitions *definitions
	pictures    map[*badge.Achievement]art // PNG
	drawings    map[*badge.Achievement]art // SVG
	sayings     *sayings
	holders     map[string][]check.Entry // listed awards by achievement, newest first
}

func newSite(p check.Passed, th *theme.Theme, program string) *site {
	c := p.Catalog()
	s := &site{Passed: p, Catalog: c, theme: th, program: program, address: p.Site(), digests: map[any]digest{},
		formats:     slices.DeleteFunc(Formats(), func(f Format) bool { return f.Award == nil }),
		definitions: &definitions{made: map[definitionKey]page.Definition{}}, holders: map[string][]check.Entry{}}
	builder, err := credential.NewBuilder(c, p.Site())
	if err != nil {
		panic(fmt.Sprintf("render: an issuer that cannot be written: %v", err))
	}
	s.sayings = &sayings{builder: builder, last: map[string]func() (*said, error){}}
	themeSum := th.Fingerprint()
	var menu []any
	for _, pg := range c.Pages {
		if pg.Menu {
			menu = append(menu, pg.Slug, pg.Name, pg.Language, pg.Translations)
		}
	}
	everywhere := c.Issuer
	everywhere.Story, everywhere.Translations = "", nil // home and the issuer's page alone show them
	s.base = sum(program, themeSum[:], c.Site, everywhere, menu, len(c.Pathways) > 0)
	s.issuing = sum(s.base, s.written(c.Issuer, c.Issuer.Story, c.Issuer.Translations), s.signs())
	all := []any{s.issuing}
	s.pictures, s.drawings = map[*badge.Achievement]art{}, map[*badge.Achievement]art{}
	for _, a := range c.Achievements {
		s.pictures[a] = newArt(s.pictureDigest(a), func() ([]byte, error) { return s.makePicture(a) })
		s.drawings[a] = newArt(s.drawingDigest(a), func() ([]byte, error) { return s.makeDrawing(a) })
		s.digests[a] = s.written(a, a.Criteria, a.Translations)
		all = append(all, s.digests[a])
	}
	for _, w := range c.Pathways {
		s.digests[w] = s.written(w, w.Body, w.Translations)
		all = append(all, s.digests[w])
	}
	for _, pg := range c.Pages {
		s.digests[pg] = s.written(pg, pg.Body, pg.Translations)
	}
	s.whole = sum(all...)
	for _, e := range p.Awards() {
		if e.Listed {
			s.holders[e.Achievement.Slug] = append(s.holders[e.Achievement.Slug], e)
		}
	}
	for _, list := range s.holders {
		slices.SortStableFunc(list, newestFirst)
	}
	return s
}

// written digests what an author wrote, with the links in its texts as they
// lead now: where they lead depends on what else there is.
func (s *site) written(v any, body badge.Markdown, translations map[string]badge.Text) digest {
	values := []any{v}
	add := func(text badge.Markdown) {
		if strings.Contains(string(text), "[") {
			values = append(values, string(s.html(text, 2)))
		}
	}
	add(body)
	for _, lang := range slices.Sorted(maps.Keys(translations)) {
		add(translations[lang].Body)
	}
	return sum(values...)
}

func newestFirst(a, b check.Entry) int {
	if c := b.Awarded.Compare(a.Awarded); c != 0 {
		return c
	}
	if a.Shown != b.Shown {
		if a.Shown < b.Shown {
			return -1
		}
		return 1
	}
	if a.ID < b.ID {
		return -1
	}
	return 1
}

// publishes reports whether the site wants an output for its awards.
func (s *site) publishes(output string) bool {
	return len(s.Catalog.Site.Outputs) == 0 || slices.Contains(s.Catalog.Site.Outputs, output)
}

// digest is a SHA-256, cut to what a fingerprint holds.
type digest = Fingerprint

// sum is the package's sum, unless entries are only being counted.
func (s *site) sum(values ...any) digest {
	if s.counting {
		return digest{}
	}
	return sum(values...)
}

// sum digests values, each preceded by its length: bytes and text as they
// are, everything else as JSON.
func sum(values ...any) digest {
	h := sha256.New()
	for _, v := range values {
		var b []byte
		switch v := v.(type) {
		case string:
			b = []byte(v)
		case []byte:
			b = v
		case digest:
			b = v[:]
		case [16]byte:
			b = v[:]
		default:
			text, err := json.Marshal(v)
			if err != nil {
				panic(fmt.Sprintf("render: a value that cannot be digested: %v", err))
			}
			b = text
		}
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	return digest(h.Sum(nil)[:16])
}

// file is the entry of one published path.
func file(p address.Path, fp digest, render func() ([]byte, error)) Entry {
	return Entry{File: p.File(), Fingerprint: fp, Render: render}
}
