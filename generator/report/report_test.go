package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/verify"
)

var now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// nasty is a text as a stranger would write it.
const nasty = "<script>alert(1)</script>\" onload=x \x1b[2J\u202e eve@example.org"

// full is a verdict in which everything is said, with a text in each place.
func full(text string) verify.Verdict {
	return verify.Verdict{
		Input: "badge.png " + text, Outcome: verify.Valid, Format: verify.DataIntegrity, Source: verify.FromPNG, ID: "https://a.example/" + text,
		Kind: verify.MicroCredential, AchievementType: text, Title: "First Aid " + text, Holder: "Ada " + text, SupersededBy: text,
		Issuer:  verify.Issuer{Name: "Harbour " + text, ID: "did:web:a.example", URL: text, Known: true},
		Awarded: now, ValidUntil: now.AddDate(1, 0, 0), At: now,
		Checks:       []verify.Check{{Code: "signature", Result: verify.Passed, Evidence: text}, {Code: "recipient", Result: verify.Failed, Params: map[string]string{"email": text}, Evidence: text}},
		NotProven:    []string{"holder"},
		Elements:     []verify.Element{{Number: 1, Code: "learner", Present: true, Value: text}, {Number: 8, Code: "level"}},
		Endorsements: []verify.Endorsement{{Issuer: verify.Issuer{Name: text}, Comment: text, Outcome: verify.Valid}},
		Asked:        []string{"https://a.example/" + text},
		Parts: []verify.Verdict{{Title: text, Format: verify.Token, Outcome: verify.Valid, Checks: []verify.Check{{Code: "key", Evidence: text}}},
			{Input: "https://a.example/credential.json " + text, Format: verify.DataIntegrity, Outcome: verify.NotValid}},
	}
}

// Every text exists in each language, with the same places to be filled, and
// what verify can say has its words.
func TestWords(t *testing.T) {
	place := regexp.MustCompile(`%.`)
	for _, k := range keys() {
		pair := words[k]
		if pair[0] == "" || pair[1] == "" {
			t.Errorf("%s is not said in each language: %q", k, pair)
		}
		if diff := cmp.Diff(place.FindAllString(pair[0], -1), place.FindAllString(pair[1], -1)); diff != "" {
			t.Errorf("%s is filled in different ways:\n%s", k, diff)
		}
	}
	for _, o := range []verify.Outcome{verify.Valid, verify.Expired, verify.Revoked, verify.NotValid, verify.CannotTell} {
		if words["stamp."+o.String()][0] == "" {
			t.Errorf("there is no word for %s", o)
		}
	}
	for _, f := range []verify.Format{verify.OB2Hosted, verify.OB2Signed, verify.DataIntegrity, verify.Token, verify.Stub} {
		if words["format."+string(f)][0] == "" {
			t.Errorf("there is no word for %s", f)
		}
	}
}

// No key is asked for that has no text, and no text is there that nobody says.
func TestEveryKeyIsThere(t *testing.T) {
	asked := regexp.MustCompile(`say\("([a-z.-]+)"\)|say "([a-z.-]+)"|t\.(?:head|list)\([^"]*"([a-z.-]+)"`)
	var all strings.Builder
	for _, name := range []string{"report.go", "text.go", "summary.go", "notes.go", "live.go", "page.html"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
		for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
			key := m[1] + m[2] + m[3]
			if _, ok := words[key]; !ok && !strings.HasSuffix(key, ".") {
				t.Errorf("%s: there is no text %q", name, key)
			}
		}
	}
	for _, k := range keys() {
		family, _, _ := strings.Cut(k, ".")
		k = strings.TrimSuffix(k, ".one")
		if !strings.Contains(all.String(), `"`+k+`"`) && !strings.Contains(all.String(), `"`+family+`."`) && family != "count" {
			t.Errorf("nobody says %q", k)
		}
	}
}

func TestWholeIsComplete(t *testing.T) {
	v := full("x")
	var b bytes.Buffer
	if err := (Text{Words: Words{Trust: verify.Trust{"did:web:a.example": "our harbour"}}}).Whole(&b, &v); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"VALID  This credential is valid.\n  badge.png x\n", "Title        First Aid x", "Valid until  2027-12-01", "it is called our harbour.",
		"passed  The signature is right", "failed  It was not issued to x.", "VC-JWT): This credential is valid.", "https://a.example/credential.json x (Open Badges 3.0 / Verifiable Credentials 2.0, signed (Data Integrity)): This credential is not valid", "1 of 2 present", "Learner: x", "Level: missing",
		"VALID: x: x", "That the person before you is the holder", "https://a.example/x", "Judged at    2026-12-01 12:00:00 UTC", "certifies skills",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
}

// What a stranger wrote neither drives a terminal nor becomes part of a page.
func TestForeignText(t *testing.T) {
	v := full(nasty)
	for _, language := range verify.Languages() {
		w := Words{Language: language}
		var text, page bytes.Buffer
		if err := (Text{Words: w}).Whole(&text, &v); err != nil {
			t.Fatal(err)
		}
		if err := (Text{Words: w}).Line(&text, &v); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(text.String(), "\x1b\u202e") {
			t.Errorf("control characters reach the terminal:\n%q", text.String())
		}
		failed := v
		failed.Outcome = verify.NotValid
		for _, all := range [][]verify.Verdict{{v}, {v, failed}} {
			if err := Page(&page, w, all, Count(all), []string{nasty}); err != nil {
				t.Fatal(err)
			}
		}
		if s := page.String(); strings.Contains(s, "<script") || strings.Contains(s, "\" onload") {
			t.Errorf("a stranger's markup is part of the page:\n%s", s)
		}
	}
}

// A page is whole in itself: it loads nothing, and has no script.
func TestPageIsSelfContained(t *testing.T) {
	v := full("x")
	var b bytes.Buffer
	if err := Page(&b, Words{}, []verify.Verdict{v}, Count([]verify.Verdict{v}), nil); err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "<form"} {
		if strings.Contains(b.String(), never) {
			t.Errorf("the page holds %s", never)
		}
	}
	for _, want := range []string{`<html lang="en">`, "default-src 'none'", "VALID", "First Aid x", "1 of 2 present", "That the person before you"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"ada@example.org":                     "a…@example.org",
		"It was issued to ada@example.org.":   "It was issued to a…@example.org.",
		"mailto:ada.rossi+x@mail.example.org": "mailto:a…@mail.example.org",
		"https://a.example/?to=ada%40example.org&x": "https://a.example/?t…%40example.org&x",
		"Éva@example.org, bob@example.org":          "É…@example.org, b…@example.org",
		"<ada@localhost>":                           "<a…@localhost>",
		"did:web:a.example#key":                     "did:web:a.example#key",
		"https://social.example/@ada":               "https://social.example/@ada",
		"a…@example.org":                            "a…@example.org",
		"@context":                                  "@context",
	} {
		if got := Mask(text); got != want {
			t.Errorf("Mask(%q) = %q, want %q", text, got, want)
		}
	}
}

// No text of a verdict keeps an address, and the verdict itself is as it was.
func TestMasked(t *testing.T) {
	v := full("eve@example.org")
	before, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	after, err := json.Marshal(Masked(v))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(after, []byte("eve@")) || bytes.Count(after, []byte("e…@example.org")) != bytes.Count(before, []byte("eve@example.org")) {
		t.Errorf("an address is left, or a text is lost: %s", after)
	}
	if again, _ := json.Marshal(v); !bytes.Equal(before, again) {
		t.Errorf("masking changed the verdict:\n%s\n%s", before, again)
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"ada@example.org", "a%40b.c", "@@", "…@x", "é@é"} {
		f.Add(s)
	}
	whole := regexp.MustCompile(`[A-Za-z0-9]{2,}(?:@|%40)[A-Za-z0-9]`)
	f.Fuzz(func(t *testing.T, s string) {
		once := Mask(s)
		if whole.MatchString(once) {
			t.Errorf("Mask(%q) = %q still holds an address", s, once)
		}
	})
}

func TestSummary(t *testing.T) {
	all := []verify.Verdict{{Outcome: verify.Valid}, {Outcome: verify.Valid, Hosted: true}, {Outcome: verify.Expired}, {Outcome: verify.Revoked, Suspended: true},
		{Outcome: verify.Revoked, Format: verify.Stub, SupersededBy: "x"}, {Outcome: verify.NotValid}, {}}
	got := Count(all)
	want := Summary{Inputs: 7, Valid: 2, Hosted: 1, Expired: 1, Revoked: 2, Suspended: 1, Replaced: 1, Stubs: 1, NotValid: 1, CannotTell: 1, Outcome: verify.NotValid}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if said := (Words{}).Summary(got); said != "7 judged · 2 valid (of which 1 hosted, without a signature) · 1 expired · 2 revoked (of which 1 suspended, of which 1 replaced by a newer edition, of which 1 left as a stub only) · 1 not valid · 1 cannot be told" {
		t.Error(said)
	}
	if one := Count(all[:1]); one.Outcome != verify.Valid {
		t.Errorf("one that is valid makes %s", one.Outcome)
	}
	if none := Count(nil); none.Outcome != verify.CannotTell {
		t.Errorf("nothing makes %s", none.Outcome)
	}
	slices.Reverse(all)
	if diff := cmp.Diff(want, Count(all)); diff != "" {
		t.Errorf("the order matters:\n%s", diff)
	}
	if (Words{}).Summary(Summary{Inputs: 12345}) != "12,345 judged" {
		t.Error("large numbers are not grouped")
	}
}

func ExampleText_Line() {
	v := verify.Verdict{Input: "badge.png", Outcome: verify.Valid, Title: "First Aid", Holder: "Ada Rossi", Issuer: verify.Issuer{Name: "Harbour Skills"}}
	for _, language := range verify.Languages() {
		if err := (Text{Words: Words{Language: language}}).Line(os.Stdout, &v); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// VALID  badge.png  First Aid · Ada Rossi · Harbour Skills
	// VALIDA  badge.png  First Aid · Ada Rossi · Harbour Skills
}
