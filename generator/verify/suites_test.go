package verify

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"math/big"
	"slices"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// provenBy adds a proof of one of the suites that are read and not written. The
// steps are those of the specifications, and share no code with what verifies.
func (l *lab) provenBy(suite string, document object, key crypto.Signer, method string) []byte {
	l.t.Helper()
	proof := object{"type": "DataIntegrityProof", "cryptosuite": suite, "created": "2026-01-02T03:04:05Z", "verificationMethod": method,
		"proofPurpose": "assertionMethod", "@context": document["@context"]}
	canonical, sum := jcs.Transform, func(b []byte) []byte { s := sha256.Sum256(b); return s[:] }
	hash := crypto.SHA256
	ec, _ := key.(*ecdsa.PrivateKey)
	if ec != nil && ec.Curve == elliptic.P384() {
		hash, sum = crypto.SHA384, func(b []byte) []byte { s := sha512.Sum384(b); return s[:] }
	}
	if suite != dataintegrity.EdDSAJCS2022 {
		canonical = func(b []byte) ([]byte, error) { return jsonld.Canonical(b, jsonld.Options{Hash: hash}) }
	}
	configured, err := canonical(l.text(proof))
	l.must(err)
	said, err := canonical(l.text(document))
	l.must(err)
	data := slices.Concat(sum(configured), sum(said))
	var signature []byte
	if ec == nil {
		signature = ed25519.Sign(key.(ed25519.PrivateKey), data)
	} else {
		r, s, err := ecdsa.Sign(rand.Reader, ec, sum(data))
		l.must(err)
		half := ec.Params().BitSize / 8
		signature = slices.Concat(r.FillBytes(make([]byte, half)), s.FillBytes(make([]byte, half)))
	}
	if suite != dataintegrity.EdDSAJCS2022 {
		delete(proof, "@context") // it is the document's
	}
	proof["proofValue"] = multibase.Base58(signature)
	out := object{"proof": proof}
	for name, value := range document {
		out[name] = value
	}
	return l.text(out)
}

// suiteKeys are throwaway keys of every kind that a suite is read with.
func suiteKeys(t testing.TB) map[string]crypto.Signer {
	t.Helper()
	keys := map[string]crypto.Signer{dataintegrity.EdDSAJCS2022: labKey("jcs"), dataintegrity.EdDSARDFC2022: labKey("rdfc")}
	for name, curve := range map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384()} {
		k, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		keys[dataintegrity.ECDSARDFC2019+" "+name] = k
	}
	return keys
}

// byItsKey returns a credential whose issuer is a did:key, signed by it.
func (l *lab) byItsKey(name string, key crypto.Signer) []byte {
	l.t.Helper()
	id, err := did.Key(key.Public())
	l.must(err)
	_, method, err := did.ParseKey(id)
	l.must(err)
	suite, _, _ := bytes.Cut([]byte(name), []byte(" "))
	return l.provenBy(string(suite), l.credential(set("issuer.id", id), set("credentialStatus", nil)), key, method)
}

// Every suite that is read is read to the end, with a key that needs no
// network; and no byte of it can be another.
func TestSuites(t *testing.T) {
	l := newLab(t)
	for name, key := range suiteKeys(t) {
		t.Run(name, func(t *testing.T) {
			good := l.byItsKey(name, key)
			v := l.verify(good)
			want(t, v, Valid, "", "")
			if v.Format != DataIntegrity || len(l.asked) > 0 {
				t.Errorf("asked %v: %s", l.asked, say(v))
			}
			eachByteCounts(t, good, 7, l.verifier())
			want(t, l.verify(edit(good, set("name", "Boats"))), NotValid, codeSignature, "")
			want(t, l.verify(edit(good, set("proof.created", "2026-01-02T03:04:06Z"))), NotValid, codeSignature, "")
		})
	}
}

// A signature of ECDSA is two numbers of a fixed length, and none of them is
// zero or as large as the order.
func TestFormsOfAnECDSASignature(t *testing.T) {
	l := newLab(t)
	for name, key := range suiteKeys(t) {
		ec, ok := key.(*ecdsa.PrivateKey)
		if !ok {
			continue
		}
		good := l.byItsKey(name, key)
		half := ec.Params().BitSize / 8
		order := ec.Params().N
		var value string
		edit(good, func(c object) { value = c["proof"].(object)["proofValue"].(string) })
		signature, err := multibase.Decode(value, 2*half)
		l.must(err)
		raised := func(b []byte) []byte {
			sum := new(big.Int).Add(new(big.Int).SetBytes(b), order)
			return sum.Bytes()[max(0, len(sum.Bytes())-half):]
		}
		for form, changed := range map[string][]byte{
			"zeros": make([]byte, 2*half), "r is zero": slices.Concat(make([]byte, half), signature[half:]), "s is zero": slices.Concat(signature[:half], make([]byte, half)),
			"r is the order": slices.Concat(order.Bytes(), signature[half:]), "s beyond the order": slices.Concat(signature[:half], raised(signature[half:])),
			"one byte less": signature[:2*half-1], "one byte more": append(slices.Clone(signature), 0), "swapped": slices.Concat(signature[half:], signature[:half]),
		} {
			if v := l.verify(edit(good, set("proof.proofValue", multibase.Base58(changed)))); v.Outcome != NotValid {
				t.Errorf("%s, %s: %s", name, form, say(v))
			}
		}
	}
}

// Under a key whose private half is printed in a specification anybody can
// sign, on whatever curve it lies.
func TestPublishedKeys(t *testing.T) {
	l := newLab(t)
	d, _ := new(big.Int).SetString("6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5", 16)
	p384, err := ecdsa.ParseRawPrivateKey(elliptic.P384(), d.FillBytes(make([]byte, 48))) // RFC 6979, A.2.6
	l.must(err)
	for name, key := range map[string]crypto.Signer{
		dataintegrity.EdDSARDFC2022:            ed25519.NewKeyFromSeed(make([]byte, 32)),
		dataintegrity.EdDSAJCS2022:             ed25519.NewKeyFromSeed(make([]byte, 32)),
		dataintegrity.ECDSARDFC2019 + " P-384": p384,
	} {
		text := l.byItsKey(name, key)
		want(t, l.verify(text), NotValid, codeKey, "unfit")
		v := l.verifier()
		v.unfit = func(crypto.PublicKey) error { return nil }
		want(t, l.judge(v, text), Valid, "", "")
	}
}
