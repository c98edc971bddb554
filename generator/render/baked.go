package render

import (
	"bytes"
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/standard/baking"
)

// baked yields the picture of an award with its credential in it: what a
// learner keeps, and what a verifier can be handed. It holds the Assertion of
// Open Badges 2.0 as it is now, cut down where the award was withdrawn, and
// the signed credential of Open Badges 3.0 where there is one.
func (s *site) baked(e check.Entry, yield func(Entry) bool) bool {
	if !s.bakes(e) {
		return true
	}
	fp := s.sum("baked", s.assertionDigest(e), s.hasSigned(e), s.pictures[e.Achievement].digest)
	return yield(lent(file(address.BakedPNG(e.ID), fp, func() ([]byte, error) { return s.bake(e) })))
}

// bakes reports whether an award has a baked picture.
func (s *site) bakes(e check.Entry) bool {
	return e.Decided.State != badge.Erased && s.publishes("png") && (e.Known && s.publishes("ob2") || s.hasSigned(e))
}

func (s *site) bake(e check.Entry) ([]byte, error) {
	picture, err := s.pictures[e.Achievement].picture()
	if err != nil {
		return nil, err
	}
	var credentials []baking.Credential
	if e.Known && s.publishes("ob2") {
		text, err := s.assertion(e)
		if err != nil {
			return nil, err
		}
		credentials = append(credentials, baking.Credential{Version: baking.OB2, Text: string(bytes.TrimSpace(text))})
	}
	if s.hasSigned(e) {
		d, err := s.said(e)
		if err != nil {
			return nil, err
		}
		credentials = append(credentials, baking.Credential{Version: baking.OB3, Text: baking.EscapeBraces(string(d.signed()))})
	}
	return picture.Append(room(), credentials...)
}

// mayVanish reports whether a decision took a file of an award out of the
// site: of former editions and of erased awards the page, the Assertion and,
// where it was signed, the address of the credential stay; pictures and tokens
// are gone for good.
func (s *site) mayVanish(file string) bool {
	id, ok := address.AwardID(address.Path(file))
	if !ok {
		return false
	}
	switch path.Base(file) {
	case path.Base(string(address.BakedPNG(id))), path.Base(string(address.BakedSVG(id))), path.Base(string(address.CredentialJWT(id))):
	default:
		return false
	}
	for _, w := range s.Withdrawn() {
		if w.ID == id {
			return true
		}
	}
	return false
}

// downloadName is the name, but for its ending, under which a learner keeps a
// picture or credential: ASCII, saying issuer and achievement.
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
	return issuer + "-" + a.Slug
}
