package verify

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/baking"
)

// harmless holds for any verdict on foreign bytes: it has an answer, an answer
// of ours, and asks no more than it may.
func harmless(t *testing.T, v Verdict) {
	t.Helper()
	if _, broke := find(v.Checks, codeInternal); broke {
		t.Fatalf("a panic: %s", say(v))
	}
	if len(v.Checks) == 0 && len(v.Parts) == 0 {
		t.Fatalf("no reason is given: %+v", v)
	}
	if len(v.Asked) > MaxAsked {
		t.Fatalf("asked %d addresses", len(v.Asked))
	}
	for _, c := range v.Checks {
		for _, language := range Languages() {
			if c.Say(language) == "" {
				t.Fatalf("%s %s %s has no sentence", c.Code, c.Result, c.Case)
			}
		}
	}
}

// FuzzVerify judges any bytes without a network: nothing of them is valid but
// what the key inside signed.
func FuzzVerify(f *testing.F) {
	l := newLab(f)
	signed := l.sign(l.credential(set("validUntil", "2026-06-01T00:00:00Z")))
	f.Add(signed)
	f.Add(edit(signed, set("proof", nil)))
	f.Add(l.assertion())
	f.Add(l.bake(plainPNG(f), baking.Credential{Version: baking.OB3, Text: string(signed)}))
	f.Add(l.bake([]byte(plainSVG), baking.Credential{Version: baking.OB2, Text: string(l.assertion()), Verify: labHosted}))
	f.Add([]byte("https://issuer.example/"))
	f.Add([]byte("<!doctype html><link rel=alternate type=application/json href=a.json>"))
	names, _ := filepath.Glob("../../public/awards/*/credential.json") // there is always some
	for _, name := range names[:min(len(names), 3)] {
		data, err := os.ReadFile(name)
		l.must(err)
		f.Add(data)
	}
	v := &Verifier{Now: today}
	f.Fuzz(func(t *testing.T, data []byte) {
		out := l.judge(v, data)
		harmless(t, out)
		if out.Outcome == Valid && len(out.Asked) > 0 {
			t.Fatalf("valid without an answer: %s", say(out))
		}
	})
}

// FuzzToken judges tokens of which the key is known.
func FuzzToken(f *testing.F) {
	l := newLab(f)
	good := l.token(l.credential())
	f.Add(string(good))
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add(string(withHeader(good, `{"alg":"none"}`)))
	f.Add(string(swapped(good, []byte("a.b.AAAA"))))
	v := l.verifier()
	f.Fuzz(func(t *testing.T, token string) {
		out := l.judge(v, []byte(token))
		harmless(t, out)
		if out.Outcome == Valid && token != string(good) && string(bytes.TrimSpace([]byte(token))) != string(good) {
			t.Fatalf("valid: %q", token)
		}
	})
}

// FuzzStatusList serves any bytes as the status list of a good credential.
func FuzzStatusList(f *testing.F) {
	l := newLab(f)
	good := l.list("revocation")
	f.Add(good)
	f.Add(l.list("revocation", 7))
	f.Add(l.text(l.listOf("revocation")))
	f.Add(edit(good, set("credentialSubject.encodedList", "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA")))
	signed := l.sign(l.credential())
	f.Fuzz(func(t *testing.T, list []byte) {
		l := &lab{t: t, net: map[string]Answer{labDoc: l.net[labDoc]}}
		l.serve(labList, list)
		out := l.judge(l.verifier(), signed)
		harmless(t, out)
		if c, there := find(out.Checks, codeStatus); out.Outcome == Valid && (!there || c.Result != Passed) {
			t.Fatalf("valid without a status: %s", say(out))
		}
	})
}

// FuzzKeys serves any bytes as the document of the issuer's keys.
func FuzzKeys(f *testing.F) {
	l := newLab(f)
	f.Add(l.net[labDoc].Body)
	f.Add([]byte(`{"id":"did:web:issuer.example","verificationMethod":[],"assertionMethod":[]}`))
	signed := l.sign(l.credential())
	f.Fuzz(func(t *testing.T, document []byte) {
		l := &lab{t: t, net: map[string]Answer{labList: l.net[labList]}}
		l.serve(labDoc, document)
		harmless(t, l.judge(l.verifier(), signed))
	})
}

// FuzzPage follows the links of any page, and never to another host.
func FuzzPage(f *testing.F) {
	f.Add("https://issuer.example/awards/26tewxt7p4s6gka4ti7qersxey/", []byte(`<html><head><link rel="alternate" type="application/json" href="credential.json">`))
	f.Add("https://issuer.example/it/", []byte(`<html><link rel=alternate type=text/plain href="//evil.example/a.jwt"><base href="https://evil.example/">`))
	f.Fuzz(func(t *testing.T, base string, page []byte) {
		links, folder := alternates(page, base)
		for _, link := range append(links, folder) {
			if link != "" && hostOf(link) != hostOf(base) {
				t.Fatalf("%q leads to %q", base, link)
			}
		}
		v := &Verifier{Now: today, Fetch: func(_ context.Context, q Question) (*Answer, error) {
			if q.URL == "https://issuer.example/" {
				return &Answer{URL: q.URL, Status: 200, Body: page}, nil
			}
			return &Answer{URL: q.URL, Status: 404}, nil
		}}
		harmless(t, v.Verify(context.Background(), Input{URL: "https://issuer.example/"}))
	})
}

// FuzzAssertion serves any bytes as the documents of a hosted Assertion.
func FuzzAssertion(f *testing.F) {
	l := newLab(f)
	given := l.assertion()
	f.Add(given, l.net[labBadgeClass].Body, l.net[labProfile].Body, l.net[labRevocations].Body)
	f.Fuzz(func(t *testing.T, assertion, badge, profile, revocations []byte) {
		l := &lab{t: t, net: map[string]Answer{}}
		l.serve(labHosted, assertion)
		l.serve(labBadgeClass, badge)
		l.serve(labProfile, profile)
		l.serve(labRevocations, revocations)
		harmless(t, l.judge(l.verifier(), given))
		harmless(t, l.judge(l.verifier(), assertion))
	})
}
