package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestKeyDocuments(t *testing.T) {
	l := newLab(t)
	good := string(l.net[labDoc].Body)
	signed := l.sign(l.credential())
	for _, row := range []struct {
		row, name string
		answer    Answer
		outcome   Outcome
		why       string
	}{
		{"DID-03", "redirect to another host", Answer{URL: "https://evil.example/did.json", Status: 200, Body: []byte(good), Hops: []string{labDoc}}, NotValid, "redirected"},
		{"DID-03", "redirect to http", Answer{URL: "http://issuer.example/did.json", Status: 200, Body: []byte(good), Hops: []string{labDoc}}, NotValid, "redirected"},
		{"DID-03", "four redirects", Answer{URL: labDoc, Status: 200, Body: []byte(good), Hops: []string{"1", "2", "3", "4"}}, NotValid, "redirected"},
		{"DID-03", "redirect on the same host", Answer{URL: "https://issuer.example/did.json", Status: 200, Body: []byte(good), Hops: []string{labDoc}}, Valid, ""},
		{"DID-05", "10 MB", Answer{Status: 200, Body: bytes.Repeat([]byte(" "), 10<<20)}, CannotTell, "large"},
		{"DID-05", "300 KiB", Answer{Status: 200, Body: []byte(good + strings.Repeat(" ", 300<<10))}, CannotTell, "large"},
		{"DID-05", "a page", Answer{Status: 200, ContentType: "text/html", Body: []byte("<!doctype html><p>Welcome")}, CannotTell, "page"},
		{"DID-05", "a member twice", Answer{Status: 200, Body: []byte(strings.Replace(good, `"id":`, `"id":"did:web:evil.example","id":`, 1))}, NotValid, "document"},
		{"DID-05", "another content type", Answer{Status: 200, ContentType: "application/octet-stream", Body: []byte(good)}, Valid, ""},
		{"", "of another DID", Answer{Status: 200, Body: []byte(strings.ReplaceAll(good, "issuer.example", "evil.example"))}, NotValid, "document"},
		{"", "not found", Answer{Status: 404}, CannotTell, "absent"},
		{"", "garbage", Answer{Status: 200, Body: []byte("hello")}, NotValid, "document"},
	} {
		t.Run(row.row+" "+row.name, func(t *testing.T) {
			l.net[labDoc] = row.answer
			code := codeKey
			if row.why == "" {
				code = ""
			}
			want(t, l.verify(signed), row.outcome, code, row.why)
		})
	}
}

// Whatever is wrong with a signature, its credential makes us ask nobody but
// the issuer for keys: NET-15.
func TestNobodyIsAskedBeforeTheSignatureHolds(t *testing.T) {
	l := newLab(t)
	everything := l.credential(
		set("evidence", []any{object{"id": "https://evil.example/evidence", "type": []any{"Evidence"}}}),
		set("credentialSubject.achievement.image", object{"id": "https://evil.example/image.png", "type": "Image"}),
	)
	for name, data := range map[string][]byte{
		"data integrity": edit(l.sign(everything), set("name", "Boats")),
		"token":          swapped(l.token(everything), l.token(l.credential())),
	} {
		if v := l.verify(data); v.Outcome != NotValid {
			t.Errorf("%s: %s", name, say(v))
		}
		if slices.ContainsFunc(l.asked, func(u string) bool { return u != labDoc }) {
			t.Errorf("%s: asked %v", name, l.asked)
		}
	}
	if v := l.verify(l.sign(everything)); v.Outcome != Valid || !slices.Equal(l.asked, []string{labDoc, labList}) {
		t.Errorf("asked %v: %s", l.asked, say(v))
	}
}

// swapped returns a token with the signature of another.
func swapped(token, other []byte) []byte {
	return append(bytes.Clone(token[:bytes.LastIndexByte(token, '.')]), other[bytes.LastIndexByte(other, '.'):]...)
}

// What one input makes us ask has a limit: NET-17.
func TestQuestionsAreBounded(t *testing.T) {
	l := newLab(t)
	data := l.sign(l.credential(func(c object) {
		var all []any
		for i := range 8 {
			e := object{}
			for k, v := range c["credentialStatus"].(object) {
				e[k] = v
			}
			e["id"], e["statusListCredential"] = fmt.Sprint("urn:uuid:", i), fmt.Sprintf("https://issuer.example/status/revocation-%d.json", i+2)
			all = append(all, e)
		}
		c["credentialStatus"] = all
		var endorsements []any
		for i := range 8 {
			friend := fmt.Sprintf("did:web:friend%d.example", i)
			endorsements = append(endorsements, l.endorseBy(labBadge, labKey("endorser"), friend, friend+"#key"))
		}
		c["endorsement"] = endorsements
	}))
	v := l.verify(data)
	want(t, v, CannotTell, codeStatusList, "unreachable")
	if len(l.asked) > MaxAsked || len(v.Asked) > MaxAsked {
		t.Errorf("asked %d", len(l.asked))
	}
}

// Text of a stranger does not steer a terminal: NET-21.
func TestTextIsCleaned(t *testing.T) {
	l := newLab(t)
	v := l.verify(l.sign(l.credential(set("issuer.name", "Har\u202egnillib"))))
	want(t, v, Valid, "", "")
	if v.Issuer.Name != `Har\u202egnillib` {
		t.Errorf("found %q", v.Issuer.Name)
	}
	v = l.verify([]byte("{\"@context\":[\"https://evil.example/\x1b[31m\"]}"))
	for _, c := range v.Checks {
		if strings.ContainsAny(c.Evidence, "\x1b\n") {
			t.Errorf("found %q", c.Evidence)
		}
	}
}

// An issuer's clock may be a minute ahead, and no more: DAT-09.
func TestClocks(t *testing.T) {
	l := newLab(t)
	from := func(d time.Duration) []byte {
		return l.sign(l.credential(set("validFrom", today.Add(d).Format(time.RFC3339))))
	}
	want(t, l.verify(from(Tolerance)), Valid, "", "")
	want(t, l.verify(from(Tolerance+time.Second)), NotValid, codeDates, "early")
	until := l.sign(l.credential(set("validUntil", today.Add(-time.Second).Format(time.RFC3339))))
	want(t, l.verify(until), Expired, codeDates, expiredCase)
	if v := l.verify(until); !v.At.Equal(today) {
		t.Errorf("the clock is not told: %v", v.At)
	}
	clockless := &Verifier{Fetch: l.fetch}
	want(t, l.judge(clockless, l.sign(l.credential())), CannotTell, codeDates, "clock")
}

// That a host does not answer is said of a host that was asked.
func TestNotAsked(t *testing.T) {
	l := newLab(t)
	for reason, err := range map[string]error{"address": ErrRefused, "large": ErrLarge, "unreachable": errors.New("silence")} {
		v := &Verifier{Now: today, Fetch: func(context.Context, Question) (*Answer, error) { return nil, fmt.Errorf("%w: so it is", err) }}
		want(t, l.judge(v, l.sign(l.credential())), CannotTell, codeKey, reason)
	}
}

// A mistake of ours is no verdict.
func TestPanic(t *testing.T) {
	l := newLab(t)
	v := &Verifier{Now: today, Fetch: func(context.Context, Question) (*Answer, error) { panic("a mistake") }}
	want(t, l.judge(v, l.sign(l.credential())), CannotTell, codeInternal, "")
}

// Being stopped is not an answer of a host.
func TestStopped(t *testing.T) {
	l := newLab(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	v := l.verifier()
	want(t, v.Verify(ctx, Input{Name: "input", Data: l.sign(l.credential())}), CannotTell, codeKey, "unreachable")
	want(t, l.judge(v, l.sign(l.credential())), Valid, "", "")
}

// A folder of credentials costs one question for each key and list, and its
// verdicts come in order.
func TestVerifyAll(t *testing.T) {
	l := newLab(t)
	var names []string
	inputs := func(yield func(Input) bool) {
		for i := range 50 {
			data := l.sign(l.credential(set("id", fmt.Sprintf("https://issuer.example/awards/%d/credential.json", i))))
			if !yield(Input{Name: fmt.Sprint(i), Data: data}) {
				return
			}
		}
	}
	for out := range l.verifier().VerifyAll(context.Background(), inputs) {
		want(t, out, Valid, "", "")
		if out.Input != fmt.Sprint(len(names)) {
			t.Errorf("found %s in the place of %d", out.Input, len(names))
		}
		names = append(names, out.Input)
	}
	slices.Sort(l.asked)
	if len(names) != 50 || !slices.Equal(l.asked, []string{labDoc, labList}) {
		t.Errorf("%d verdicts after asking %v", len(names), l.asked)
	}
	n := 0
	for range l.verifier().VerifyAll(context.Background(), inputs) {
		if n++; n == 3 {
			break
		}
	}
}
