package leak

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"html"
	"net/url"
	"strings"
	"testing"
)

func watch() *Watch {
	var p People
	for _, who := range []string{"Ada.Rossi@example.org", "bruno+badges@mail.example.co.uk", "office@harbour.example"} {
		p.Add(who)
	}
	return &Watch{People: &p, Contact: "office@harbour.example", Secret: func(data []byte) string {
		if bytes.Contains(data, []byte("BEGIN PRIVATE")) {
			return "a private key"
		}
		return ""
	}}
}

func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func picture(chunks ...[]byte) []byte {
	out := append(bytes.Clone(pngSignature), chunk("IHDR", make([]byte, 13))...)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return append(append(out, chunk("IDAT", []byte("pixels"))...), chunk("IEND", nil)...)
}

func deflated(s string) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.Bytes()
}

func zipped(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.Bytes()
}

func token(payload string) string {
	b64 := base64.RawURLEncoding.EncodeToString
	return b64([]byte(`{"alg":"ES256"}`)) + "." + b64([]byte(payload)) + "." + b64(bytes.Repeat([]byte{7}, 64))
}

// carriers are the ways in which a text gets into a published file.
func carriers(text string) map[string][]byte {
	inJSON, err := json.Marshal(map[string]string{"note": "ask " + text + " about it"})
	if err != nil {
		panic(err)
	}
	escaped := strings.ReplaceAll(string(inJSON), "@", `\u0040`)
	nested, err := json.Marshal(escaped)
	if err != nil {
		panic(err)
	}
	itxt := append([]byte("openbadges\x00\x00\x00\x00\x00"), inJSON...)
	packed := append([]byte("openbadges\x00\x01\x00\x00\x00"), deflated(string(inJSON))...)
	entities := strings.NewReplacer("@", "&#64;", ".", "&#46;").Replace(html.EscapeString(text))
	return map[string][]byte{
		"plain":             []byte("Ask " + text + "."),
		"capitals":          []byte("ASK " + strings.ToUpper(text)),
		"alone":             []byte(text),
		"JSON":              inJSON,
		"JSON, escaped":     []byte(escaped),
		"JSON in JSON":      nested,
		"HTML":              []byte("<p>" + text + "</p>"),
		"HTML, entities":    []byte("<p>" + entities + "</p>"),
		"HTML, hexadecimal": []byte("<a href='mailto:" + strings.ReplaceAll(text, "@", "&#x40;") + "'>"),
		"mailto":            []byte(`<a href="mailto:` + text + `?subject=x">`),
		"address":           []byte("https://x.example/?to=" + url.QueryEscape(text) + "&n=1"),
		"calendar":          []byte("data:text/calendar," + url.PathEscape("ATTENDEE:mailto:"+strings.ReplaceAll(text, "@", "%40")+"\r\n")),
		"token":             []byte(token(string(inJSON))),
		"SVG with a token":  []byte(`<svg xmlns="x"><credential verify="` + token(string(inJSON)) + `"/></svg>`),
		"SVG with JSON":     []byte(`<svg><![CDATA[` + string(inJSON) + `]]></svg>`),
		"data:":             []byte(`<img src="data:text/plain;base64,` + base64.StdEncoding.EncodeToString(inJSON) + `">`),
		"PNG tEXt":          picture(chunk("tEXt", append([]byte("Comment\x00"), text...))),
		"PNG iTXt":          picture(chunk("iTXt", itxt)),
		"PNG iTXt, packed":  picture(chunk("iTXt", packed)),
		"PNG zTXt":          picture(chunk("zTXt", append([]byte("Comment\x00\x00"), deflated(text)...))),
		"PNG with a token":  picture(chunk("iTXt", append([]byte("openbadgecredential\x00\x00\x00\x00\x00"), token(string(inJSON))...))),
		"gzip":              zipped(text),
		"gzip in base64":    []byte(`{"encodedList":"u` + base64.RawURLEncoding.EncodeToString(zipped("some words first, then "+text)) + `"}`),
		"CSV":               []byte("name,email\nAda," + text + "\n"),
		"angle brackets":    []byte("Ada <" + text + ">"),
		"JavaScript":        []byte(`var x='` + text + `';`),
		"slash":             []byte("https://x.example/people/" + text),
		"file name":         []byte("https://x.example/people/" + text + ".html"),
	}
}

func TestAnAddressIsFoundInEveryCarrier(t *testing.T) {
	w := watch()
	for _, who := range []string{"ada.rossi@example.org", "bruno+badges@mail.example.co.uk"} {
		for name, data := range carriers(who) {
			if l := w.Look(data); l == nil || l.Address != who {
				t.Errorf("%s: %s: got %+v in %q", name, who, l, data)
			}
		}
	}
}

func TestAKeyIsFoundInEveryCarrier(t *testing.T) {
	w := watch()
	for name, data := range carriers("-----BEGIN PRIVATE KEY-----") {
		switch name {
		case "capitals", "address", "calendar", "HTML, entities": // that is no key any more
			continue
		}
		if l := w.Look(data); l == nil || l.What != "a private key" {
			t.Errorf("%s: got %+v", name, l)
		}
	}
}

func TestOthersAreLeftAlone(t *testing.T) {
	w := watch()
	for _, text := range []string{
		"office@harbour.example", "Office@Harbour.Example.", "someone@example.org", "rossi@example.org", "xada.rossi@example.org",
		"ada.rossi@example.organ", "notada.rossi@example.org", "ada.rossi at example.org",
		`{"@context":["https://www.w3.org/ns/credentials/v2"]}`, "@media print{}", "a@", "@b",
	} {
		for name, data := range carriers(text) {
			if l := w.Look(data); l != nil {
				t.Errorf("%s: %q: %+v", name, text, l)
			}
		}
	}
}

func TestMasked(t *testing.T) {
	for give, want := range map[string]string{"ada@example.org": "a…@example.org", "a@b.example": "a@b.example", "élodie@b.example": "é…@b.example"} {
		if got := Masked(give); got != want {
			t.Errorf("%s: got %s, want %s", give, got, want)
		}
	}
}

// What is packed over and over ends.
func TestUnpackingEnds(t *testing.T) {
	w := watch()
	text := strings.Repeat("ada.rossi@example.com ", 100)
	for range 20 {
		text = "data:;base64," + base64.StdEncoding.EncodeToString([]byte(text))
	}
	if l := w.Look([]byte(text)); l != nil {
		t.Errorf("got %+v", l)
	}
	w.Look(zipped(strings.Repeat("\x00", 64<<20)))
}

func FuzzLook(f *testing.F) {
	for _, data := range carriers("ada.rossi@example.org") {
		f.Add(data)
	}
	w := watch()
	f.Fuzz(func(t *testing.T, data []byte) {
		if l := w.Look(data); l != nil && l.Address == w.Contact {
			t.Errorf("the public contact is called a leak in %q", data)
		}
		// Whatever stands around it, an address between spaces is found.
		if bytes.HasPrefix(data, pngSignature) || bytes.HasPrefix(data, []byte("\x1f\x8b")) || len(data) > 1<<16 {
			return
		}
		if w.Look(append(bytes.Clone(data), " ada.rossi@example.org "...)) == nil {
			t.Errorf("not found behind %q", data)
		}
	})
}

func BenchmarkLook(b *testing.B) {
	page := []byte(strings.Repeat(`<p>A paragraph of a page, with <a href="https://credentials.harbour.example/">a link</a>.</p>`, 150) +
		strings.Repeat(`<a href="mailto:office@harbour.example?subject=x">write</a>`, 3))
	credential := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],` + strings.Repeat(`"@name":"some text of a credential",`, 80) + `"z":1}`)
	for name, data := range map[string][]byte{"page": page, "credential": credential, "token": []byte(token(string(credential))), "picture": picture(chunk("iTXt", append([]byte("openbadges\x00\x00\x00\x00\x00"), credential...)))} {
		b.Run(fmt.Sprintf("%s of %d", name, len(data)), func(b *testing.B) {
			w := watch()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if l := w.Look(data); l != nil {
					b.Fatal(l)
				}
			}
		})
	}
}

// A text of nothing but at signs is no way to keep a build busy.
func BenchmarkLookHostile(b *testing.B) {
	w := watch()
	for name, text := range map[string]string{"at signs": "a@", "parts": ".a.a.a.a.a.a.a.a.a.a.a.a.a.a@b.c.d.e.f"} {
		data := []byte(strings.Repeat(text, 1<<20/len(text)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				w.Look(data)
			}
		})
	}
}

// A secret is found wherever in a picture it lies, but for its packed pixels.
func TestSecretsInPictures(t *testing.T) {
	chunk := func(length int, kind, body string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(length))) + kind + body + "\x00\x00\x00\x00"
	}
	w := Watch{Secret: func(data []byte) string {
		if bytes.Contains(data, []byte("SECRET")) {
			return "a secret"
		}
		return ""
	}}
	const sign, end = "\x89PNG\r\n\x1a\n", "\x00\x00\x00\x00IEND\xaeB`\x82"
	for what, picture := range map[string]string{
		"a text":             sign + chunk(12, "tEXt", "about\x00SECRET") + end,
		"another chunk":      sign + chunk(6, "prVt", "SECRET") + end,
		"behind the picture": sign + chunk(1, "IDAT", "x") + end + "SECRET",
		"a part too long":    sign + chunk(900, "IDAT", "SECRET"),
	} {
		if l := w.Look([]byte(picture)); l == nil || l.What != "a secret" {
			t.Errorf("%s: %v", what, l)
		}
	}
	if l := w.Look([]byte(sign + chunk(1, "IDAT", "x") + end)); l != nil {
		t.Errorf("nothing is found: %v", l)
	}
}
