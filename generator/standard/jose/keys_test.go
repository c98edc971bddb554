package jose_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// The keys of RFC 7515, appendix A.
const (
	rfc7515N = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
	rfc7515P = "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc"
	rfc7515Q = "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc"
	rfc7515X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
	rfc7515Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
	rfc7515D = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
)

// Keys of RSA that are printed in RFC 7517, appendices A and C, and in RFC
// 7520, §3.4.
const (
	rfc7517A = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
	rfc7517C = "t6Q8PWSi1dkJj9hTP8hNYFlvadM7DflW9mWepOJhJ66w7nyoK1gPNqFMSQRyO125Gp-TEkodhWr0iujjHVx7BcV0llS4w5ACGgPrcAd6ZcSR0-Iqom-QFcNP8Sjg086MwoqQU_LYywlAGZ21WSdS_PERyGFiNnj3QQlO8Yns5jCtLCRwLHL0Pb1fEv45AuRIuUfVcPySBWYnDyGxvjYGDSM-AqWS9zIQ2ZilgT-GqUmipg0XOC0Cc20rgLe2ymLHjpHciCKVAbY5-L32-lSeZO-Os6U15_aXrk9Gw8cPUaX1_I8sLGuSiVdt3C_Fn2PZ3Z8i744FPFGGcG1qs2Wz-Q"
	rfc7520  = "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw"
)

func bytesOf(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func integer(t testing.TB, text string) *big.Int { return new(big.Int).SetBytes(bytesOf(t, text)) }

func fromHex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// rsaKey is the key of RFC 7515, appendix A.2.
func rsaKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	p, q := integer(t, rfc7515P), integer(t, rfc7515Q)
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	k := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: integer(t, rfc7515N), E: 65537},
		D:         new(big.Int).ModInverse(big.NewInt(65537), phi),
		Primes:    []*big.Int{p, q},
	}
	k.Precompute()
	if err := k.Validate(); err != nil {
		t.Fatal(err)
	}
	return k
}

// ecKey is the key of P-256 with a private number.
func ecKey(t testing.TB, d []byte) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// a3Key is the key of RFC 7515, appendix A.3, edKey that of RFC 8037, appendix
// A.1.
func a3Key(t testing.TB) *ecdsa.PrivateKey { return ecKey(t, bytesOf(t, rfc7515D)) }

func edKey(t testing.TB) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytesOf(t, "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))
}

// publishedKeys returns the public keys whose private halves are printed in
// specifications, the most of them made from these.
func publishedKeys(t testing.TB) map[string]crypto.PublicKey {
	t.Helper()
	keys := map[string]crypto.PublicKey{
		"RFC 7515, A.2":      rsaKey(t).Public(),
		"RFC 7515, A.3":      a3Key(t).Public(),
		"RFC 7517, A.2, EC":  ecKey(t, bytesOf(t, "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE")).Public(),
		"RFC 7517, A.2, RSA": &rsa.PublicKey{N: integer(t, rfc7517A), E: 65537},
		"RFC 7517, C.1":      &rsa.PublicKey{N: integer(t, rfc7517C), E: 65537},
		"RFC 7520, 3.4":      &rsa.PublicKey{N: integer(t, rfc7520), E: 65537},
		"RFC 8037, A.1":      edKey(t).Public(),
		"RFC 6979, A.2.5":    ecKey(t, fromHex(t, "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")).Public(),
		"RFC 9421, B.1.4":    ed25519.NewKeyFromSeed(bytesOf(t, "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU")).Public(),
	}
	for name, seed := range map[string]string{
		"RFC 8032, 7.1, TEST 1":          "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		"RFC 8032, 7.1, TEST 2":          "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
		"RFC 8032, 7.1, TEST 3":          "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
		"RFC 8032, 7.1, TEST 1024":       "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
		"RFC 8032, 7.1, TEST SHA(abc)":   "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
		"RFC 8032, 7.2, foo":             "0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6",
		"RFC 8032, 7.2, foo, other key":  "ab9c2853ce297ddab85c993b3ae14bcad39b2c682beabc27d6d4eb20711d6560",
		"did:key v0.7, test vector of 0": "0000000000000000000000000000000000000000000000000000000000000000",
		"did:key v0.7, test vector of 1": "0000000000000000000000000000000000000000000000000000000000000001",
		"did:key v0.7, test vector of 2": "0000000000000000000000000000000000000000000000000000000000000002",
		"did:key v0.7, test vector of 3": "0000000000000000000000000000000000000000000000000000000000000003",
		"did:key v0.7, test vector of 4": "0000000000000000000000000000000000000000000000000000000000000004",
	} {
		keys[name] = ed25519.NewKeyFromSeed(fromHex(t, seed)).Public()
	}
	for name, secret := range map[string]string{
		"vc-di-eddsa, key pair":          "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
		"vc-di-eddsa, proof set, 1":      "z3u2W4YnTstS1nSSBAgZcYSJF43JuZ9uLV6bF38B1Bf8NugW",
		"vc-di-eddsa, proof set, 2":      "z3u2cfp4Q17kMGhNCh348a3yw3cUBiWK6RXRzyJE54sixMFn",
		"vc-di-eddsa, proof set, 3":      "z3u2Zr3tcDLBDQKGxVa9SRDFNLqNqPWsa8p9rWPvCEH6bADB",
		"vc-di-eddsa, proof set, 4":      "z3u2ZTWiFwM17veUR7sXniY66Gf14SqMdpMLy7SW9x4EDdmw",
		"vc-di-ecdsa, key pair of P-256": "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN",
		"vc-di-ecdsa, proof key":         "z42tqvNGyzyXRzotAYn43UhcFtzDUVdxJ7461fwrfhBPLmfY",
	} {
		b, err := multibase.Decode(secret, 34)
		if err != nil {
			t.Fatal(err)
		}
		if b[0] == 0x80 { // ed25519-priv
			keys[name] = ed25519.NewKeyFromSeed(b[2:]).Public()
		} else {
			keys[name] = ecKey(t, b[2:]).Public()
		}
	}
	return keys
}

// The keys above are typed in right: their public halves are the ones that
// the specifications print.
func TestPublishedKeysAreTheOnesPrinted(t *testing.T) {
	keys := publishedKeys(t)
	for name, want := range map[string]string{
		"vc-di-eddsa, key pair":          "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
		"vc-di-eddsa, proof set, 1":      "z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7",
		"vc-di-eddsa, proof set, 2":      "z6MkhWqdDBPojHA7cprTGTt5yHv5yUi1B8cnXn8ReLumkw6E",
		"vc-di-eddsa, proof set, 3":      "z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
		"vc-di-eddsa, proof set, 4":      "z6Mkm1S51iPHJvDEkJ9MRtxJmT8Pqo6wHipAFwBAjN83vntT",
		"vc-di-ecdsa, key pair of P-256": "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",
		"vc-di-ecdsa, proof key":         "zDnaeTHfhmSaQKBc7CmdL3K7oYg3D6SC7yowe2eBeVd2DH32r",
		"did:key v0.7, test vector of 0": "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
		"did:key v0.7, test vector of 1": "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
	} {
		if got, err := multibase.Multikey(keys[name]); got != want || err != nil {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
		}
	}
	for name, want := range map[string]string{
		"RFC 8032, 7.1, TEST 1":         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		"RFC 8032, 7.1, TEST 2":         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
		"RFC 8032, 7.1, TEST 3":         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
		"RFC 8032, 7.1, TEST 1024":      "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
		"RFC 8032, 7.1, TEST SHA(abc)":  "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
		"RFC 8032, 7.2, foo":            "dfc9425e4f968f7f0c29f0259cf5f9aed6851c2bb4ad8bfb860cfee0ab248292",
		"RFC 8032, 7.2, foo, other key": "0f1d1274943b91415889152e893d80e93275a1fc0b65fd71b4b0dda10ad7d772",
	} {
		if got := hex.EncodeToString(keys[name].(ed25519.PublicKey)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"RFC 7515, A.3":     rfc7515X + " " + rfc7515Y,
		"RFC 7517, A.2, EC": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4 4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
		"RFC 8037, A.1":     "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo ",
		"RFC 9421, B.1.4":   "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs ",
	} {
		k, err := jose.PublicJWK(keys[name], "", "")
		if got := k.X + " " + k.Y; got != want || err != nil {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
		}
	}
	// RFC 7638, §3.1, prints the thumbprint of this one, RFC 8037, A.3, of the other.
	for name, want := range map[string]string{
		"RFC 7517, A.2, RSA": "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
		"RFC 8037, A.1":      "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
	} {
		if got, err := jose.Thumbprint(keys[name]); got != want || err != nil {
			t.Errorf("Thumbprint of %s: %s, %v, want %s", name, got, err, want)
		}
	}
}

// Nobody may publish under a key that everybody has.
func TestPublishedKeysAreRefused(t *testing.T) {
	for name, k := range publishedKeys(t) {
		if err := jose.CheckPublic(k); err == nil || !strings.Contains(err.Error(), "private half") {
			t.Errorf("%s: CheckPublic says %v", name, err)
		}
		if _, err := jose.AlgorithmFor(k); err != nil {
			t.Errorf("%s: it is refused for another reason: %v", name, err)
		}
	}
}

func TestFreshKeysAreAccepted(t *testing.T) {
	for range 8 {
		_, ed, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []crypto.Signer{ed, ec} {
			if err := jose.CheckPublic(k.Public()); err != nil {
				t.Errorf("%T: %v", k, err)
			}
		}
	}
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	if err := jose.CheckPublic(k.Public()); err != nil {
		t.Error(err)
	}
}

func TestWeakKeysAreRefused(t *testing.T) {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	n := integer(t, rfc7515N)
	odd := func(bits uint) *big.Int {
		return new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), bits-1), big.NewInt(1))
	}
	for name, k := range map[string]crypto.PublicKey{
		"nothing":             nil,
		"a private key":       edKey(t),
		"P-384":               p384.Public(),
		"no curve":            &ecdsa.PublicKey{},
		"nil of P-256":        (*ecdsa.PublicKey)(nil),
		"nil of RSA":          (*rsa.PublicKey)(nil),
		"empty RSA":           &rsa.PublicKey{},
		"RSA of 1024 bits":    &rsa.PublicKey{N: odd(1024), E: 65537},
		"RSA of 2047 bits":    &rsa.PublicKey{N: odd(2047), E: 65537},
		"RSA of 16384 bits":   &rsa.PublicKey{N: odd(16384), E: 65537},
		"RSA, even modulus":   &rsa.PublicKey{N: new(big.Int).Add(n, big.NewInt(1)), E: 65537},
		"RSA, exponent 1":     &rsa.PublicKey{N: n, E: 1},
		"RSA, exponent 3":     &rsa.PublicKey{N: n, E: 3},
		"RSA, even exponent":  &rsa.PublicKey{N: n, E: 65538},
		"short Ed25519":       ed25519.PublicKey(make([]byte, 31)),
		"Ed25519 of zeros":    ed25519.PublicKey(make([]byte, 32)),
		"no point of Ed25519": ed25519.PublicKey(append([]byte{2}, make([]byte, 31)...)),
		"Ed25519 beyond p":    ed25519.PublicKey("\xf1" + strings.Repeat("\xff", 30) + "\x7f"),
		"Ed25519 all ones":    ed25519.PublicKey(strings.Repeat("\xff", 32)),
		"a string":            "key",
	} {
		if err := jose.CheckPublic(k); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// JWT-21: for a point of small order a signature can be made without any
// private key. The library takes it; CheckPublic and Verify do not.
func TestKeysOfSmallOrderAreRefused(t *testing.T) {
	forged := append([]byte{1}, make([]byte, 63)...) // R the neutral point, S = 0
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"EdDSA"}`))
	for _, y := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		for _, sign := range []byte{0, 0x80} {
			key := ed25519.PublicKey(fromHex(t, y))
			key[31] |= sign
			if err := jose.CheckPublic(key); err == nil {
				t.Errorf("%x is accepted", key)
			}
			var token string
			for i := range 400 {
				message := header + "." + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, `{"n":%d}`, i))
				if ed25519.Verify(key, []byte(message), forged) {
					token = message + "." + base64.RawURLEncoding.EncodeToString(forged)
					break
				}
			}
			if token == "" {
				t.Errorf("no forgery was found for %x: the test proves nothing", key)
				continue
			}
			if payload, _, err := jose.Verify(token, []jose.Algorithm{jose.EdDSA}, found(key)); err == nil {
				t.Errorf("a forgery for %x is taken: %s", key, payload)
			}
		}
	}
}
