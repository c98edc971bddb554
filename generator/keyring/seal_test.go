package keyring

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/standard/jose"
)

// quick seals with as few rounds as real keys are opened with, swift with far
// fewer.
var (
	quick = Sealing{Rounds: jose.LeastIterations}
	swift = Sealing{Rounds: 1000, Least: 1000}
)

var secret = []byte("correct horse battery")

// sealed returns the text of a pair, made once for each name: it takes time.
func sealed(t *testing.T, p Pair) []byte {
	t.Helper()
	if text := texts[p.Name]; text != nil {
		return text
	}
	text, err := quick.Seal(p, secret)
	if err != nil {
		t.Fatal(err)
	}
	texts[p.Name] = text
	return text
}

var texts = map[string][]byte{}

// What was sealed opens with the passphrase, and with no other.
func TestSealAndOpen(t *testing.T) {
	p := pair(t, "2026")
	text := sealed(t, p)
	q, err := Open(text, secret)
	if err != nil {
		t.Fatal(err)
	}
	if !q.Same(p) || q.Name != p.Name || q.Created != p.Created {
		t.Errorf("%v came back as %v of %s", p, q, q.Created)
	}
	for _, wrong := range []string{"correct horse batter", "correct horse battery "} {
		if _, err := Open(text, []byte(wrong)); !errors.Is(err, ErrPassphrase) {
			t.Errorf("the passphrase %q: %v", wrong, err)
		}
	}
	if _, err := Open(text, nil); err == nil || !strings.Contains(err.Error(), "its passphrase is needed") {
		t.Errorf("no passphrase: %v", err)
	}
	if again, err := swift.Seal(p, secret); err != nil {
		t.Error(err)
	} else if third, err := swift.Seal(p, secret); err != nil || string(again) == string(third) {
		t.Errorf("sealed twice, a key gives the same text: the salt does not change (%v)", err)
	}
	if len(text) > 1024 || strings.Count(string(text), "\n") != 1 {
		t.Errorf("the text has %d bytes:\n%s", len(text), text)
	}
}

// A key of a person is stretched as jose recommends; the header says so.
func TestSealByDefault(t *testing.T) {
	text, err := Seal(pair(t, "2026"), secret)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), ".")
	header, err := base64.RawURLEncoding.DecodeString(head)
	if want := fmt.Sprintf(`"p2c":%d`, jose.DefaultIterations); err != nil || !strings.Contains(string(header), want) {
		t.Errorf("%s lacks %s (%v)", header, want, err)
	}
}

// A printer breaks lines; typed in again, the text still opens.
func TestOpenAfterPrinting(t *testing.T) {
	p := pair(t, "2026")
	text := string(sealed(t, p))
	var lines []string
	for part := range slices.Chunk([]byte(text), 64) {
		lines = append(lines, string(part))
	}
	for _, printed := range []string{strings.Join(lines, "\n"), "  " + strings.Join(lines, " \r\n  "), "\ufeff" + text} {
		if q, err := Open([]byte(printed), secret); err != nil || !q.Same(p) {
			t.Errorf("%v, %v from\n%s", q, err, printed)
		}
	}
}

// One letter changed anywhere is refused.
func TestSealedIsWhole(t *testing.T) {
	first, err := swift.Seal(pair(t, "2026"), secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := swift.Open(first, secret); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(first, secret); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("so few rounds: %v", err)
	}
	text := strings.TrimSpace(string(first))
	tried := 0
	for at := 0; at < len(text); at++ {
		changed := []byte(text)
		if changed[at] == '.' {
			continue
		}
		changed[at] = "AB"[map[bool]int{true: 1, false: 0}[changed[at] == 'A']]
		tried++
		if _, err := swift.Open(changed, secret); err == nil {
			t.Errorf("letter %d was changed, and it still opens", at)
		}
	}
	if tried < 500 {
		t.Errorf("only %d letters were tried", tried)
	}
	for _, cut := range []int{1, 20, len(text) / 2, len(text) - 10, len(text) - 1} {
		if _, err := swift.Open([]byte(text[:cut]), secret); err == nil {
			t.Errorf("%d of %d letters are enough", cut, len(text))
		}
	}
}

func TestCheckPassphrase(t *testing.T) {
	for _, bad := range []string{"", "       ", "short", "1234567", "   short   "} {
		if err := CheckPassphrase([]byte(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
		if _, err := quick.Seal(pair(t, "2026"), []byte(bad)); err == nil {
			t.Errorf("sealed with %q", bad)
		}
	}
	for _, good := range []string{"12345678", "four words in a row", "дванаест"} {
		if err := CheckPassphrase([]byte(good)); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

// KEY-09: what is no encrypted private key is called what it is.
func TestSealedSaysWhatItIs(t *testing.T) {
	p := pair(t, "2026")
	ed, ec := p.Public()
	plain, err := p.marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, text, want string }{
		{"nothing", " \n", "found nothing"},
		{"a Multikey", ed, "public half"},
		{"the other Multikey", ec, "public half"},
		{"a did:key", "did:key:" + ed, "public half"},
		{"a key file of the site", "# ours\ncreated: 2026-11-26\ned25519: " + ed + "\np256: " + ec + "\n", "public half"},
		{"a JWK", `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`, "public half"},
		{"PEM", "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n", "public half"},
		{"SSH", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ada@quay", "public half"},
		{"a private PEM", "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n", "found PEM"},
		{"not encrypted", string(plain), "not encrypted"},
		{"a token", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA", "part of it is missing"},
		{"prose", "our key is under the mat", "damaged"},
		{"too much", strings.Repeat("x", 65<<10), "found 65 KiB"},
	} {
		if _, err := Open([]byte(test.text), secret); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}

// KEY-11: the secret of a build machine, however it was pasted.
func TestParse(t *testing.T) {
	p := pair(t, "2026")
	text := string(sealed(t, p))
	plain, err := p.marshal()
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.ReplaceAll(strings.ReplaceAll(string(plain), ",", `,\n  `), "{", `{\r\n`)
	half := text[:300] + `\n` + text[300:]
	for name, s := range map[string]string{
		"sealed": text, "without its end": strings.TrimSpace(text), "sealed, with \\n": strings.TrimSpace(text) + `\n`, "sealed, broken": half,
		"quoted": "'" + strings.TrimSpace(text) + "'", "double quotes": `"` + strings.TrimSpace(text) + `"`,
		"plain": string(plain), "plain, with spaces": " " + string(plain) + "\n", "plain, with \\n": broken, "plain, quoted": "'" + string(plain) + "'",
	} {
		q, err := Parse(s, secret)
		if err != nil || !q.Same(p) || q.Name != "2026" {
			t.Errorf("%s: %v, %v", name, q, err)
		}
		if got, want := NeedsPassphrase(s), !strings.Contains(name, "plain"); got != want {
			t.Errorf("%s: needs a passphrase: %t, want %t", name, got, want)
		}
	}
	anonymous := strings.Replace(string(plain), `"name":"2026","created":"2026-11-26",`, "", 1)
	if q, err := Parse(anonymous, nil); err != nil || !q.Same(p) || q.Name != "" || !q.Created.IsZero() {
		t.Errorf("without a name: %v, %v", q, err)
	}
	if _, err := Parse(text, []byte("another passphrase")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("another passphrase: %v", err)
	}
}

// A plain set with anything wrong is refused, and no message shows it.
func TestParseRefuses(t *testing.T) {
	whole, err := pair(t, "2026").marshal()
	if err != nil {
		t.Fatal(err)
	}
	var parts set
	if err := json.Unmarshal(whole, &parts); err != nil {
		t.Fatal(err)
	}
	other := pair(t, "2027")
	otherText, err := other.marshal()
	if err != nil {
		t.Fatal(err)
	}
	var others set
	if err := json.Unmarshal(otherText, &others); err != nil {
		t.Fatal(err)
	}
	with := func(change func(*set)) string {
		s := set{Name: parts.Name, Created: parts.Created, Keys: slices.Clone(parts.Keys)}
		change(&s)
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, test := range []struct{ name, text, want string }{
		{"public", with(func(s *set) { s.Keys[0].D, s.Keys[1].D = "", "" }), "public half"},
		{"half public", with(func(s *set) { s.Keys[0].D = "" }), "damaged"},
		{"one key", with(func(s *set) { s.Keys = s.Keys[:1] }), "expected two keys"},
		{"no keys", with(func(s *set) { s.Keys = nil }), "expected two keys"},
		{"three keys", with(func(s *set) { s.Keys = append(s.Keys, s.Keys[0]) }), "expected two keys"},
		{"one twice", with(func(s *set) { s.Keys[1] = s.Keys[0] }), "expected two keys"},
		{"another curve", with(func(s *set) { s.Keys[1].Crv = "P-384" }), "expected two keys"},
		{"RSA", `{"keys":[{"kty":"RSA","d":"AAAA"}]}`, "found RSA"},
		{"apart", with(func(s *set) { s.Keys[0].X = others.Keys[0].X }), "do not belong together"},
		{"apart", with(func(s *set) { s.Keys[1].X = others.Keys[1].X }), "do not belong together"},
		{"apart", with(func(s *set) { s.Keys[1].Y = others.Keys[1].Y }), "do not belong together"},
		{"short", with(func(s *set) { s.Keys[0].D = s.Keys[0].D[:40] }), "damaged"},
		{"padded", with(func(s *set) { s.Keys[0].D += "=" }), "damaged"},
		{"out of range", with(func(s *set) { s.Keys[1].D = strings.Repeat("_", 42) + "8" }), "damaged"},
		{"bad day", with(func(s *set) { s.Created = "26.11.2026" }), "damaged"},
		{"an unknown member", strings.Replace(string(whole), `"keys"`, `"other":1,"keys"`, 1), "damaged"},
		{"something after it", string(whole) + "{}", "damaged"},
		{"cut", string(whole[:len(whole)-1]), "damaged"},
		{"not JSON", "{" + parts.Keys[0].D, "damaged"},
		{"too much", string(whole) + strings.Repeat(" ", 1) + strings.Repeat("x", 65<<10), "found 6"},
	} {
		_, err := Parse(test.text, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
			continue
		}
		for _, k := range parts.Keys {
			if strings.Contains(err.Error(), k.D[:12]) {
				t.Errorf("%s: the message shows the key: %v", test.name, err)
			}
		}
	}
}

// The file keeps its form: what was sealed by one version is opened by all
// that follow.
func TestSetIsStable(t *testing.T) {
	got, err := pair(t, "2026").marshal()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"name":"2026","created":"2026-11-26","keys":[{"kty":"OKP","crv":"Ed25519","x":"go5NS3DJT2ImzaCF6RsIJN6DYLC-7X-8AlSNOYBP4L8","d":"FYoyOnukSHDyPZbxUW3XCqSOmnLbTrsCawqJ4hKiCKs"},{"kty":"EC","crv":"P-256","x":"LEvMLcC_2jPSH79ewLnA0KlSdjZpYYyP8oof2dkCLEI","y":"_dp84uOZE18PKVkV-YJzFBN8Z3dtdLFuY5uQf4W0uJs","d":"PdENVcQkCnNK--Vtrztu3_ljWhp5G0VLLBHAxAK6lrI"}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is read as a pair is written and read again as the same pair, and
// nothing that is read breaks the reader.
func FuzzSet(f *testing.F) {
	p, err := Generate("2026", day, source("fuzz"))
	if err != nil {
		f.Fatal(err)
	}
	whole, err := p.marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"keys":[{"kty":"OKP"},{"kty":"EC"}]}`))
	f.Add([]byte(`{"keys":null}`))
	f.Add([]byte("eyJ....\n"))
	f.Add([]byte("-----BEGIN PRIVATE KEY-----"))
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _ = Sealed(text) // must not panic
		p, err := unmarshal(text)
		if err != nil {
			return
		}
		again, err := p.marshal()
		if err != nil {
			t.Fatalf("%q is read and cannot be written: %v", text, err)
		}
		q, err := unmarshal(again)
		if err != nil || !q.Same(p) || q.Name != p.Name || q.Created != p.Created {
			t.Fatalf("%q is read as %v, then as %v (%v)", text, p, q, err)
		}
	})
}
