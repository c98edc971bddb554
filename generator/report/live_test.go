package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/verify"
)

func TestSlip(t *testing.T) {
	s := Slip{Severity: diag.Error, Rule: "live-cors", Message: "no\x1b[2J", Mend: "do", Count: 1234, Addresses: []string{"https://a.example/"}, Evidence: "a header is missing"}
	for language, want := range map[string]string{
		"en": "error: no\\x1b[2J [live-cors]\n    https://a.example/\n    … and 1,233 more\n  found: a header is missing\n  mend: do\n\n",
		"it": "errore: no\\x1b[2J [live-cors]\n    https://a.example/\n    … e altri 1.233\n  trovato: a header is missing\n  rimedio: do\n\n",
	} {
		var b bytes.Buffer
		if err := (Text{Words: Words{Language: language}}).Slip(&b, s); err != nil || b.String() != want {
			t.Errorf("%s: %v\n got %q\nwant %q", language, err, b.String(), want)
		}
	}
	s.Severity, s.Count = diag.Warning, 1
	var b bytes.Buffer
	if err := (Text{Words: Words{Language: "it"}, Color: true}).Slip(&b, s); err != nil || !strings.HasPrefix(b.String(), "\x1b[1;33mavviso\x1b[0m: ") || strings.Contains(b.String(), "altri") {
		t.Errorf("%v: %q", err, b.String())
	}
}

func TestServed(t *testing.T) {
	for want, got := range map[string]string{
		"a: 1,000 files asked for · 999 served as built · 1 error, 0 warnings":     Words{}.Served("a", 1000, 999, 1, 0),
		"a: 1 file asked for · 1 served as built · 0 errors, 1 warning":            Words{}.Served("a", 1, 1, 0, 1),
		"a: 1.000 file richiesti · 999 serviti come prodotti · 1 errore, 2 avvisi": Words{Language: "it"}.Served("a", 1000, 999, 1, 2),
		"a: 1 file richiesto · 1 serviti come prodotti · 0 errori, 1 avviso":       Words{Language: "it"}.Served("a", 1, 1, 0, 1),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestClash(t *testing.T) {
	forms, outcomes := []string{"credential.json", "x/credential.jwt"}, []verify.Outcome{verify.Revoked, verify.Revoked}
	for want, got := range map[string]string{
		"awards/x/ contradicts itself: credential.json: revoked, credential.jwt: revoked, the page it/awards/x/ shows it as valid":    Words{}.Clash("awards/x/", forms, outcomes, "it/awards/x/", verify.Standing),
		"awards/x/ si contraddice: credential.json: revocata, credential.jwt: revocata, la pagina it/awards/x/ lo mostra come valido": Words{Language: "it"}.Clash("awards/x/", forms, outcomes, "it/awards/x/", verify.Standing),
		"awards/x/ contradicts itself: credential.json: valid, credential.jwt: revoked":                                               Words{}.Clash("awards/x/", forms, []verify.Outcome{verify.Valid, verify.Revoked}, "", ""),
		"awards/x/ contradicts itself: credential.json: expired, the page awards/x/ shows it as withdrawn":                            Words{}.Clash("awards/x/", forms[:1], []verify.Outcome{verify.Expired}, "awards/x/", verify.Withdrawn),
		"1.234 riconoscimenti guardati: tutte le forme di ognuno, e la sua pagina, dicono lo stesso":                                  Words{Language: "it"}.Agreement(1234, 0),
		"12 awards looked at: 2 contradict themselves":                                                                                Words{}.Agreement(12, 2),
		"2 documenti guardati: tutti stanno all'indirizzo che indicano":                                                               Words{Language: "it"}.Addresses(2, 0),
		"12.345 giudicate · 1 valide": Words{Language: "it"}.Summary(Summary{Inputs: 12345, Valid: 1}),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
