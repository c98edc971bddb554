package bitstring_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
)

const listURL = "https://badges.example.org/status/revocation-1.json"

func credential(t testing.TB, set ...int) bitstring.Credential {
	t.Helper()
	from := time.Date(2026, 3, 1, 11, 15, 0, 5, time.FixedZone("", 3600))
	return bitstring.NewCredential(listURL, "did:web:badges.example.org", "revocation", from, listWith(t, 0, set...))
}

func TestDocumentOfAList(t *testing.T) {
	c := credential(t)
	c.CredentialSubject.EncodedList = exampleList
	got, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "@context": [
    "https://www.w3.org/ns/credentials/v2"
  ],
  "id": "https://badges.example.org/status/revocation-1.json",
  "type": [
    "VerifiableCredential",
    "BitstringStatusListCredential"
  ],
  "issuer": "did:web:badges.example.org",
  "validFrom": "2026-03-01T10:15:00Z",
  "credentialSubject": {
    "id": "https://badges.example.org/status/revocation-1.json#list",
    "type": "BitstringStatusList",
    "statusPurpose": "revocation",
    "encodedList": "` + exampleList + `"
  }
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	read, err := bitstring.ParseCredential(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&c, read); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
}

func TestDocumentOfAnEntry(t *testing.T) {
	e := bitstring.NewEntry(listURL, "revocation", 94567)
	got, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"` + listURL + `#94567","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"94567","statusListCredential":"` + listURL + `"}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	read, err := bitstring.ParseEntry(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e, read); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
}

// STA-07.
func TestIndexesOfOtherFormsAreRefused(t *testing.T) {
	for _, s := range []string{"", "-1", "+1", "1.5", "1e3", "0x10", " 7", "7 ", "07", "00", "-0", "1_000", "١", "18446744073709551616", "4294967296", "2147483648", "null"} {
		if n, err := bitstring.ParseIndex(s); !errors.Is(err, bitstring.ErrRange) {
			t.Errorf("ParseIndex(%q) = %d, %v, want ErrRange", s, n, err)
		}
	}
	for s, want := range map[string]int{"0": 0, "7": 7, "131071": 131_071, "2147483647": 2_147_483_647} {
		if n, err := bitstring.ParseIndex(s); n != want || err != nil {
			t.Errorf("ParseIndex(%q) = %d, %v, want %d", s, n, err, want)
		}
	}
}

func TestStatusOfAnEntry(t *testing.T) {
	c := credential(t, 5)
	for index, want := range map[int]bool{5: true, 4: false, 131_071: false} {
		if got, err := c.Status(bitstring.NewEntry(listURL, "revocation", index), 0); got != want || err != nil {
			t.Errorf("entry %d: %v, %v, want %v", index, got, err, want)
		}
	}
	changed := func(change func(*bitstring.Credential, *bitstring.Entry)) error {
		c, e := credential(t, 5), bitstring.NewEntry(listURL, "revocation", 5)
		change(&c, &e)
		_, err := c.Status(e, 0)
		return err
	}
	type C = bitstring.Credential
	type E = bitstring.Entry
	for _, x := range []struct {
		name   string
		change func(*C, *E)
		want   error
	}{
		{"another list", func(c *C, e *E) { c.ID += "2" }, bitstring.ErrVerification},
		{"another purpose of the list", func(c *C, e *E) { c.CredentialSubject.StatusPurpose = "suspension" }, bitstring.ErrVerification},
		{"another purpose of the entry", func(c *C, e *E) { e.StatusPurpose = "Revocation" }, bitstring.ErrVerification},
		{"damaged", func(c *C, e *E) { c.CredentialSubject.EncodedList += "A" }, bitstring.ErrVerification},
		{"index behind the end", func(c *C, e *E) { e.StatusListIndex = "131072" }, bitstring.ErrRange},
		{"index below zero", func(c *C, e *E) { e.StatusListIndex = "-1" }, bitstring.ErrRange},
		{"short", func(c *C, e *E) { c.CredentialSubject.EncodedList = "uH4sIAAAAAAAA_wMAAAAAAAAAAAA" }, bitstring.ErrLength},
	} {
		if err := changed(x.change); !errors.Is(err, x.want) {
			t.Errorf("%s: error %v, want %v", x.name, err, x.want)
		}
	}
}

func TestOtherEntriesAreRefused(t *testing.T) {
	valid := `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://e.example/1"}`
	if _, err := bitstring.ParseEntry([]byte(valid)); err != nil {
		t.Fatalf("without id: %v", err)
	}
	if _, err := bitstring.ParseEntry([]byte(strings.Replace(valid, "{", `{"statusSize":1,"x":{},`, 1))); err != nil {
		t.Fatalf("with statusSize 1: %v", err)
	}
	for _, change := range [][2]string{
		{`"7"`, `7`}, {`"7"`, `"07"`}, {`"7"`, `null`}, {`"7"`, `["7"]`}, {`"statusListIndex":"7",`, ``}, {`statusListIndex`, `StatusListIndex`},
		{`BitstringStatusListEntry`, `StatusList2021Entry`}, {`"BitstringStatusListEntry"`, `["BitstringStatusListEntry"]`},
		{`"revocation"`, `["revocation"]`}, {`"revocation"`, `""`},
		{`{`, `{"statusSize":2,`}, {`{`, `{"statusSize":"1",`}, {`{`, `{"id":"https://e.example/1",`}, {`{`, `{"id":7,`},
		{`"https://e.example/1"`, `{"id":"https://e.example/1"}`}, {valid, `[` + valid + `]`}, {valid, `null`}, {valid, ``},
	} {
		text := strings.Replace(valid, change[0], change[1], 1)
		if text == valid {
			t.Fatalf("%q changes nothing", change)
		}
		if e, err := bitstring.ParseEntry([]byte(text)); err == nil {
			t.Errorf("%s is read as %+v", text, e)
		}
	}
}

func TestOtherCredentialsAreRefused(t *testing.T) {
	b, err := json.Marshal(credential(t))
	if err != nil {
		t.Fatal(err)
	}
	valid := string(b)
	for _, change := range [][2]string{
		{`"BitstringStatusListCredential"`, `"StatusList2021Credential"`}, {`"type":"BitstringStatusList"`, `"type":"StatusList2021"`},
		{`"statusPurpose":"revocation"`, `"statusPurpose":["revocation"]`}, {`"encodedList":"u`, `"encodedList":["u`},
		{`"encodedList"`, `"statusSize":2,"encodedList"`}, {`"encodedList"`, `"EncodedList"`},
		{`"issuer":"did:web:badges.example.org",`, ``}, {`"issuer":"did:web:badges.example.org"`, `"issuer":{"name":"x"}`},
		{`"id":"` + listURL + `",`, ``}, {`"credentialSubject":{`, `"credentialSubject":[{`}, {valid, `[]`}, {valid, `null`},
	} {
		text := strings.Replace(valid, change[0], change[1], 1)
		if text == valid {
			t.Fatalf("%q changes nothing", change)
		}
		if c, err := bitstring.ParseCredential([]byte(text)); err == nil {
			t.Errorf("%.300s is read as %+v", text, c)
		}
	}
	object := strings.Replace(valid, `"issuer":"did:web:badges.example.org"`, `"issuer": {"id":"did:web:badges.example.org"}`, 1)
	if c, err := bitstring.ParseCredential([]byte(object)); err != nil || c.Issuer != "did:web:badges.example.org" {
		t.Errorf("an issuer that is an object: %v, %v", c, err)
	}
}

// Lists that others publish.
func TestPublishedLists(t *testing.T) {
	dir := filepath.Join(reference.Standards(t), "vectors", "status-list")
	for _, c := range []struct {
		file    string
		set     bool
		failure error
	}{
		{"1edtech-testlist.json", false, nil},
		// 100,000 entries: the official validator refuses it, as we do.
		{"dcc-status-list-credential.json", false, bitstring.ErrLength},
	} {
		b, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		list, err := bitstring.ParseCredential(b)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		got, err := list.Status(bitstring.NewEntry(list.ID, "revocation", 3), 0)
		if got != c.set || !errors.Is(err, c.failure) {
			t.Errorf("%s: bit 3 is %v, %v, want %v, %v", c.file, got, err, c.set, c.failure)
		}
	}
}

func FuzzParse(f *testing.F) {
	b, err := json.Marshal(credential(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://e.example/1"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := bitstring.ParseCredential(b); err == nil && (c.ID == "" || c.Issuer == "" || c.CredentialSubject.StatusPurpose == "") {
			t.Fatalf("%q is read as %+v", b, c)
		}
		e, err := bitstring.ParseEntry(b)
		if err != nil {
			return
		}
		if _, err := bitstring.ParseIndex(e.StatusListIndex); err != nil {
			t.Fatalf("%q: %v", b, err)
		}
	})
}

func ExampleCredential_Status() {
	list := bitstring.New(bitstring.MinEntries)
	if err := list.Set(94567); err != nil {
		fmt.Println(err)
	}
	const url = "https://badges.example.org/status/revocation-1.json"
	c := bitstring.NewCredential(url, "did:web:badges.example.org", "revocation", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), list)
	fmt.Println(c.Status(bitstring.NewEntry(url, "revocation", 94567), 0))
	// Output: true <nil>
}
