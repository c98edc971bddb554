package verify

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/standard/baking"
)

func plainPNG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const plainSVG = `<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>`

func (l *lab) bake(picture []byte, c ...baking.Credential) []byte {
	l.t.Helper()
	out, err := baking.Bake(picture, c...)
	l.must(err)
	return out
}

func TestPictures(t *testing.T) {
	l := newLab(t)
	signed, hosted := l.sign(l.credential()), l.assertion()
	ob3 := func(text []byte) baking.Credential { return baking.Credential{Version: baking.OB3, Text: string(text)} }
	ob2 := func(text []byte) baking.Credential { return baking.Credential{Version: baking.OB2, Text: string(text)} }

	for _, picture := range [][]byte{plainPNG(t), []byte(plainSVG)} {
		want(t, l.verify(picture), CannotTell, codeFormat, "bare")
		want(t, l.verify(l.bake(picture, ob3(signed))), Valid, "", "")
		want(t, l.verify(l.bake(picture, ob3(l.token(l.credential())))), Valid, "", "")
		want(t, l.verify(l.bake(picture, ob2([]byte(labHosted)))), Valid, "", "")
		want(t, l.verify(l.bake(picture, ob3(edit(signed, set("name", "Boats"))))), NotValid, codeSignature, "")
	}
	both := l.bake(plainPNG(t), ob2(hosted), ob3(signed))
	v := l.verify(both)
	want(t, v, Valid, "", "")
	if v.Format != DataIntegrity || v.Source != FromPNG || v.Hosted || len(v.Parts) != 2 || !all(v.Checks, codeAgreement) {
		t.Errorf("found %s", say(v))
	}
	// Either half alone makes it worse.
	want(t, l.verify(l.bake(plainPNG(t), ob2(edit(hosted, set("issuedOn", "2026-01-03T00:00:00Z"))), ob3(signed))), NotValid, codeAgreement, "outcome")
	want(t, l.verify(l.bake(plainPNG(t), ob2(hosted), ob3(l.sign(l.credential(set("awardedDate", "2026-01-05T00:00:00Z")))))), NotValid, codeAgreement, "")
	want(t, l.verify(l.bake(plainPNG(t), ob2(hosted), ob3(l.sign(l.credential(set("credentialSubject.achievement.name", "Rope work")))))), Valid, codeAgreement, "renamed")
	want(t, l.verify(l.bake(plainPNG(t), ob2(hosted), ob3(l.sign(l.credential(set("id", "https://issuer.example/awards/other/credential.json"), set("credentialSubject.achievement.name", "Rope work")))))), NotValid, codeAgreement, "")
	want(t, l.verify(l.bake(plainPNG(t), ob2(edit(hosted, set("narrative", "x"))), ob3(signed))), NotValid, codeAgreement, "outcome")
	want(t, l.verify(l.bake(plainPNG(t), ob2(hosted), ob3(edit(signed, set("name", "Boats"))))), NotValid, codeSignature, "")
	l.revocations(labHosted)
	want(t, l.verify(both), Revoked, codeAgreement, "outcome")
	delete(l.net, labHosted)
	want(t, l.verify(both), Valid, codeAgreement, "unknown")

	// An SVG whose attribute and text lead to two credentials.
	svg := l.bake([]byte(plainSVG), baking.Credential{Version: baking.OB2, Text: string(hosted), Verify: "https://issuer.example/other.json"})
	want(t, l.verify(svg), NotValid, codeFormat, "ambiguous")
}

// Somebody who bakes his own badge beside the certificate of another does not
// become its holder.
func TestRecipientOfAnotherAward(t *testing.T) {
	l := newLab(t)
	picture := func(id string) []byte {
		hosted := l.assertion(set("id", id))
		l.serve(id, hosted)
		return l.bake(plainPNG(t), baking.Credential{Version: baking.OB2, Text: string(hosted)}, baking.Credential{Version: baking.OB3, Text: string(l.sign(l.credential()))})
	}
	ask := func(email string, data []byte) Verdict {
		v := l.verifier()
		v.Recipient = email
		return l.judge(v, data)
	}
	same, other := picture(labHosted), picture("https://issuer.example/awards/x9z9/assertion.json")
	l.assertion()
	want(t, ask("ada@example.org", same), Valid, "", "")
	want(t, ask("bea@example.org", same), NotValid, codeRecipient, "")
	want(t, ask("ada@example.org", other), CannotTell, codeRecipient, "none")

	// The form that holds her address is not shown to be the issuer's.
	delete(l.net, labHosted)
	want(t, ask("ada@example.org", same), CannotTell, codeRecipient, "")
}

func TestBrokenPictures(t *testing.T) {
	l := newLab(t)
	baked := l.bake(plainPNG(t), baking.Credential{Version: baking.OB3, Text: string(l.sign(l.credential()))})
	chunk := func(kind string, data []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		out = append(append(out, kind...), data...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	end := bytes.LastIndex(baked, []byte("IEND")) - 4
	insert := func(c []byte) []byte { return slices.Concat(baked[:end], c, baked[end:]) }
	var bomb bytes.Buffer
	z := zlib.NewWriter(&bomb)
	_, _ = z.Write(make([]byte, 32<<20)) // to memory
	_ = z.Close()
	compressed := chunk("iTXt", slices.Concat([]byte("openbadges\x00\x01\x00\x00\x00"), bomb.Bytes()))

	for _, row := range []struct {
		row, name string
		input     []byte
		outcome   Outcome
		why       string
	}{
		{"IMG-01", "truncated", baked[:len(baked)-20], NotValid, "damaged"},
		{"IMG-03", "JPEG", []byte("\xff\xd8\xff\xe0 named .png"), CannotTell, "picture"},
		{"IMG-03", "HTML", []byte("<!DOCTYPE html><title>badge.png</title>"), CannotTell, "page"},
		{"IMG-07", "a bomb", insert(compressed), NotValid, "damaged"},
		{"IMG-09", "one keyword twice", insert(chunk("iTXt", []byte("openbadgecredential\x00\x00\x00\x00\x00{}"))), NotValid, "ambiguous"},
		{"NET-23", "too large", append(slices.Clone(baked), make([]byte, MaxPicture)...), NotValid, "large"},
		{"", "GIF", []byte("GIF89a"), CannotTell, "picture"},
		{"", "nothing", []byte{}, CannotTell, "empty"},
		{"", "text", []byte("hello"), CannotTell, ""},
		{"", "a list", []byte("[1]"), CannotTell, ""},
		{"", "JSON of something else", []byte(`{"@context":"https://schema.org","type":"Person"}`), CannotTell, ""},
		{"", "a presentation", []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"]}`), CannotTell, "presentation"},
	} {
		t.Run(row.row+" "+row.name, func(t *testing.T) { want(t, l.verify(row.input), row.outcome, codeFormat, row.why) })
	}
}

func TestPages(t *testing.T) {
	const page = "https://issuer.example/awards/k4f1/"
	l := newLab(t)
	l.serve(labBadge, l.sign(l.credential()))
	l.serve("https://issuer.example/awards/k4f1/credential.jwt", l.token(l.credential()))
	l.assertion()
	head := `<link rel="alternate" hreflang="en" href="/"><link rel="alternate" type="application/json" href="credential.json">` +
		`<link rel="alternate" type="text/plain" href="credential.jwt"><link rel="alternate" type="application/json" href="/awards/k4f1/assertion.json">`
	ask := func(body string) Verdict {
		l.serve(page, []byte("<!doctype html><html><head>"+body+"</head><body></body></html>"))
		return l.verifier().Verify(context.Background(), Input{URL: page})
	}
	v := ask(head)
	want(t, v, Valid, "", "")
	var forms []string
	for _, p := range v.Parts {
		forms = append(forms, p.Input+" "+p.Outcome.String())
	}
	if diff := cmp.Diff([]string{labBadge + " valid", page + "credential.jwt valid", labHosted + " valid"}, forms); diff != "" {
		t.Errorf("forms (-want +got):\n%s", diff)
	}
	if v.Source != FromPage || v.Format != DataIntegrity || len(v.Parts) != 3 || v.Input != page || len(v.Asked) > MaxPageAsked {
		t.Errorf("asked %v: %s", v.Asked, say(v))
	}
	want(t, ask(`<link rel="alternate" type="application/json" href="https://evil.example/credential.json">`), CannotTell, codeFormat, "page")
	want(t, ask(strings.ReplaceAll(head, "alternate", "stylesheet")), CannotTell, codeFormat, "page")
	l.net["https://issuer.example/awards/k4f1/credential.jwt"] = Answer{Status: 200, Body: swapped(l.token(l.credential()), l.token(l.credential(set("name", "x"))))}
	want(t, ask(head), NotValid, codeAgreement, "outcome")
	delete(l.net, labBadge)
	want(t, l.verifier().Verify(context.Background(), Input{URL: labBadge}), CannotTell, codeFormat, "unreachable")
	want(t, l.verifier().Verify(context.Background(), Input{URL: "file:///etc/passwd"}), CannotTell, codeFormat, "address")
}

// The answer about a page is the worst of what is signed on it.
func TestFormsOfAPage(t *testing.T) {
	const page = "https://issuer.example/awards/k4f1/"
	jwt := page + "credential.jwt"
	link := func(href string) string { return `<link rel="alternate" type="application/json" href="` + href + `">` }
	changed := func(l *lab) []byte { return edit(l.sign(l.credential()), set("name", "Boats")) }
	for name, row := range map[string]struct {
		change  func(*lab)
		outcome Outcome
	}{
		"all good":                       {func(*lab) {}, Valid},
		"a good token, a broken proof":   {func(l *lab) { l.serve(labBadge, changed(l)) }, NotValid},
		"a good token, damaged JSON":     {func(l *lab) { l.serve(labBadge, l.sign(l.credential())[:500]) }, NotValid},
		"a good token, no proof":         {func(l *lab) { l.serve(labBadge, l.text(l.credential())) }, NotValid},
		"a good token, another issuer's": {func(l *lab) { l.serve(labBadge, l.signBy(l.credential(), labKey("thief"), l.edID)) }, NotValid},
		"a good token, a proof of a kind that is not read": {func(l *lab) {
			l.serve(labBadge, proofOf(l.sign(l.credential()), set("cryptosuite", "bbs-2023")))
		}, CannotTell},
		"a good proof, a broken token": {func(l *lab) {
			l.serve(jwt, swapped(l.token(l.credential()), l.token(l.credential(set("name", "x")))))
		}, NotValid},
		"a good proof, no token at all": {func(l *lab) { l.serve(jwt, []byte("eyJ.eyJ.x")) }, NotValid},
		"a good proof, a token of a kind that is not read": {func(l *lab) {
			l.serve(jwt, withHeader(l.token(l.credential()), `{"alg":"ES384","kid":"`+l.ecID+`"}`))
		}, CannotTell},
		"a token that is expired": {func(l *lab) { l.serve(jwt, l.token(l.credential(set("validUntil", "2026-06-01T00:00:00Z")))) }, NotValid},
		"both revoked":            {func(l *lab) { l.serve(labList, l.list("revocation", 7)) }, Revoked},
		"an Assertion that is revoked": {func(l *lab) {
			l.revocations(labHosted)
		}, Revoked},
		"an Assertion that does not come": {func(l *lab) { delete(l.net, labHosted) }, Valid},
		"an Assertion that is forged":     {func(l *lab) { l.serve(labHosted, edit(l.net[labHosted].Body, set("id", labSigned))) }, NotValid},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			l.serve(labBadge, l.sign(l.credential()))
			l.serve(jwt, l.token(l.credential()))
			l.assertion()
			row.change(l)
			orders := []string{link(labBadge) + link(jwt) + link(labHosted), link(labHosted) + link(jwt) + link(labBadge)}
			for _, head := range orders {
				l.serve(page, []byte("<!doctype html><html><head>"+head+"</head><body></body></html>"))
				v := l.verifier().Verify(t.Context(), Input{URL: page})
				want(t, v, row.outcome, "", "")
				if len(v.Parts) != 3 {
					t.Errorf("%d forms are told apart", len(v.Parts))
				}
			}
		})
	}
	// A page that names more files than anybody needs hides none of them.
	l := newLab(t)
	l.serve(labBadge, l.sign(l.credential()))
	head := ""
	for i := range 20 {
		at := fmt.Sprintf("%scopy-%d.json", page, i)
		l.serve(at, l.net[labBadge].Body)
		head += link(at)
	}
	l.serve(page, []byte("<!doctype html><html><head>"+head+"</head></html>"))
	want(t, l.verifier().Verify(t.Context(), Input{URL: page}), CannotTell, codeFormat, "forms")
}

// The addresses of the sample's pages are judged as their files are.
func TestSamplePages(t *testing.T) {
	site := sample(t)
	v := &Verifier{Now: today, Site: site}
	n := 0
	for in := range site.Inputs() {
		if folder, ok := strings.CutSuffix(in.Name, "credential.json"); ok {
			if v.Verify(context.Background(), Input{URL: site.Address.String() + "it/" + folder}).Outcome != v.Verify(context.Background(), in).Outcome {
				t.Errorf("the Italian page of %s is judged otherwise", in.Name)
			}
			out := v.Verify(context.Background(), Input{URL: site.Address.String() + folder})
			one := v.Verify(context.Background(), in)
			if n++; out.Outcome != one.Outcome || len(out.Parts) < 2 {
				t.Errorf("the page of %s: %s", in.Name, say(out))
			}
		}
	}
	if n == 0 {
		t.Error("the sample has no pages of awards")
	}
}
