package generator

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// signedFile matches every file that only a site with keys has.
var signedFile = regexp.MustCompile(`^(\.well-known/)?did\.json$|^\.well-known/jwks\.json$|^keys/[^/]+\.json$|^status/|^issuer/profile\.json$|^achievements/.+/achievement\.json$|^awards/[^/]+/(credential\.(json|jwt)|badge\.svg)$`)

// visitor is a stranger who has the published files of a site and nothing
// else, and asks who signed what.
type visitor struct {
	tree
	docs  map[string]object
	did   string
	keys  *did.Document
	lists map[string]*bitstring.List // by file
	named map[string]bool            // files that a document or page leads to
	ids   map[string]map[string]bool // places on pages
}

// walkCredentials holds the signed half of a tree against the standards, and
// against what verifiers demand beyond them.
func walkCredentials(t *testing.T, s tree) {
	t.Helper()
	if !s.publishes("ob3") || len(s.catalog.Keys) == 0 {
		for name := range s.files {
			if signedFile.MatchString(name) {
				t.Errorf("%s is there, and the site does not sign", name)
			}
		}
		return
	}
	v := &visitor{tree: s, docs: s.documents(t), lists: map[string]*bitstring.List{}, named: map[string]bool{}, ids: map[string]map[string]bool{}}
	v.readKeys(t)
	v.readLists(t)
	v.definitions(t)
	want := map[string]bool{}
	for _, e := range s.passed.Awards() {
		v.award(t, e, want)
	}
	for _, w := range s.passed.Withdrawn() {
		v.former(t, w, want)
	}
	for name := range s.files {
		if id, ok := address.AwardID(address.Path(name)); ok && signedFile.MatchString(name) && !want[name] {
			t.Errorf("%s is there, and nothing signed stands for %s", name, id)
		}
	}
	v.bits(t)
	v.reachable(t)
}

// readKeys takes the keys as a resolver of did:web does.
func (v *visitor) readKeys(t *testing.T) {
	t.Helper()
	id, url, err := did.Web(v.at.String())
	if err != nil {
		t.Fatal(err)
	}
	file, own := v.file(url)
	if v.keys, err = did.Parse([]byte(v.files[file]), id); err != nil || !own {
		t.Fatalf("%s, at which %s is resolved: %v", url, id, err)
	}
	v.did, v.named[file] = id, true
	if v.docs[file]["id"] != id {
		t.Errorf("%s: id is %v, want %s", file, v.docs[file]["id"], id)
	}
	if n := len(v.files[file]); n > did.MaxSize {
		t.Errorf("%s has %d bytes, more than resolvers take", file, n)
	}
	v.keyFiles(t)
}

// keyFiles checks that each key is listed as its life asks for: in did.json
// always; in assertionMethod, in the set and as a file of its own unless
// others may have it.
func (v *visitor) keyFiles(t *testing.T) {
	t.Helper()
	var set struct{ Keys []json.RawMessage }
	if err := json.Unmarshal([]byte(v.files[address.Keys().File()]), &set); err != nil {
		t.Fatal(err)
	}
	v.named[address.Keys().File()] = true
	inSet := map[string]bool{}
	for _, text := range set.Keys {
		pub, kid, err := jose.ParseJWK(text)
		thumb := thumbprint(t, pub)
		if err != nil || kid != v.did+"#"+thumb {
			t.Errorf("the key set: %v, kid %q, want %q", err, kid, v.did+"#"+thumb)
		}
		inSet[thumb] = true
	}
	methods := map[string]did.VerificationMethod{}
	for _, m := range v.keys.VerificationMethod {
		pub, err := m.PublicKey()
		if err != nil {
			t.Fatalf("%s: %v", m.ID, err)
		}
		methods[thumbprint(t, pub)] = m
	}
	for name, text := range v.files {
		if path.Dir(name) != "keys" {
			continue
		}
		pub, kid, err := jose.ParseJWK([]byte(text))
		thumb := thumbprint(t, pub)
		if m, listed := methods[thumb]; err != nil || kid != thumb || name != "keys/"+thumb+".json" || !listed {
			t.Errorf("%s: %v, kid %q, thumbprint %q, listed in did.json as %q", name, err, kid, thumb, m.ID)
		}
		v.named[name] = true
	}
	for thumb, m := range methods {
		if _, there := v.files["keys/"+thumb+".json"]; there != (m.Revoked == "") {
			t.Errorf("%s, revoked %q, has a file of its own: %v", m.ID, m.Revoked, there)
		}
		if good := m.Revoked == ""; good != slices.Contains(v.keys.AssertionMethod, m.ID) || good != inSet[thumb] {
			t.Errorf("%s, revoked %q: in assertionMethod %v, in the set %v", m.ID, m.Revoked, !good, inSet[thumb])
		}
	}
	bad := 0
	for _, k := range v.catalog.Keys {
		if !k.Trusted() {
			bad += 2
		}
	}
	if len(methods) != 2*len(v.catalog.Keys) || len(inSet) != len(methods)-bad {
		t.Errorf("%d keys of %d pairs are listed, %d in the set", len(methods), len(v.catalog.Keys), len(inSet))
	}
}

func thumbprint(t *testing.T, pub crypto.PublicKey) string {
	t.Helper()
	thumb, err := jose.Thumbprint(pub)
	if err != nil {
		t.Fatal(err)
	}
	return thumb
}

// proofs keeps what was verified, because sites of many tests are issued alike:
// document and keys → whether it holds.
var proofs sync.Map

// proven verifies the proof of a document with the key that the site lists,
// and reports whether the issuer made it.
func (v *visitor) proven(text string) error {
	at := sha256.Sum256([]byte(text + v.files[v.at.DIDDocument().File()]))
	if err, known := proofs.Load(at); known {
		return err.(verdict).error
	}
	err := v.prove(text)
	proofs.Store(at, verdict{err})
	return err
}

type verdict struct{ error }

func (v *visitor) prove(text string) error {
	checked, err := dataintegrity.Verify([]byte(text), func(method string) (crypto.PublicKey, string, error) {
		pub, m, err := v.keys.Method(method, did.AssertionMethod)
		return pub, m.Controller, err
	}, dataintegrity.VerifyOptions{})
	if err != nil {
		return err
	}
	c, err := vc.Parse([]byte(text))
	switch {
	case err != nil:
		return err
	case len(checked) != 1 || checked[0].Controller != c.Issuer || c.Issuer != v.did:
		return fmt.Errorf("%d proofs, the key belongs to %s, the issuer is %s", len(checked), checked[0].Controller, c.Issuer)
	}
	return nil
}

// readLists reads the status lists.
func (v *visitor) readLists(t *testing.T) {
	t.Helper()
	for name, text := range v.files {
		if path.Dir(name) != "status" {
			continue
		}
		if err := v.proven(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		c, err := bitstring.ParseCredential([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		purpose, _, _ := strings.Cut(path.Base(name), "-")
		if c.ID != v.url(name) || c.CredentialSubject.StatusPurpose != purpose || c.ValidUntil != "" {
			t.Errorf("%s: id %s, purpose %s, valid until %q", name, c.ID, c.CredentialSubject.StatusPurpose, c.ValidUntil)
		}
		if v.lists[name], err = bitstring.Decode(c.CredentialSubject.EncodedList, 1<<20); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// definitions checks the documents of issuer and achievements.
func (v *visitor) definitions(t *testing.T) {
	t.Helper()
	profile := address.ProfileDocument().File()
	if p, err := ob3.ParseProfile([]byte(v.files[profile])); err != nil || p.ID != v.did {
		t.Errorf("%s: %v, its id is not %s", profile, err, v.did)
	}
	v.leads(t, profile)
	for _, a := range v.catalog.Achievements {
		name := address.AchievementDocument(a.Slug, a.Version).File()
		doc, err := ob3.ParseAchievement([]byte(v.files[name]))
		if err != nil || doc.ID != v.url(name) {
			t.Errorf("%s: %v; its id has to be %s", name, err, v.url(name))
			continue
		}
		if again, err := ob3.Marshal(doc); err != nil || string(again)+"\n" != v.files[name] {
			t.Errorf("%s holds more than the standard has members for: %v", name, err)
		}
		v.leads(t, name)
	}
}

// award checks what is signed of an award, and notes the files that it wants.
func (v *visitor) award(t *testing.T, e check.Entry, want map[string]bool) {
	t.Helper()
	name := address.Credential(e.ID).File()
	if e.Record == nil || !e.Record.Signed {
		return
	}
	doc, jwt, svg := v.files[name], address.CredentialJWT(e.ID).File(), address.BakedSVG(e.ID).File()
	want[name], want[jwt] = true, true
	if v.docs[name]["id"] != v.url(name) {
		t.Errorf("%s: id is %v, want %s", name, v.docs[name]["id"], v.url(name))
	}
	if err := v.proven(doc); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for _, w := range ob3.Check([]byte(doc)) {
		if w.Rule != ob3.RuleStatusList || !e.Record.Status.Suspends {
			t.Errorf("%s: %v", name, w)
		}
	}
	if parsed, err := ob3.Parse([]byte(doc)); err != nil {
		t.Errorf("%s: %v", name, err)
	} else if again, err := ob3.Marshal(parsed); err != nil || string(again)+"\n" != doc {
		t.Errorf("%s holds more than the standard has members for: %v", name, err)
	}
	v.leads(t, name)
	v.token(t, jwt, doc)
	if drawn := e.Achievement.Image.SVG != nil || e.Achievement.Image.PNG == nil; drawn {
		want[svg] = true
		v.inPicture(t, svg, v.files[svg], doc)
	}
}

// token verifies a JSON Web Token with the key from each place at which the
// site publishes it, and compares it with the credential.
func (v *visitor) token(t *testing.T, name, credential string) {
	t.Helper()
	fromDID := func(h jose.Header) (crypto.PublicKey, error) {
		pub, m, err := v.keys.Method(h.KeyID, did.AssertionMethod)
		if err == nil && m.Type != did.JSONWebKey {
			err = fmt.Errorf("%s is a %s", h.KeyID, m.Type)
		}
		return pub, err
	}
	fromFile := func(h jose.Header) (crypto.PublicKey, error) {
		_, kid, _ := strings.Cut(h.KeyID, "#")
		pub, _, err := jose.ParseJWK([]byte(v.files[address.KeyFile(kid).File()]))
		return pub, err
	}
	fromSet := func(h jose.Header) (crypto.PublicKey, error) {
		var set struct{ Keys []json.RawMessage }
		if err := json.Unmarshal([]byte(v.files[address.Keys().File()]), &set); err != nil {
			return nil, err
		}
		for _, text := range set.Keys {
			if pub, kid, err := jose.ParseJWK(text); err == nil && kid == h.KeyID {
				return pub, nil
			}
		}
		return nil, errors.New("no such key in the set")
	}
	for place, key := range map[string]func(jose.Header) (crypto.PublicKey, error){"did.json": fromDID, "keys/": fromFile, "jwks.json": fromSet} {
		payload, h, err := jose.Verify(v.files[name], []jose.Algorithm{jose.ES256}, key)
		if err != nil {
			t.Errorf("%s, with the key from %s: %v", name, place, err)
			continue
		}
		if place == "did.json" {
			v.payload(t, name, payload, h, credential)
		}
	}
}

// payload checks that a token says what the credential says.
func (v *visitor) payload(t *testing.T, name string, payload []byte, h jose.Header, credential string) {
	t.Helper()
	if h.Type != "" {
		t.Errorf("%s: typ is %q", name, h.Type)
	}
	var claims, doc object
	if err := errors.Join(json.Unmarshal(payload, &claims), json.Unmarshal([]byte(credential), &doc)); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	subject, _ := doc["credentialSubject"].(object)
	if claims["iss"] != v.did || claims["jti"] != doc["id"] || claims["sub"] != subject["id"] || claims["nbf"] == nil || (claims["exp"] == nil) != (doc["validUntil"] == nil) {
		t.Errorf("%s: the claims are iss %v, jti %v, sub %v, nbf %v, exp %v", name, claims["iss"], claims["jti"], claims["sub"], claims["nbf"], claims["exp"])
	}
	bare, err := vc.RemoveClaims(payload)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	got, err := jcs.Transform(bare)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if want := canonical(t, credential); !bytes.Equal(got, want) {
		t.Errorf("%s says another thing than the credential beside it (-credential +token):\n%s", name, cmp.Diff(string(want), string(got)))
	}
}

// canonical returns the canonical JSON of a credential without its proof.
func canonical(t *testing.T, credential string) []byte {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(credential), &members); err != nil {
		t.Fatal(err)
	}
	delete(members, "proof")
	text, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	if text, err = jcs.Transform(text); err != nil {
		t.Fatal(err)
	}
	return text
}

// former checks what is left of a credential that was replaced or erased.
func (v *visitor) former(t *testing.T, w check.Withdrawn, want map[string]bool) {
	t.Helper()
	name := address.Credential(w.ID).File()
	for _, gone := range []address.Path{address.CredentialJWT(w.ID), address.BakedSVG(w.ID), address.BakedPNG(w.ID)} {
		if _, there := v.files[gone.File()]; there {
			t.Errorf("%s is left of an award that is %s", gone.File(), w.Decided.State)
		}
	}
	if !w.Signed {
		return
	}
	want[name] = true
	stub := object{"@context": anyOf(ob3.Contexts()), "id": v.url(name), "type": anyOf(ob3.CredentialTypes())}
	if w.Decided.State == badge.Superseded {
		stub["supersededBy"] = v.at.URL(address.Credential(w.ReplacedBy))
	}
	if diff := cmp.Diff(stub, v.docs[name]); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
	v.leads(t, name)
}

func anyOf(list []string) []any {
	var all []any
	for _, s := range list {
		all = append(all, s)
	}
	return all
}

// sortedFiles lists the files of a tree whose names match.
func (s tree) sortedFiles(match *regexp.Regexp) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.files)), func(name string) bool { return !match.MatchString(name) })
}
