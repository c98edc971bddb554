package verify

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// picture judges what is baked into a PNG or SVG. A picture without a
// credential is neither proof nor forgery.
func (j *judge) picture(data []byte, kind Source) {
	j.out.Source = kind
	if len(data) > MaxPicture {
		j.fail(codeFormat, "large", fmt.Sprintf("%d bytes", len(data)))
		return
	}
	baked, err := baking.Unbake(data)
	switch {
	case errors.Is(err, baking.ErrNone):
		j.unknown(codeFormat, "bare", err.Error())
		return
	case errors.Is(err, baking.ErrAmbiguous):
		j.fail(codeFormat, "ambiguous", err.Error())
		return
	case errors.Is(err, baking.ErrFormat):
		j.unknown(codeFormat, "", err.Error())
		return
	case err != nil:
		j.fail(codeFormat, "damaged", err.Error())
		return
	}
	parts := make([]*judge, 0, len(baked))
	for _, c := range baked {
		part := j.inside()
		part.inner, part.out.Source = false, kind
		part.baked(c)
		parts = append(parts, part)
	}
	j.join(parts)
}

// baked judges one baked credential.
func (j *judge) baked(c baking.Credential) {
	text := strings.TrimSpace(firstOf(c.Text, c.Verify))
	switch {
	case strings.HasPrefix(text, "{"):
		j.json([]byte(text))
		// The attribute of an SVG and its text must not lead to two credentials.
		if members, err := jcs.Members([]byte(text)); err == nil && c.Verify != "" && textOf(members["id"]) != "" && textOf(members["id"]) != c.Verify {
			j.fail(codeFormat, "ambiguous", "the attribute says "+c.Verify+", the text something else")
		}
	case c.Version == baking.OB2 && (strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")):
		j.hosted(text, nil)
	case len(text) > MaxSize:
		j.fail(codeFormat, "large", fmt.Sprintf("%d bytes", len(text)))
	default:
		j.token(text)
	}
}

// join makes one verdict of the credentials in one input. A signed one speaks
// for all; what contradicts it is said, and the worse answer counts.
func (j *judge) join(parts []*judge) {
	source := j.out.Source
	if len(parts) == 1 {
		j.out = parts[0].out
		j.out.Source = source
		return
	}
	main := parts[0]
	for _, p := range parts {
		p.out.conclude()
		if rank(&p.out) > rank(&main.out) {
			main = p
		}
	}
	j.out = main.out
	j.out.Checks = append([]Check(nil), main.out.Checks...)
	j.out.Source = source
	for _, p := range parts {
		j.out.Parts = append(j.out.Parts, p.out)
		if p != main {
			j.agree(&main.out, &p.out)
		}
	}
	j.joinRecipient(&main.out)
}

func isSigned(v *Verdict) bool { return rank(v) > 1 }

// rank says which credential speaks for several.
func rank(v *Verdict) int {
	switch v.Format {
	case DataIntegrity:
		return 4
	case Token:
		return 3
	case OB2Signed:
		return 2
	case OB2Hosted:
		return 1
	}
	return 0
}

// agree compares another credential with the one that speaks for both.
func (j *judge) agree(main, other *Verdict) {
	a, b := conclusion(withoutRecipient(main.Checks)), conclusion(withoutRecipient(other.Checks))
	params := []string{"one", string(main.Format), "other", string(other.Format), "outcome", b.String()}
	evidence := fmt.Sprintf("%s: %s; %s: %s", main.Format, a, other.Format, b)
	hard, soft := contradictions(main, other)
	switch {
	case len(hard) > 0:
		j.fail(codeAgreement, "", "they differ in "+strings.Join(hard, ", "), append(params, "members", strings.Join(hard, ", "))...)
	case b == CannotTell && other.Source == FromPage && isSigned(other):
		// The page offers it as proof, and whoever takes this form has to know.
		j.unknown(codeAgreement, "", evidence, params...)
	case b == CannotTell && genuine(main.Checks):
		// What the other says is not known; it contradicts nothing.
		j.skip(codeAgreement, "unknown", evidence, params...)
	case b == CannotTell:
		j.unknown(codeAgreement, "", evidence, params...)
	case b == NotValid:
		j.fail(codeAgreement, "outcome", evidence, params...)
	case a != b:
		j.skip(codeAgreement, "outcome", evidence, params...)
		j.worse(other)
	case len(soft) > 0:
		j.skip(codeAgreement, "renamed", "they differ in "+strings.Join(soft, ", "), append(params, "members", strings.Join(soft, ", "))...)
	default:
		j.pass(codeAgreement, evidence, params...)
	}
}

// worse takes over why the other credential is revoked or expired.
func (j *judge) worse(other *Verdict) {
	for _, c := range other.Checks {
		if c.Result == Failed {
			j.note(c)
		}
	}
	j.out.Suspended = j.out.Suspended || other.Suspended
	j.out.SupersededBy = firstOf(j.out.SupersededBy, other.SupersededBy)
}

// contradictions names what two credentials say differently. What one of them
// does not say is no contradiction. Of one award, names may differ: hosted
// documents follow the issuer when it renames itself or its badges, and what
// was signed does not.
func contradictions(a, b *Verdict) (hard, soft []string) {
	for _, x := range []struct{ name, a, b string }{
		{"title", a.Title, b.Title}, {"issuer", a.Issuer.Name, b.Issuer.Name}, {"holder", a.Holder, b.Holder},
	} {
		switch {
		case x.a == "" || x.b == "" || x.a == x.b:
		case together(a, b) && x.name != "holder":
			soft = append(soft, x.name)
		default:
			hard = append(hard, x.name)
		}
	}
	if !a.Awarded.IsZero() && !b.Awarded.IsZero() && day(a.Awarded) != day(b.Awarded) {
		hard = append(hard, "date")
	}
	if genuine(a.Checks) && genuine(b.Checks) && !a.ValidUntil.Equal(b.ValidUntil) {
		hard = append(hard, "validity")
	}
	return hard, soft
}

// together reports whether two credentials are forms of one award: they have
// one id, or stand in one folder of one host. That both are genuine does not
// show it: somebody could bake his own badge beside the certificate of another.
func together(a, b *Verdict) bool {
	if a.ID == b.ID && a.ID != "" {
		return true
	}
	x, errX := url.Parse(a.ID)
	y, errY := url.Parse(b.ID)
	return errX == nil && errY == nil && x.Host != "" && x.Host == y.Host && plainPath(x) && plainPath(y) &&
		path.Dir(x.Path) == path.Dir(y.Path) && path.Dir(x.Path) != "/"
}

func withoutRecipient(checks []Check) []Check {
	var rest []Check
	for _, c := range checks {
		if c.Code != codeRecipient {
			rest = append(rest, c)
		}
	}
	return rest
}

// joinRecipient answers once who the credential was issued to: an answer of
// any form of the same award counts that is its issuer's.
func (j *judge) joinRecipient(main *Verdict) {
	if j.v.Recipient == "" {
		return
	}
	j.out.Checks = withoutRecipient(j.out.Checks)
	best := Check{Code: codeRecipient, Case: "none", Evidence: "there is no e-mail address in it, hashed or plain", Params: pairs([]string{"email", j.v.Recipient})}
	for i := range j.out.Parts {
		p := &j.out.Parts[i]
		c, there := find(p.Checks, codeRecipient)
		if best.Case == "none" && !genuine(p.Checks) && together(main, p) {
			best.Case, best.Evidence = "", "an e-mail address may stand in a form of it that could not be checked"
		}
		if there && c.Result != Unknown && genuine(p.Checks) && together(main, p) && best.Result != Failed {
			best = c
		}
	}
	j.note(best)
}
