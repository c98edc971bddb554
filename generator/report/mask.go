package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/verify"
)

// email finds e-mail addresses in a text, also where they stand in a web
// address. Of a@b@c all but the last part is taken for the name.
var email = regexp.MustCompile(`(?i)([\p{L}\p{N}._+~!#$&'*=^{|}\x60-]+)((?:(?:@|%40)[\p{L}\p{N}.-]+)*)(@|%40)([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*)`)

// Mask leaves of each e-mail address in a text the first letter and the host:
// enough to recognise an address that one knows, and no more.
func Mask(text string) string {
	if !strings.Contains(text, "@") && !strings.Contains(text, "%40") {
		return text
	}
	return email.ReplaceAllStringFunc(text, func(found string) string {
		m := email.FindStringSubmatch(found)
		_, first := utf8.DecodeRuneInString(m[1])
		return m[1][:first] + "…" + m[3] + m[4]
	})
}

// Masked returns a verdict without whole e-mail addresses.
func Masked(v verify.Verdict) verify.Verdict {
	for _, s := range []*string{&v.Input, &v.ID, &v.AchievementType, &v.Title, &v.Holder, &v.SupersededBy, &v.Issuer.Name, &v.Issuer.ID, &v.Issuer.URL} {
		*s = Mask(*s)
	}
	v.Checks = slices.Clone(v.Checks)
	for i := range v.Checks {
		c := &v.Checks[i]
		c.Evidence = Mask(c.Evidence)
		if len(c.Params) > 0 {
			params := make(map[string]string, len(c.Params))
			for name, value := range c.Params {
				params[name] = Mask(value)
			}
			c.Params = params
		}
	}
	v.Elements = slices.Clone(v.Elements)
	for i := range v.Elements {
		v.Elements[i].Value = Mask(v.Elements[i].Value)
	}
	v.Endorsements = slices.Clone(v.Endorsements)
	for i := range v.Endorsements {
		e := &v.Endorsements[i]
		e.Comment, e.Issuer.Name, e.Issuer.ID, e.Issuer.URL = Mask(e.Comment), Mask(e.Issuer.Name), Mask(e.Issuer.ID), Mask(e.Issuer.URL)
	}
	v.Asked = slices.Clone(v.Asked)
	for i := range v.Asked {
		v.Asked[i] = Mask(v.Asked[i])
	}
	v.Parts = slices.Clone(v.Parts)
	for i := range v.Parts {
		v.Parts[i] = Masked(v.Parts[i])
	}
	return v
}
