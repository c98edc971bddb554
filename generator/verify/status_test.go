package verify

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

func TestStatusEntries(t *testing.T) {
	l := newLab(t)
	entry := func(index any) []byte { return l.sign(l.credential(set("credentialStatus.statusListIndex", index))) }
	other := func(name, value string) []byte { return l.sign(l.credential(set("credentialStatus."+name, value))) }
	several := func(n int, purposes ...string) []byte {
		return l.sign(l.credential(func(c object) {
			var all []any
			for i := range n {
				e := object{}
				for k, v := range c["credentialStatus"].(object) {
					e[k] = v
				}
				purpose := purposes[i%len(purposes)]
				e["id"], e["statusPurpose"], e["statusListCredential"] = fmt.Sprint("urn:uuid:", i), purpose, strings.Replace(labList, "revocation", purpose, 1)
				all = append(all, e)
			}
			c["credentialStatus"] = all
		}))
	}
	suspended := l.listOf("suspension", 7)
	suspended.ID = strings.Replace(labList, "revocation", "suspension", 1)
	l.serve(suspended.ID, l.sign(suspended))

	for _, row := range []struct {
		row, name string
		input     []byte
		outcome   Outcome
		code, why string
	}{
		{"STA-07", "-1", entry("-1"), NotValid, codeStatusList, "entry"},
		{"STA-07", "1.5", entry("1.5"), NotValid, codeStatusList, "entry"},
		{"STA-07", "0x10", entry("0x10"), NotValid, codeStatusList, "entry"},
		{"STA-07", " 7", entry(" 7"), NotValid, codeStatusList, "entry"},
		{"STA-07", "131072", entry("131072"), NotValid, codeStatusList, "entry"},
		{"STA-07", "2^64", entry("18446744073709551616"), NotValid, codeStatusList, "entry"},
		{"STA-07", "2^64+7", entry("18446744073709551623"), NotValid, codeStatusList, "entry"},
		{"STA-07", "a number", entry(7), NotValid, codeSchema, "model"},
		{"STA-09", "another purpose than the list's", other("statusPurpose", "suspension"), NotValid, codeStatusList, "entry"},
		{"STA-09", "unknown purpose", other("statusPurpose", "message"), CannotTell, codeStatus, "purpose"},
		{"STA-09", "suspended and not revoked", several(2, "revocation", "suspension"), Revoked, codeStatus, "suspension"},
		{"NET-17", "1,000 entries", several(1000, "revocation"), NotValid, codeStatusList, "many"},
		{"", "a kind of status that is not read", l.sign(l.credential(func(c object) {
			c["@context"] = append(c["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
			c["credentialStatus"] = object{"id": "https://issuer.example/list", "type": "1EdTechRevocationList"}
		})), CannotTell, codeStatus, "type"},
		{"NET-07", "a list in a file", other("statusListCredential", "file:///etc/passwd"), CannotTell, codeStatusList, "address"},
	} {
		t.Run(row.row+" "+row.name, func(t *testing.T) {
			v := l.verify(row.input)
			want(t, v, row.outcome, row.code, row.why)
			if v.Suspended != (row.why == "suspension") || len(l.asked) > MaxAsked {
				t.Errorf("suspended: %v, asked %v", v.Suspended, l.asked)
			}
		})
	}
	if v := l.verify(entry("18446744073709551623")); slices.Contains(l.asked, labList) {
		t.Errorf("the list was asked for an index that is none: %s", say(v))
	}
}

func TestStatusLists(t *testing.T) {
	zeros := make([]byte, bitstring.MinEntries/8)
	packed := func(open func(io.Writer) io.WriteCloser, data []byte) []byte {
		var b bytes.Buffer
		w := open(&b)
		_, _ = w.Write(data) // to memory
		_ = w.Close()
		return b.Bytes()
	}
	gz := packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, zeros)
	zl := packed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, zeros)
	bomb := packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, make([]byte, 64<<20))
	url := base64.RawURLEncoding.EncodeToString

	for _, row := range []struct {
		row, name string
		list      func(l *lab) []byte
		outcome   Outcome
		why       string
	}{
		{"STA-11", "several members", encoded("u" + url(append(bytes.Clone(gz), gz...))), NotValid, "damaged"},
		{"STA-11", "bytes behind", encoded("u" + url(append(bytes.Clone(gz), 0))), NotValid, "damaged"},
		{"STA-11", "zlib", encoded("u" + url(zl)), NotValid, "damaged"},
		{"STA-11", "no prefix", encoded(url(gz)), NotValid, "damaged"},
		{"STA-11", "padding", encoded("u" + base64.URLEncoding.EncodeToString(gz)), NotValid, "damaged"},
		{"STA-11", "base64", encoded("u" + base64.RawStdEncoding.EncodeToString(append(bytes.Clone(gz), 0xff, 0xff, 0xff))), NotValid, "damaged"},
		{"STA-11", "a bomb", encoded("u" + url(bomb)), NotValid, "damaged"},
		{"STA-11", "too short", encoded("u" + url(packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, zeros[1:]))), NotValid, "length"},
		{"STA-13", "another id", listWith(func(c *bitstring.Credential) { c.ID = "https://issuer.example/status/other.json" }), NotValid, "entry"},
		{"STA-13", "no status list", func(l *lab) []byte { return l.sign(l.credential(set("credentialStatus", nil))) }, NotValid, "type"},
		{"STA-13", "another type", listWith(func(c *bitstring.Credential) { c.Type = []string{"VerifiableCredential"} }), NotValid, "type"},
		{"", "signed by somebody else", func(l *lab) []byte { return l.signBy(l.listOf("revocation"), labKey("somebody else"), l.edID) }, NotValid, "proof"},
		{"", "not signed", func(l *lab) []byte { return l.text(l.listOf("revocation")) }, NotValid, "proof"},
		{"", "of another issuer", func(l *lab) []byte {
			key := labKey("another issuer")
			id, _ := did.Key(key.Public())
			_, method, _ := did.ParseKey(id)
			c := l.listOf("revocation")
			c.Issuer = id
			return l.signBy(c, key, method)
		}, NotValid, "issuer"},
		{"", "out of date", listWith(func(c *bitstring.Credential) { c.ValidUntil = "2026-06-01T00:00:00Z" }), CannotTell, "expired"},
		{"", "not begun", listWith(func(c *bitstring.Credential) { c.ValidFrom = "2027-06-01T00:00:00Z" }), CannotTell, "expired"},
		{"", "garbage", func(*lab) []byte { return []byte("hello") }, NotValid, "type"},
	} {
		t.Run(row.row+" "+row.name, func(t *testing.T) {
			l := newLab(t)
			l.serve(labList, row.list(l))
			want(t, l.verify(l.sign(l.credential())), row.outcome, codeStatusList, row.why)
		})
	}
}

func encoded(text string) func(*lab) []byte {
	return listWith(func(c *bitstring.Credential) { c.CredentialSubject.EncodedList = text })
}

func listWith(change func(*bitstring.Credential)) func(*lab) []byte {
	return func(l *lab) []byte {
		c := l.listOf("revocation")
		change(&c)
		return l.sign(c)
	}
}

func TestStatusHost(t *testing.T) { // STA-15
	l := newLab(t)
	signed := l.sign(l.credential())
	for name, a := range map[string]Answer{
		"absent": {Status: 404}, "page": {Status: 200, Body: []byte("<!DOCTYPE html><title>Home</title>")}, "large": {Status: 200, Body: make([]byte, MaxSize+1)},
	} {
		l.net[labList] = a
		want(t, l.verify(signed), CannotTell, codeStatusList, name)
	}
	delete(l.net, labList)
	want(t, l.verify(signed), CannotTell, codeStatusList, "unreachable")
	offline := &Verifier{Now: today}
	want(t, l.judge(offline, signed), CannotTell, codeKey, "offline")
}

// A status list may be a token as well.
func TestStatusListAsToken(t *testing.T) {
	l := newLab(t)
	list := l.listOf("revocation", 7)
	list.CredentialSubject.ID = labList + "#list"
	payload, err := vc.AddClaims(l.text(list))
	l.must(err)
	l.serve(labList, l.jws(payload, jose.Header{KeyID: l.ecID}, l.ec))
	want(t, l.verify(l.token(l.credential())), Revoked, codeStatus, "")
}

// What is revoked says by what it was replaced, where its address tells.
func TestSuperseded(t *testing.T) {
	l := newLab(t)
	l.serve(labList, l.list("revocation", 7))
	stub := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"` + labBadge + `","type":["VerifiableCredential","OpenBadgeCredential"],"supersededBy":"https://issuer.example/awards/new/credential.json"}`)
	l.serve(labBadge, stub)
	for name, data := range map[string][]byte{"the credential": l.sign(l.credential()), "the stub": stub} {
		v := l.verify(data)
		want(t, v, Revoked, "", "")
		if v.SupersededBy != "https://issuer.example/awards/new/credential.json" {
			t.Errorf("%s is replaced by %q", name, v.SupersededBy)
		}
		if got := v.Say("en"); got != "This credential is revoked: it was replaced by https://issuer.example/awards/new/credential.json." {
			t.Errorf("%s: %s", name, got)
		}
	}
	want(t, l.verify(edit(stub, set("supersededBy", nil))), Revoked, codeRevocation, "withdrawn")
}
