package render

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"html/template"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/share"
)

// takeAway puts on the page of an award what its holder takes elsewhere.
func (s *site) takeAway(out *page.Award, e check.Entry, said *said, lang string) error {
	d := &out.Achievement
	kind := s.kindWord(e.Achievement, lang)
	var err error
	if out.QR, err = qrCode(out.URL); err != nil {
		return err
	}
	if out.Credential != "" {
		out.CredentialURL = s.address.URL(address.Credential(e.ID))
		if out.CredentialQR, err = qrCode(out.CredentialURL); err != nil {
			return err
		}
		published := sha256.New()
		published.Write(said.signed())
		published.Write([]byte{'\n'}) // as the file ends
		out.CredentialDigest = hex.EncodeToString(published.Sum(nil))
	}
	out.LinkedIn = share.LinkedIn(share.Certification{Name: d.Name, Organization: d.Issuer.Name, OrganizationID: s.Catalog.Site.LinkedIn,
		Issued: said.Awarded, Expires: said.ValidUntil, URL: out.URL, ID: e.ID})
	for _, l := range share.Links(out.URL, d.Name+" · "+d.Issuer.Name) {
		out.Services = append(out.Services, page.Name{Name: l.Service, Href: l.Href})
	}
	out.Card = share.Card{URL: out.URL, Image: s.address.URL(picture(e.Achievement)), Name: d.Name, Kind: kind, Issuer: d.Issuer.Name, Language: d.Lang}.HTML()
	if said.ValidUntil != (badge.Date{}) {
		entry := share.Expiry{Day: said.ValidUntil, Stamp: said.Awarded, UID: e.ID + "@" + s.address.Host(), URL: out.URL, Program: "Sealpress",
			Summary: s.theme.Text(lang, "title.calendar", "name", d.Name), Details: s.theme.Text(lang, "description.calendar", "issuer", d.Issuer.Name)}
		out.Calendar = template.HTMLAttr(`href="data:text/calendar;charset=utf-8;base64,` + base64.StdEncoding.EncodeToString(entry.Calendar()) + `"`)
		out.CalendarName = e.Achievement.Slug + ".ics"
	}
	return nil
}

// qrCode returns the src attribute of a QR code. An address too long for one
// gets none.
func qrCode(of string) (template.HTMLAttr, error) {
	if len(of) > share.MaxQR {
		return "", nil
	}
	data, err := share.QR(of)
	return template.HTMLAttr(`src="` + data + `"`), err
}
