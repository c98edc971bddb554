//go:build interop

package generator_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
)

// tampered lists copies of a site's credentials that somebody changed. Where
// everywhere is set, each single value of one credential of each achievement
// is changed in turn, else those that a forger would like to change.
func (s *site) tampered(t *testing.T, everywhere bool) []verifierCase {
	t.Helper()
	var all []verifierCase
	done := map[string]bool{}
	for _, id := range sortedKeys(s.states) {
		if s.stateOf(t, id, "digitalbazaar/vc") != valid {
			continue // it would be refused for another reason
		}
		text := s.read(t, address.Credential(id))
		add := func(what, where, text, want string, by ...string) {
			for _, v := range by {
				all = append(all, verifierCase{Verifier: v, Text: text, what: what, document: s.at.URL(address.Credential(id)) + " " + where, want: want})
			}
		}
		doc := decoded(t, text)
		add("written anew, nothing changed", "", encoded(t, doc), valid, proofVerifiers()...)
		of := doc["credentialSubject"].(map[string]any)["achievement"].(map[string]any)["id"].(string)
		each := everywhere && !done[of]
		done[of] = true
		for _, l := range leavesOf(doc, "") {
			what := tempting(l.at)
			if what == "" {
				if !each {
					continue
				}
				what = "another value changed"
			}
			was := l.get()
			l.set(flipped(l.at, was))
			add(what, l.at, encoded(t, doc), refused, proofVerifiers()...)
			l.set(was)
		}
		token := s.read(t, address.CredentialJWT(id))
		for _, c := range tamperedTokens(t, token, s.otherKey(t)) {
			add(c.what, c.where, c.text, c.want, tokenVerifiers()...)
		}
	}
	all = append(all, s.brokenForms(t)...)
	return all
}

// tempting names the row of a value that a forger would like to change; empty
// for others.
func tempting(at string) string {
	for _, row := range []struct{ what, at string }{
		{"name of the holder changed", `^/credentialSubject/identifier/\d+/identityHash$`},
		{"another subject", `^/credentialSubject/id$`},
		{"title changed", `^/credentialSubject/achievement/name$`},
		{"criteria changed", `^/credentialSubject/achievement/criteria/`},
		{"result changed", `^/credentialSubject/result/\d+/value$`},
		{"evidence changed", `^/evidence/\d+/(name|description)$`},
		{"dates changed", `^/(validFrom|validUntil|awardedDate)$`},
		{"another statusListIndex", `^/credentialStatus(/\d+)?/statusListIndex$`},
		{"another issuer", `^/issuer/(id|name)$`},
		{"proof changed", `^/proof/\d+/(proofValue|created|verificationMethod)$`},
	} {
		if regexp.MustCompile(row.at).MatchString(at) {
			return row.what
		}
	}
	return ""
}

// leaf is a single value of a document.
type leaf struct {
	at  string // JSON Pointer
	get func() any
	set func(any)
}

// leavesOf lists the single values of a document, but for the names of its
// contexts: with another context it cannot be read at all.
func leavesOf(v any, at string) []leaf {
	var all []leaf
	inside := func(at string, v any, set func(any)) {
		switch v.(type) {
		case map[string]any, []any:
			all = append(all, leavesOf(v, at)...)
		default:
			all = append(all, leaf{at, func() any { return v }, set})
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name != "@context" {
				inside(at+"/"+name, v[name], func(to any) { v[name] = to })
			}
		}
	case []any:
		for i := range v {
			inside(at+"/"+strconv.Itoa(i), v[i], func(to any) { v[i] = to })
		}
	}
	return all
}

var dateTime = regexp.MustCompile(`^\d{4}-\d\d-\d\dT`)

// flipped changes a value a little: the last letter or digit of a text, the
// year of a date so that nothing but the proof stands against it.
func flipped(at string, v any) any {
	switch v := v.(type) {
	case bool:
		return !v
	case float64:
		return v + 1
	case string:
		if dateTime.MatchString(v) {
			year, _ := strconv.Atoi(v[:4])
			if strings.HasSuffix(at, "/validUntil") {
				return fmt.Sprintf("%d%s", year+1, v[4:])
			}
			return fmt.Sprintf("%d%s", year-1, v[4:])
		}
		runes := []rune(v)
		for i := len(runes) - 1; i >= 0; i-- {
			switch r := runes[i]; {
			case r == 'z' || r == 'Z' || r == '9':
				runes[i]--
			case r >= '0' && r < '9' || r >= 'A' && r < 'Z' || r >= 'a' && r < 'z' || r > 0x7f:
				runes[i]++
			default:
				continue
			}
			return string(runes)
		}
		return v + "0"
	}
	panic(fmt.Sprintf("a credential holds no %T", v))
}

// brokenForms lists documents whose form is wrong, one for each verifier that
// looks at the form alone.
func (s *site) brokenForms(t *testing.T) []verifierCase {
	t.Helper()
	var all []verifierCase
	broken := func(p address.Path, change func(map[string]any), by ...string) {
		doc := decoded(t, s.read(t, p))
		change(doc)
		for _, v := range by {
			all = append(all, verifierCase{Verifier: v, Text: encoded(t, doc), what: "a document of the wrong form", document: s.at.URL(p), want: refused})
		}
	}
	for _, id := range sortedKeys(s.states) {
		at := address.Credential(id)
		broken(at, func(c map[string]any) { delete(c, "validFrom") }, "ajv strict", "ajv json-ld")
		broken(at, func(c map[string]any) {
			c["credentialSubject"].(map[string]any)["achievement"].(map[string]any)["colour"] = "red"
		}, "jsonld safe")
	}
	broken(address.ProfileDocument(), func(p map[string]any) { delete(p, "id") }, "ajv profile")
	all = append(all, s.changedLists(t)...)
	return all
}

// changedLists lists the site's status lists with every bit set and the
// signature left as it was.
func (s *site) changedLists(t *testing.T) []verifierCase {
	t.Helper()
	var all []verifierCase
	for _, p := range s.files(t) {
		if !strings.HasPrefix(string(p), "status/") {
			continue
		}
		for _, v := range proofVerifiers() {
			all = append(all, verifierCase{Verifier: v, Text: string(s.everyBit(t, p)), what: "status list changed", document: s.at.URL(p), want: refused})
		}
	}
	return all
}

// swapPictures puts the pictures of each award beside the documents of
// another.
func (s *site) swapPictures(t *testing.T, w *world) []verifierCase {
	t.Helper()
	ids := sortedKeys(s.states)
	if len(ids) < 2 {
		t.Fatalf("%s has no second award", s.at)
	}
	var all []verifierCase
	for i, id := range ids {
		other := ids[(i+1)%len(ids)]
		w.replace(s.at.URL(address.BakedPNG(id)), []byte(s.read(t, address.BakedPNG(other))))
		w.replace(s.at.URL(address.BakedSVG(id)), []byte(s.read(t, address.BakedSVG(other))))
		for v, p := range map[string]address.Path{"baked OB 2.0": address.BakedPNG(id), "baked OB 3.0": address.BakedSVG(id)} {
			all = append(all, verifierCase{Verifier: v, URL: s.at.URL(p), what: "the picture of another award", document: s.at.URL(p), want: refused})
		}
	}
	return all
}

// anotherDID answers with the DID document of somebody else.
func (s *site) anotherDID(t *testing.T, w *world) []verifierCase {
	t.Helper()
	own := s.read(t, s.at.DIDDocument())
	url := s.at.URL(s.at.DIDDocument())
	w.replace(url, []byte(strings.ReplaceAll(own, s.at.Host(), "interop.example")))
	return []verifierCase{{Verifier: "did-method-web", Text: own, what: "the did.json of somebody else", document: url, want: refused}}
}

// everyBit returns a status list with every bit set and the signature left as
// it was.
func (s *site) everyBit(t *testing.T, p address.Path) []byte {
	t.Helper()
	list := decoded(t, s.read(t, p))
	bits := bitstring.New(bitstring.MinEntries)
	for i := range bits.Len() {
		if err := bits.Set(i); err != nil {
			t.Fatal(err)
		}
	}
	list["credentialSubject"].(map[string]any)["encodedList"] = bits.Encode()
	return []byte(encoded(t, list))
}

func decoded(t *testing.T, text string) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
