package render

import (
	"bytes"
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// baked yields the picture of each award with its Assertion in it: what a
// learner keeps, and what a verifier can be handed. That of an award which
// was withdrawn holds the Assertion as it is now, cut down.
func (s *site) baked(yield func(Entry) bool) bool {
	for _, e := range s.Awards() {
		if !s.bakes(e) {
			continue
		}
		fp := s.sum("baked", s.assertionDigest(e), s.pictureDigest(e.Achievement))
		if !yield(file(address.BakedPNG(e.ID), fp, func() ([]byte, error) { return s.bake(e) })) {
			return false
		}
	}
	return true
}

// bakes reports whether an award has a baked picture.
func (s *site) bakes(e check.Entry) bool {
	return e.Known && e.Decided.State != badge.Erased && s.publishes("png") && s.publishes("ob2")
}

func (s *site) bake(e check.Entry) ([]byte, error) {
	picture, err := s.pictures[e.Achievement]()
	if err != nil {
		return nil, err
	}
	doc, err := s.assertion(e)
	if err != nil {
		return nil, err
	}
	text, err := ob2.Marshal(doc)
	if err != nil {
		return nil, err
	}
	return baking.Bake(picture, baking.Credential{Version: baking.OB2, Text: string(bytes.TrimSpace(text))})
}

// mayVanish reports whether a decision took a file of an award out of the
// site: pictures of former editions and of erased awards are gone for good.
func (s *site) mayVanish(file string) bool {
	id, ok := address.AwardID(address.Path(file))
	if !ok || path.Base(file) != path.Base(string(address.BakedPNG(id))) {
		return false
	}
	for _, w := range s.Withdrawn() {
		if w.ID == id {
			return true
		}
	}
	return false
}

// downloadName is the name under which a learner keeps the picture: ASCII,
// saying issuer and achievement.
func (s *site) downloadName(a *badge.Achievement) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s.Issuer.Name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	issuer := strings.Trim(b.String(), "-")
	if issuer == "" {
		issuer = strings.NewReplacer(".", "-", ":", "-").Replace(s.address.Host())
	}
	return issuer + "-" + a.Slug + ".png"
}
