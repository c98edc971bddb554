package render

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/artwork"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/baking"
)

// pictureSide is the side in pixels of artwork that is drawn.
const pictureSide = 512

// art is artwork of an achievement. It is made once, and read once for baking,
// however many awards bake it.
type art struct {
	digest  digest
	file    func() ([]byte, error)
	picture func() (*baking.Picture, error)
}

func newArt(digest digest, file func() ([]byte, error)) art {
	a := art{digest: digest, file: sync.OnceValues(file)}
	a.picture = sync.OnceValues(func() (*baking.Picture, error) {
		data, err := a.file()
		if err != nil {
			return nil, err
		}
		return baking.Read(data)
	})
	return a
}

// images yields the artwork and card of each version of each achievement, and
// logos.
// Every version has image.png, because not every reader takes SVG; where only
// an SVG was given, a drawn PNG stands beside it.
func (s *site) images(yield func(Entry) bool) bool {
	for _, a := range s.Achievements {
		png := file(address.AchievementFile(a.Slug, a.Version, "image.png"), s.pictures[a].digest, s.pictures[a].file)
		if !yield(png) || !yield(s.preview(a, png.Fingerprint)) {
			return false
		}
		if !hasSVG(a) {
			continue
		}
		if !yield(file(address.AchievementFile(a.Slug, a.Version, "image.svg"), s.drawings[a].digest, s.drawings[a].file)) {
			return false
		}
	}
	logos := s.logos()
	for _, name := range slices.Sorted(maps.Keys(logos)) {
		data, _, ok := s.Logo(name)
		if ok && !yield(file(logos[name], s.sum("logo", data), func() ([]byte, error) { return data, nil })) {
			return false
		}
	}
	return true
}

// pictureDigest is the fingerprint of an achievement's PNG.
func (s *site) pictureDigest(a *badge.Achievement) digest {
	if f := a.Image.PNG; f != nil {
		return s.sum(s.program, "given", f.Digest[:])
	}
	return s.sum(s.program, "drawn", s.subject(a))
}

// makePicture makes an achievement's PNG: the one that was given, else drawn.
func (s *site) makePicture(a *badge.Achievement) ([]byte, error) {
	if f := a.Image.PNG; f != nil {
		return s.givenPNG(*f)
	}
	return artwork.Draw(s.subject(a)).PNG(pictureSide)
}

// drawingDigest is the fingerprint of an achievement's SVG.
func (s *site) drawingDigest(a *badge.Achievement) digest {
	if f := a.Image.SVG; f != nil {
		return s.sum(s.program, "given", f.Digest[:])
	}
	return s.sum(s.program, "drawn", s.subject(a))
}

// makeDrawing makes an achievement's SVG: the one that was given, else drawn.
func (s *site) makeDrawing(a *badge.Achievement) ([]byte, error) {
	if f := a.Image.SVG; f != nil {
		return s.givenSVG(*f)
	}
	return artwork.Draw(s.subject(a)).SVG(), nil
}

// logos maps the logos that the site and the issuer name to where they are
// published.
func (s *site) logos() map[string]address.Path {
	logos := map[string]address.Path{}
	if l := s.Catalog.Site.Brand.Logo; l != "" {
		logos[l] = address.Asset("logo" + path.Ext(l))
	}
	if l := s.Issuer.Logo; l != "" {
		logos[l], _ = address.LogoOf(l)
	}
	return logos
}

// hasSVG reports whether an achievement is published with image.svg: unless
// only a PNG was given.
func hasSVG(a *badge.Achievement) bool { return a.Image.SVG != nil || a.Image.PNG == nil }

// picture is the path of the artwork that pages show.
func picture(a *badge.Achievement) address.Path {
	if a.Image.PNG == nil {
		return address.AchievementFile(a.Slug, a.Version, "image.svg")
	}
	return address.AchievementFile(a.Slug, a.Version, "image.png")
}

// preview is the entry of the card that a link to a version is previewed with.
// picture is the fingerprint of the artwork on it.
func (s *site) preview(a *badge.Achievement, picture digest) Entry {
	lang := s.nearest(a.Language)
	card := artwork.CardSubject{Kind: string(a.Kind), KindWord: s.kindWord(a, lang), Name: a.Name, Line: s.facts(a, lang),
		Issuer: cmp.Or(s.Issuer.Translations[lang].Name, s.Issuer.Name), Color: s.Catalog.Site.Brand.Color}
	return file(address.Card(a.Slug, a.Version), s.sum(s.program, "card", picture, card), func() ([]byte, error) {
		if a.Image.PNG == nil {
			return artwork.Draw(s.subject(a)).Card(card)
		}
		given, err := s.givenPNG(*a.Image.PNG)
		if err != nil {
			return nil, err
		}
		card := card
		card.Picture = given
		return artwork.Card(card)
	})
}

// kindWord is what a language calls the kind of an achievement.
func (s *site) kindWord(a *badge.Achievement, lang string) string {
	return s.theme.Text(lang, "kind."+string(a.Kind)+".name")
}

// facts is the weight of an achievement in one line; empty where nothing is
// said of it.
func (s *site) facts(a *badge.Achievement, lang string) string {
	var facts []string
	if a.Level.EQF != 0 {
		facts = append(facts, s.theme.Text(lang, "facts.eqf-level", "level", a.Level.EQF))
	}
	if a.Workload.ECTS != "" {
		facts = append(facts, s.theme.Text(lang, "facts.ects", "credits", s.theme.Number(lang, a.Workload.ECTS)))
	}
	if a.Workload.Hours != 0 {
		facts = append(facts, s.theme.Text(lang, "facts.hours", "n", a.Workload.Hours))
	}
	return strings.Join(facts, " · ")
}

func (s *site) subject(a *badge.Achievement) artwork.Subject {
	return artwork.Subject{Kind: string(a.Kind), Slug: a.Slug, Name: a.Name, Tags: a.Tags, Color: s.Catalog.Site.Brand.Color}
}

func (s *site) givenPNG(f badge.File) ([]byte, error) {
	data, err := s.File(f)
	if err != nil {
		return nil, err
	}
	clean, _, err := artwork.PNG(data)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.Place.File, err)
	}
	return clean, nil
}

func (s *site) givenSVG(f badge.File) ([]byte, error) {
	data, err := s.File(f)
	if err != nil {
		return nil, err
	}
	clean, _, problems := artwork.SVG(data)
	if len(problems) > 0 && clean == nil {
		return nil, fmt.Errorf("reading %s: %w", f.Place.File, problems[0])
	}
	return clean, nil
}

// assets yields the files of the theme.
func (s *site) assets(yield func(Entry) bool) bool {
	for _, a := range s.theme.Assets() {
		if !yield(file(address.Path(a.File), s.sum("asset", a.Data), func() ([]byte, error) { return a.Data, nil })) {
			return false
		}
	}
	return true
}

// static yields the files that are copied as they are.
func (s *site) static(yield func(Entry) bool) bool {
	for _, f := range s.Catalog.Static {
		if !yield(file(address.Path(f.Name), s.sum("static", f.Digest[:]), func() ([]byte, error) { return s.File(f) })) {
			return false
		}
	}
	return true
}
