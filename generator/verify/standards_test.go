package verify

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/multibase"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// standards finds the folder of published standards and their vectors, which
// is not part of the repository.
func standards(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("SEALPRESS_STANDARDS")
	if dir != "" {
		return dir
	}
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		dir = filepath.Join(at, "shared", "standards")
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
		if at == filepath.Dir(at) {
			t.Skip("the published standards are not here: set SEALPRESS_STANDARDS")
		}
		at = filepath.Dir(at)
	}
}

func read(t testing.TB, names ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(names...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// example is the lab with the network on which the examples of the standards
// stand: each issuer's keys, and what the Open Badges 2.0 ones lead to.
func example(t testing.TB, dir string, data []byte) (*lab, *Verifier) {
	t.Helper()
	l := newLab(t)
	assets := filepath.Join(dir, "examples/ob2-validator")
	put := func(url string, text []byte, edits ...func(object)) {
		l.serve(url, edit(text, func(c object) {
			// Some examples bring the whole vocabulary with them, whose terms
			// differ in case alone.
			c["id"], c["@context"] = url, ob2.Context
			for _, e := range edits {
				e(c)
			}
		}))
	}
	put("https://example.org/beths-robotics-badge.json", read(t, assets, "basic-assertion.json"))
	put("https://example.org/robotics-badge.json", read(t, assets, "assets/badgeclass1.json"), set("issuer", "https://example.org/organization.json"))
	put("https://example.org/organization.json", read(t, assets, "assets/organization-with-revocation-list.json"), set("publicKey", "http://example.org/key1.json"))
	put("http://example.org/key1.json", read(t, assets, "assets/key1.json"))
	put("http://example.org/revocation-list.json", read(t, assets, "assets/revocation-list.json"))
	var credential object
	if json.Unmarshal(data, &credential) == nil {
		publishIssuer(l, credential)
	}
	contexts, err := jsonld.New(map[string][]byte{
		"https://www.w3.org/ns/credentials/examples/v2": read(t, dir, "contexts/w3c/credentials-examples-v2.jsonld"),
		"https://w3id.org/citizenship/v4rc1":            read(t, dir, "contexts/w3c/citizenship-v4rc1.jsonld"),
	})
	l.must(err)
	return l, &Verifier{Fetch: l.fetch, Now: today, Contexts: contexts}
}

// publishIssuer puts the document of an issuer on the network whose keys stand
// in the fragments of its proofs.
func publishIssuer(l *lab, credential object) {
	list, _ := credential["proof"].([]any)
	if one, ok := credential["proof"].(object); ok {
		list = []any{one}
	}
	for _, p := range list {
		method, _ := p.(object)["verificationMethod"].(string)
		base, key, _ := strings.Cut(method, "#")
		if _, err := multibase.ParseMultikey(key); err != nil || strings.HasPrefix(base, "did:") {
			continue
		}
		m := did.VerificationMethod{ID: method, Type: did.Multikey, Controller: base, PublicKeyMultibase: key}
		l.serve(base, l.text(object{"id": base, "verificationMethod": []any{m}, "assertionMethod": []any{method}}))
	}
}

// The published examples get the verdict that their makers meant, as far as
// their kind is read here.
func TestExamples(t *testing.T) {
	dir := standards(t)
	for name, row := range map[string]struct {
		outcome   Outcome
		code, why string
	}{
		"examples/ob2-validator/basic-assertion.json":                     {Valid, "", ""},
		"examples/ob2-validator/simple.jwt":                               {Valid, "", ""},
		"examples/ob2-validator/assertion-with-endorsements.json":         {NotValid, codeHosted, "differs"}, // it has the id of the basic one
		"examples/ob3-validator/simple.json":                              {Valid, "", ""},
		"examples/ob3-validator/simple-did-web-method.json":               {Valid, "", ""},
		"examples/ob3-validator/simple-eddsa-2022.json":                   {CannotTell, codeFormat, "version"},
		"examples/ob3-validator/simple-noproof.json":                      {CannotTell, codeFormat, "version"},
		"examples/ob3-validator/simple.jwt":                               {CannotTell, codeFormat, "version"},
		"examples/ob3-spec/minimal_valid_obv3.json":                       {NotValid, codeSignature, "none"},
		"examples/ob3-spec/full_achievement_credential.json":              {CannotTell, codeFormat, "version"},
		"examples/ob3-edubadges/theed_microcredential_full_ho.json":       {NotValid, codeTerms, "context"},
		"baked/baked_heart.png":                                           {CannotTell, codeFormat, "version"},
		"baked/mozilla-baked.svg":                                         {CannotTell, codeFormat, ""},
		"baked/mozilla-unbaked.png":                                       {CannotTell, codeFormat, "bare"},
		"baked/unbaked_example.svg":                                       {CannotTell, codeFormat, "bare"},
		"baked/ob3-simple-jwt.png":                                        {NotValid, codeClaims, ""}, // its iat is not its validFrom
		"vectors/vc-di-eddsa/Ed25519Signature2020/signedEdSig.json":       {CannotTell, codeSignature, "suite"},
		"vectors/vc-di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json": {CannotTell, codeSignature, "suite"},

		// The signatures of the vectors hold, and anybody could have made them:
		// the private keys are printed beside.
		"vectors/vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json":        {NotValid, codeKey, "unfit"},
		"vectors/vc-di-eddsa/eddsa-rdfc-2022/employ/signedDataInt.json": {NotValid, codeKey, "unfit"},
		"vectors/vc-di-eddsa/eddsa-jcs-2022/signedJCS.json":             {NotValid, codeKey, "unfit"},
		"vectors/vc-di-eddsa/proof-set-chain/signedProofSet2.json":      {NotValid, codeKey, "unfit"},
		"vectors/vc-di-eddsa/proof-set-chain/signedProofChain1.json":    {NotValid, codeSignature, "suite"},
		"vectors/vc-di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json": {NotValid, codeKey, "unfit"},
		"vectors/vc-di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json": {NotValid, codeIssuer, "another"},
	} {
		t.Run(name, func(t *testing.T) {
			data := read(t, dir, name)
			l, v := example(t, dir, data)
			want(t, l.judge(v, data), row.outcome, row.code, row.why)
			if row.outcome != Valid {
				return
			}
			for i := 0; i < len(data); i += 7 {
				if data[i] <= ' ' {
					continue // space between the parts of JSON says nothing
				}
				changed := bytes.Clone(data)
				changed[i] ^= 1
				if out := l.judge(v, changed); out.Outcome == Valid {
					t.Errorf("byte %d: %s", i, say(out))
				}
			}
		})
	}
}

// The vector of ecdsa-rdfc-2019 with P-384 is signed by a key that nobody else
// has; what is wrong with it is only that its issuer is not the key's.
func TestSignatureOfAnotherIsToldApart(t *testing.T) {
	dir := standards(t)
	data := read(t, dir, "vectors/vc-di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json")
	l, v := example(t, dir, data)
	if out := l.judge(v, data); !all(out.Checks, codeSignature) {
		t.Errorf("found %s", say(out))
	}
	if out := l.judge(v, edit(data, set("name", "Another"))); all(out.Checks, codeSignature) {
		t.Errorf("found %s", say(out))
	}
}
