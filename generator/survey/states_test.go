package survey

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/verify"
)

const (
	standingPage  = `<!doctype html><html><head><link rel="alternate" hreflang="it" href="/it/"><link rel="alternate" type="application/json" href="/awards/x/credential.json"></head><body class="page-award">`
	withdrawnPage = `<!doctype html><html><head><link rel="alternate" hreflang="it" href="/it/"></head><body class="page-withdrawn">`
)

func TestStates(t *testing.T) {
	const id = "awards/aaaaaaaaaaaaaaaaaaaaaaaaaa"
	type said = map[string]verify.Outcome
	all := func(o verify.Outcome) said {
		return said{"assertion.json": o, "badge.png": o, "credential.json": o, "credential.jwt": o}
	}
	for name, row := range map[string]struct {
		page, italian string
		said          said
		clash, shows  string
	}{
		"standing and valid":                     {standingPage, standingPage, all(verify.Valid), "", ""},
		"standing and expired":                   {standingPage, standingPage, all(verify.Expired), "", ""},
		"withdrawn and revoked":                  {withdrawnPage, withdrawnPage, all(verify.Revoked), "", ""},
		"standing and revoked":                   {standingPage, "", all(verify.Revoked), id + "/index.html", "standing"},
		"standing in one language, and revoked":  {withdrawnPage, standingPage, all(verify.Revoked), "it/" + id + "/index.html", "standing"},
		"withdrawn and valid":                    {withdrawnPage, "", all(verify.Valid), id + "/index.html", "withdrawn"},
		"withdrawn and expired":                  {withdrawnPage, "", all(verify.Expired), id + "/index.html", "withdrawn"},
		"a page of another theme":                {"<html><body>", "", all(verify.Revoked), "", ""},
		"no page":                                {"", "", all(verify.Revoked), "", ""},
		"one form revoked":                       {standingPage, "", said{"assertion.json": verify.Revoked, "credential.json": verify.Valid}, "-", ""},
		"one form expired":                       {standingPage, "", said{"assertion.json": verify.Valid, "credential.json": verify.Expired}, "-", ""},
		"one form not valid, which says so":      {standingPage, "", said{"assertion.json": verify.NotValid, "credential.json": verify.Valid}, "", ""},
		"one form that cannot be told, likewise": {withdrawnPage, "", said{"assertion.json": verify.CannotTell, "credential.json": verify.Revoked}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{}
			for file, text := range map[string]string{id + "/index.html": row.page, "it/" + id + "/index.html": row.italian} {
				if text != "" {
					files[file] = &fstest.MapFile{Data: []byte(text)}
				}
			}
			s := NewStates(&verify.Site{Address: mustParse(root), Files: files})
			var forms []State
			for _, file := range []string{"assertion.json", "badge.png", "credential.json", "credential.jwt"} {
				if o, ok := row.said[file]; ok {
					s.Add(id+"/"+file, &verify.Verdict{Outcome: o})
					forms = append(forms, State{file, o})
				}
			}
			s.Add("status/revocation-1.json", &verify.Verdict{Outcome: verify.NotValid})
			var want []Clash
			if row.clash != "" {
				want = []Clash{{Award: id + "/", Page: strings.TrimPrefix(row.clash, "-"), Shows: verify.Shown(row.shows), Forms: forms}}
			}
			found, awards := s.Clashes()
			if diff := cmp.Diff(want, found); diff != "" || awards != 1 {
				t.Errorf("%d awards; clashes (-want +got):\n%s", awards, diff)
			}
		})
	}
}

func TestContradicts(t *testing.T) {
	v := &verify.Verdict{Outcome: verify.Revoked, Parts: []verify.Verdict{{Input: root + "awards/x/credential.json", Outcome: verify.Revoked}}}
	c, ok := Contradicts([]byte(standingPage), root+"awards/x/", v)
	want := Clash{Award: root + "awards/x/", Page: root + "awards/x/", Shows: verify.Standing, Forms: []State{{"credential.json", verify.Revoked}}}
	if diff := cmp.Diff(want, c); diff != "" || !ok {
		t.Errorf("%t (-want +got):\n%s", ok, diff)
	}
	if _, ok := Contradicts([]byte(withdrawnPage), root, v); ok {
		t.Error("a page that says withdrawn contradicts a revoked credential")
	}
	if _, ok := Contradicts([]byte(withdrawnPage), root, &verify.Verdict{}); ok {
		t.Error("what cannot be told is contradicted")
	}
}
