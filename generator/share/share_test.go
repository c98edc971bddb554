package share

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/sealpress/sealpress/generator/badge"
)

// A reader that nobody here wrote reads each code back.
func TestQRIsRead(t *testing.T) {
	texts := []string{"a", "https://x.example/", "https://credentials.harbour.example/awards/us63xs5oooy2b562ukrygdcdx4/credential.json",
		"https://credentials.harbour.example/" + strings.Repeat("long/", 60), "zażółć 陈雨桐"}
	for n := 1; n < 400; n += 13 {
		texts = append(texts, strings.Repeat("k4f1-", n)[:n])
	}
	for _, text := range texts {
		data, err := QR(text)
		if err != nil {
			t.Fatalf("%d bytes: %v", len(text), err)
		}
		raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(data, "data:image/png;base64,"))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
		if err != nil {
			t.Fatal(err)
		}
		got, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true, gozxing.DecodeHintType_CHARACTER_SET: "UTF-8"})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got.GetText() != text {
			t.Errorf("the code of %q reads %q", text, got.GetText())
		}
	}
	if _, err := QR(strings.Repeat("x", 2000)); err == nil {
		t.Error("a text that no screen shows got a code")
	}
}

func TestLinkedIn(t *testing.T) {
	got := LinkedIn(Certification{Name: "Coffee & Tea: level 2", Organization: "Harbour Skills", Issued: badge.Date{Year: 2026, Month: 5, Day: 14},
		Expires: badge.Date{Year: 2029, Month: 5, Day: 13}, URL: "https://x.example/awards/k4f1/", ID: "k4f1"})
	u, err := url.Parse(got)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"startTask": {"CERTIFICATION_NAME"}, "name": {"Coffee & Tea: level 2"}, "organizationName": {"Harbour Skills"}, "issueYear": {"2026"}, "issueMonth": {"5"},
		"expirationYear": {"2029"}, "expirationMonth": {"5"}, "certUrl": {"https://x.example/awards/k4f1/"}, "certId": {"k4f1"}}
	if d := cmp.Diff(want, u.Query()); d != "" {
		t.Error(d)
	}
	got = LinkedIn(Certification{Name: "N", Organization: "Harbour Skills", OrganizationID: "1234567", URL: "https://x.example/"})
	u, _ = url.Parse(got)
	want = url.Values{"startTask": {"CERTIFICATION_NAME"}, "name": {"N"}, "organizationId": {"1234567"}, "certUrl": {"https://x.example/"}}
	if d := cmp.Diff(want, u.Query()); d != "" {
		t.Error(d)
	}
}

func TestLinksCarryPageAndText(t *testing.T) {
	page, text := "https://x.example/awards/k4f1/?a=1&b=2", "Coffee & Tea"
	for _, l := range Links(page, text) {
		u, err := url.Parse(l.Href)
		if err != nil || u.Scheme != "https" {
			t.Fatalf("%s: %v", l.Href, err)
		}
		said := ""
		for _, v := range u.Query() {
			said += strings.Join(v, " ") + " "
		}
		if !strings.Contains(said, page) {
			t.Errorf("%s: the page is not in %q", l.Service, said)
		}
	}
}

func TestCardIsOneHarmlessLink(t *testing.T) {
	got := Card{URL: "https://x.example/awards/k4f1/", Image: "https://x.example/image.png", Name: `A <b>"bold"</b> & name`, Kind: "Badge", Issuer: "Harbour", Language: "en"}.HTML()
	want := `<p lang="en" dir="auto" style="display:flex;gap:16px;align-items:center"><img src="https://x.example/image.png" alt="" width="96" height="96"><a href="https://x.example/awards/k4f1/"><strong>A &lt;b&gt;&#34;bold&#34;&lt;/b&gt; &amp; name</strong><br>Badge · Harbour</a></p>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCalendar(t *testing.T) {
	got := string(Expiry{Day: badge.Date{Year: 2029, Month: 5, Day: 13}, Stamp: badge.Date{Year: 2026, Month: 5, Day: 14}, UID: "k4f1@x.example",
		Summary: "Coffee, tea; and \\ more ends", Details: "One\ntwo " + strings.Repeat("é", 60), URL: "https://x.example/awards/k4f1/", Program: "Sealpress"}.Calendar())
	for _, l := range strings.SplitAfter(got, "\r\n") {
		if len(strings.TrimSuffix(l, "\r\n")) > 75 {
			t.Errorf("a line of %d octets: %q", len(l), l)
		}
	}
	if strings.Count(got, "\n") != strings.Count(got, "\r\n") {
		t.Error("a line ends without CRLF")
	}
	unfolded := strings.ReplaceAll(got, "\r\n ", "")
	for _, want := range []string{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "DTSTART;VALUE=DATE:20290513\r\n", "DTSTAMP:20260514T000000Z\r\n",
		`SUMMARY:Coffee\, tea\; and \\ more ends` + "\r\n", `DESCRIPTION:One\ntwo ` + strings.Repeat("é", 60) + "\r\n", "TRIGGER:-P30D\r\n", "END:VCALENDAR\r\n"} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("%q is not in\n%s", want, unfolded)
		}
	}
}

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := QR("https://credentials.harbour.example/awards/us63xs5oooy2b562ukrygdcdx4/"); err != nil {
			b.Fatal(err)
		}
	}
}
