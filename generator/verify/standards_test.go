package verify

import (
	"bytes"
	"crypto"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/multibase"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

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
	texts := [][]byte{data}
	if baked, err := baking.Unbake(data); err == nil {
		for _, b := range baked {
			texts = append(texts, []byte(b.Text))
		}
	}
	for _, text := range texts {
		var credential object
		if json.Unmarshal(text, &credential) == nil {
			publishIssuer(l, credential)
		}
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
	dir := reference.Standards(t)
	type row struct {
		outcome   Outcome
		code, why string
	}
	older := row{CannotTell, codeFormat, "version"}
	unknown := row{NotValid, codeTerms, "context"} // its makers have a context that nobody else has
	rows := map[string]row{
		"examples/ob2-validator/assertion-with-endorsements.json":         {NotValid, codeHosted, "differs"}, // it has the id of the basic one
		"examples/ob2-validator/basic-assertion.json":                     {Valid, "", ""},
		"examples/ob2-validator/simple.jwt":                               {Valid, "", ""},
		"examples/ob3-edubadges/theed_extracurricular_full_ho.json":       unknown,
		"examples/ob3-edubadges/theed_microcredential_full_ho.json":       unknown,
		"examples/ob3-edubadges/theed_microcredential_full_mbo.json":      unknown,
		"examples/ob3-edubadges/theed_microcredential_minimal_ho.json":    unknown,
		"examples/ob3-edubadges/theed_regular_full_ho.json":               unknown,
		"examples/ob3-edubadges/uvh_at_microcredential_full_1.json":       unknown,
		"examples/ob3-spec/alignment_case.json":                           older,
		"examples/ob3-spec/alignment_credential_engine.json":              older,
		"examples/ob3-spec/basic_achievement_credential.json":             older,
		"examples/ob3-spec/endorsement_credential.json":                   older,
		"examples/ob3-spec/full_achievement_credential.json":              older,
		"examples/ob3-spec/minimal_valid_obv3.json":                       {NotValid, codeSignature, "none"},
		"examples/ob3-spec/skill_assertion_case.json":                     older,
		"examples/ob3-spec/skill_assertion_credential_engine.json":        older,
		"examples/ob3-validator/simple-did-web-method.json":               {Valid, "", ""},
		"examples/ob3-validator/simple-eddsa-2022.json":                   older,
		"examples/ob3-validator/simple-noproof.json":                      older,
		"examples/ob3-validator/simple.json":                              {Valid, "", ""},
		"examples/ob3-validator/simple.jwt":                               older,
		"baked/baked_heart.png":                                           older,
		"baked/mozilla-baked.svg":                                         {CannotTell, codeFormat, ""},
		"baked/mozilla-unbaked.png":                                       {CannotTell, codeFormat, "bare"},
		"baked/mozilla-unbaked.svg":                                       {CannotTell, codeFormat, "bare"},
		"baked/ob3-simple-json.svg":                                       {Valid, "", ""},
		"baked/ob3-simple-jwt.png":                                        {NotValid, codeClaims, ""}, // its iat is not its validFrom
		"baked/public_domain_heart.png":                                   {CannotTell, codeFormat, "bare"},
		"baked/unbaked_example.svg":                                       {CannotTell, codeFormat, "bare"},
		"vectors/vc-di-eddsa/Ed25519Signature2020/signedEdSig.json":       {CannotTell, codeSignature, "suite"},
		"vectors/vc-di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json": {CannotTell, codeSignature, "suite"},
	}
	for _, folder := range []string{"examples/*/*.*", "baked/*.*"} {
		files, err := filepath.Glob(filepath.Join(dir, folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if name, err := filepath.Rel(dir, f); err != nil || rows[filepath.ToSlash(name)] == (row{}) {
				t.Errorf("no verdict is written down for %s", f)
			}
		}
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			data := read(t, dir, name)
			l, v := example(t, dir, data)
			want(t, l.judge(v, data), row.outcome, row.code, row.why)
			if row.outcome == Valid && filepath.Ext(name) != ".svg" { // a picture has bytes beside its credential
				eachByteCounts(t, data, 5, v)
			}
		})
	}
}

// The vectors of the suites that are read, from the input to the verdict. Their
// keys are refused, because the private halves are printed beside them; without
// that, all signatures hold, and nothing else is wrong but what the table says.
func TestVectors(t *testing.T) {
	dir := filepath.Join(reference.Standards(t), "vectors")
	const (
		another = "the issuer is not who controls the key: a vector shows how to sign, and leaves open for whom"
		chain   = "a proof that names the one before it is of a kind that is not read"
	)
	for name, row := range map[string]struct {
		refused   string // as it is judged with the keys refused
		code, why string // what is left without that
		reason    string
	}{
		"vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json":               {"unfit", codeIssuer, "another", another},
		"vc-di-eddsa/eddsa-rdfc-2022/employ/signedDataInt.json":        {"unfit", codeIssuer, "another", another},
		"vc-di-eddsa/eddsa-jcs-2022/signedJCS.json":                    {"unfit", codeIssuer, "another", another},
		"vc-di-eddsa/proof-set-chain/signedProofSet1.json":             {"unfit", codeIssuer, "another", another},
		"vc-di-eddsa/proof-set-chain/signedProofSet2.json":             {"unfit", codeIssuer, "another", another},
		"vc-di-eddsa/proof-set-chain/signedProofChain1.json":           {"unfit", codeSignature, "suite", chain},
		"vc-di-eddsa/proof-set-chain/signedProofChain2.json":           {"unfit", codeSignature, "suite", chain},
		"vc-di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json":        {"unfit", codeIssuer, "another", another},
		"vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json": {"unfit", codeIssuer, "another", another},
		"vc-di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json":        {"unfit", codeIssuer, "another", another},
		"vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json": {"unfit", codeIssuer, "another", another},
	} {
		t.Run(name, func(t *testing.T) {
			data := read(t, dir, name)
			l, v := example(t, filepath.Dir(dir), data)
			want(t, l.judge(v, data), NotValid, codeKey, row.refused)

			_, v = example(t, filepath.Dir(dir), data)
			v.unfit = func(crypto.PublicKey) error { return nil }
			out := l.judge(v, data)
			want(t, out, NotValid, row.code, row.why)
			if row.reason == chain {
				if c, there := find(out.Checks, codeSignature); !there || c.Result != Passed {
					t.Errorf("the first signature does not hold: %s", say(out))
				}
				return
			}
			for _, c := range out.Checks {
				if c.Result != Passed && c.Code != codeIssuer {
					t.Errorf("more is wrong than that %s: %s", row.reason, say(out))
				}
			}
			if !all(out.Checks, codeFormat, codeSchema, codeTerms, codeKey, codeSignature) {
				t.Errorf("found %s", say(out))
			}
			// One byte changed, and the signatures do not hold any more.
			for i := 0; i < len(data); i += 11 {
				changed := bytes.Clone(data)
				changed[i] ^= 1
				if c := l.judge(v, changed); all(c.Checks, codeKey, codeSignature) && !around(data, changed) {
					t.Errorf("byte %d: %s", i, say(c))
				}
			}
		})
	}
}
