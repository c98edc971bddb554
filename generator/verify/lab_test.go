package verify

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

const (
	labDID    = "did:web:issuer.example"
	labDoc    = "https://issuer.example/.well-known/did.json"
	labList   = "https://issuer.example/status/revocation-1.json"
	labBadge  = "https://issuer.example/awards/k4f1/credential.json"
	labHosted = "https://issuer.example/awards/k4f1/assertion.json"
)

// lab is an issuer with throwaway keys, and the network around it.
type lab struct {
	t     testing.TB
	did   string
	ed    ed25519.PrivateKey
	ec    *ecdsa.PrivateKey
	edID  string
	ecID  string
	mu    sync.Mutex
	net   map[string]Answer
	asked []string
}

var labEC, labRSA = sync.OnceValue(func() *ecdsa.PrivateKey {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return k
}), sync.OnceValue(func() *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return k
})

func labKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("a throwaway key of the tests: " + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func newLab(t testing.TB) *lab {
	t.Helper()
	l := &lab{t: t, did: labDID, ed: labKey("issuer"), ec: labEC(), net: map[string]Answer{}}
	doc := did.New(l.did)
	l.edID = l.add(&doc, l.ed.Public())
	l.ecID = l.add(&doc, l.ec.Public())
	l.publish(&doc)
	l.serve(labList, l.list("revocation"))
	return l
}

// add puts a key into a DID document and returns the id of its method.
func (l *lab) add(doc *did.Document, pub crypto.PublicKey) string {
	l.t.Helper()
	var m did.VerificationMethod
	var err error
	if _, ok := pub.(ed25519.PublicKey); ok {
		m, err = did.NewMultikey(doc.ID, pub)
	} else {
		m, err = did.NewJSONWebKey(doc.ID, "", pub)
	}
	l.must(err)
	doc.Add(m)
	return m.ID
}

func (l *lab) publish(doc *did.Document) {
	text, err := doc.Marshal()
	l.must(err)
	l.serve(labDoc, text)
}

func (l *lab) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) serve(url string, body []byte) {
	l.net[url] = Answer{URL: url, Status: 200, Body: body}
}

func (l *lab) fetch(_ context.Context, q Question) (*Answer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, q.URL)
	a, ok := l.net[q.URL]
	if !ok {
		return nil, errors.New("no such host")
	}
	return &a, nil
}

// verifier returns a verifier that asks the lab's network and remembers
// nothing yet.
func (l *lab) verifier() *Verifier {
	return &Verifier{Fetch: l.fetch, Now: today}
}

func (l *lab) verify(data []byte) Verdict {
	l.asked = nil
	return l.verifier().Verify(context.Background(), Input{Name: "input", Data: data})
}

type object = map[string]any

// credential returns an Open Badge, changed by edits.
func (l *lab) credential(edits ...func(object)) object {
	c := object{
		"@context":  []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
		"id":        labBadge,
		"type":      []any{"VerifiableCredential", "OpenBadgeCredential"},
		"name":      "Knots",
		"issuer":    object{"id": l.did, "type": []any{"Profile"}, "name": "Test Issuer", "url": "https://issuer.example/"},
		"validFrom": "2026-01-02T00:00:00Z", "awardedDate": "2026-01-02T00:00:00Z",
		"credentialSubject": object{
			"id": "urn:uuid:854c1d52-897a-5d85-a56e-787d0c6a3208", "type": []any{"AchievementSubject"},
			"achievement": object{"id": "https://issuer.example/achievements/knots/achievement.json", "type": []any{"Achievement"},
				"achievementType": "Badge", "name": "Knots", "description": "Ties knots.", "criteria": object{"narrative": "Tie ten knots."}},
		},
		"credentialStatus": object{"id": labList + "#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
			"statusListIndex": "7", "statusListCredential": labList},
	}
	for _, edit := range edits {
		edit(c)
	}
	return c
}

func (l *lab) text(document any) []byte {
	l.t.Helper()
	text, err := json.Marshal(document)
	l.must(err)
	return text
}

// sign adds a Data Integrity proof.
func (l *lab) sign(document any) []byte { return l.signBy(document, l.ed, l.edID) }

func (l *lab) signBy(document any, key ed25519.PrivateKey, method string) []byte {
	l.t.Helper()
	signed, err := dataintegrity.Sign(l.text(document), dataintegrity.Options{VerificationMethod: method, Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}, key)
	l.must(err)
	return signed
}

// token makes a VC-JWT.
func (l *lab) token(document any) []byte {
	l.t.Helper()
	payload, err := vc.AddClaims(l.text(document))
	l.must(err)
	return l.jws(payload, jose.Header{KeyID: l.ecID}, l.ec)
}

func (l *lab) jws(payload []byte, h jose.Header, key crypto.Signer) []byte {
	l.t.Helper()
	token, err := jose.Sign(payload, h, key)
	l.must(err)
	return []byte(token)
}

// list returns a signed status list with some bits set.
func (l *lab) list(purpose string, set ...int) []byte {
	l.t.Helper()
	return l.sign(l.listOf(purpose, set...))
}

func (l *lab) listOf(purpose string, set ...int) bitstring.Credential {
	l.t.Helper()
	bits := bitstring.New(bitstring.MinEntries)
	for _, i := range set {
		l.must(bits.Set(i))
	}
	c := bitstring.NewCredential(labList, l.did, purpose, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), bits)
	c.Type = []string{"VerifiableCredential", "BitstringStatusListCredential"}
	return c
}

// endorse returns what a friend says, and signed.
func (l *lab) endorse(about string, edits ...func(object)) json.RawMessage {
	key := labKey("endorser")
	id, err := did.Key(key.Public())
	l.must(err)
	_, method, err := did.ParseKey(id)
	l.must(err)
	return l.endorseBy(about, key, id, method, edits...)
}

func (l *lab) endorseBy(about string, key ed25519.PrivateKey, id, method string, edits ...func(object)) json.RawMessage {
	l.t.Helper()
	e := object{
		"@context": ob3.Contexts(), "id": "https://friend.example/endorsements/1", "type": []any{"VerifiableCredential", "EndorsementCredential"},
		"name": "A good badge", "issuer": object{"id": id, "type": []any{"Profile"}, "name": "A Friend"}, "validFrom": "2026-01-01T00:00:00Z",
		"credentialSubject": object{"id": about, "type": []any{"EndorsementSubject"}, "endorsementComment": "Well taught."},
	}
	for _, edit := range edits {
		edit(e)
	}
	return l.signBy(e, key, method)
}

// edit changes a text that is JSON.
func edit(text []byte, change func(object)) []byte {
	var c object
	if err := json.Unmarshal(text, &c); err != nil {
		panic(err)
	}
	change(c)
	out, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return out
}

func want(t *testing.T, v Verdict, outcome Outcome, code, reason string) {
	t.Helper()
	if v.Outcome != outcome {
		t.Errorf("expected %s, found %s", outcome, say(v))
		return
	}
	if code == "" {
		return
	}
	if !slices.ContainsFunc(v.Checks, func(c Check) bool { return c.Code == code && c.Case == reason && c.Result != Passed }) {
		t.Errorf("expected the check %s with the case %q, found %s", code, reason, say(v))
	}
}

func set(path string, value any) func(object) {
	return func(c object) {
		names := strings.Split(path, ".")
		for _, n := range names[:len(names)-1] {
			c = c[n].(object)
		}
		last := names[len(names)-1]
		if value == nil {
			delete(c, last)
			return
		}
		c[last] = value
	}
}

func TestSound(t *testing.T) {
	l := newLab(t)
	for name, data := range map[string][]byte{"data integrity": l.sign(l.credential()), "token": l.token(l.credential())} {
		v := l.verify(data)
		want(t, v, Valid, "", "")
		if v.Issuer.Name != "Test Issuer" || v.Title != "Knots" || v.Kind != Badge || v.Issuer.Known || v.Hosted {
			t.Errorf("%s: found %+v", name, v)
		}
		// The issuer's keys are asked for first, and nothing else before the
		// signature was found to hold.
		if !slices.Equal(l.asked, []string{labDoc, labList}) {
			t.Errorf("%s: asked %v", name, l.asked)
		}
	}
	revoked := newLab(t)
	revoked.serve(labList, revoked.list("revocation", 7))
	want(t, revoked.verify(revoked.sign(revoked.credential())), Revoked, codeStatus, "")
	want(t, l.verify(l.sign(l.credential(set("validUntil", "2026-06-01T00:00:00Z")))), Expired, codeDates, expiredCase)
	want(t, l.verify(l.sign(l.credential(set("validFrom", "2027-06-01T00:00:00Z")))), NotValid, codeDates, "early")
	l.net = maps.Clone(l.net)
	delete(l.net, labDoc)
	want(t, l.verify(l.sign(l.credential())), CannotTell, codeKey, "unreachable")
}

func (l *lab) judge(v *Verifier, data []byte) Verdict {
	return v.Verify(context.Background(), Input{Name: "input", Data: data})
}
