package shape_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

type object map[string]any

var (
	contexts = []string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
	scripts  = []string{"Ada", "Žofia", "Ελένη", "Борис", "שרה", "مريم", "ਗੁਰੂ", "สมชาย", "さくら", "王小明", "한글", "ሰላም", "𝔘𝔫𝔦", "🧗‍♀️", "e\u0301", "\u202eabc", "\u0085\u2028\u00a0", "\uE000"}
	marks    = []string{`"`, `\`, "\n", "\n\n", "&", "<b>", ">", "'", "/", "{}", "^^", "_:b0", "@en", " .", "c14n0", "#", "%20", "?", "`", "|", "\u00ff", ""}
)

// writer makes random credentials. One source decides the shape, another the
// content.
type writer struct{ shape, content *rand.Rand }

func (w writer) some(n int) int         { return w.shape.IntN(n + 1) }
func (w writer) maybe() bool            { return w.shape.IntN(2) == 0 }
func (w writer) pick(s []string) string { return s[w.content.IntN(len(s))] }

func (w writer) text() string {
	var b strings.Builder
	for range 1 + w.content.IntN(6) {
		b.WriteString(w.pick(scripts))
		b.WriteString(w.pick(marks))
	}
	if w.content.IntN(4) == 0 {
		return "equal" // in different slots
	}
	return b.String()
}

func (w writer) iri() string {
	switch w.content.IntN(6) {
	case 0:
		return "https://badges.example/equal"
	case 1:
		return fmt.Sprintf("urn:uuid:%08x-0000-5000-8000-000000000000", w.content.Uint32())
	case 2:
		return fmt.Sprintf("https://badges.example/%s/ü?q=%d&x=1#%d", "ä", w.content.IntN(99), w.content.IntN(3))
	}
	return fmt.Sprintf("https://badges.example/awards/%x/credential.json", w.content.Uint64())
}

func (w writer) with(o object, name string, value func() any) object {
	if w.maybe() {
		o[name] = value()
	}
	return o
}

func (w writer) list(n int, one func() any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = one()
	}
	return list
}

func (w writer) node(kind string, members ...string) object {
	o := object{"type": []string{kind}}
	for _, m := range members {
		w.with(o, m, func() any { return w.text() })
	}
	return o
}

func (w writer) alignment() any {
	o := w.node("Alignment", "targetCode", "targetDescription", "targetFramework")
	o["targetName"], o["targetUrl"] = w.text(), w.iri()
	return w.with(o, "targetType", func() any { return w.pick([]string{"CFItem", "ext:Workload", "CTDL", "ext:EQFLevel"}) })
}

func (w writer) credential() object {
	achievement := w.node("Achievement", "humanCode", "fieldOfStudy", "version", "specialization")
	achievement["id"], achievement["name"], achievement["description"] = w.iri(), w.text(), w.text()
	achievement["criteria"] = w.with(object{"narrative": w.text()}, "id", func() any { return w.iri() })
	if n := w.some(3); n > 0 {
		achievement["alignment"] = w.list(n, w.alignment)
	}
	if n := w.some(3); n > 0 {
		achievement["tag"] = w.list(n, func() any { return w.pick([]string{"knots", "ropes", w.text()}) })
	}
	w.with(achievement, "achievementType", func() any { return "MicroCredential" })
	w.with(achievement, "creditsAvailable", func() any { return []any{2, 2.5, 0.1, 1e3, 12}[w.shape.IntN(5)] })
	w.with(achievement, "image", func() any { return object{"id": w.iri(), "type": "Image", "caption": w.text()} })
	if n := w.some(2); n > 0 {
		achievement["resultDescription"] = w.list(n, func() any {
			o := w.node("ResultDescription", "requiredValue", "valueMax", "valueMin")
			o["id"], o["name"], o["resultType"] = w.iri(), w.text(), "LetterGrade"
			if n := w.some(3); n > 0 {
				o["allowedValue"] = w.list(n, func() any { return w.text() })
			}
			return o
		})
	}
	subject := object{"type": []string{"AchievementSubject"}, "achievement": achievement}
	w.with(subject, "id", func() any { return w.iri() })
	w.with(subject, "creditsEarned", func() any { return float64(w.shape.IntN(9)) / 2 })
	w.with(subject, "licenseNumber", func() any { return w.text() })
	if n := w.some(2); n > 0 {
		subject["identifier"] = w.list(n, func() any {
			return object{"type": "IdentityObject", "hashed": w.maybe(), "identityHash": w.text(), "identityType": "name"}
		})
	}
	if n := w.some(2); n > 0 {
		subject["result"] = w.list(n, func() any {
			o := w.node("Result", "value", "status")
			o["resultDescription"] = w.iri()
			return o
		})
	}
	c := object{"@context": contexts, "id": w.iri(), "type": []string{"VerifiableCredential", "OpenBadgeCredential"}, "validFrom": "2026-05-14T00:00:00Z",
		"issuer": w.with(w.node("Profile", "name", "description", "phone"), "url", func() any { return w.iri() }), "credentialSubject": subject, "name": w.text()}
	c["issuer"].(object)["id"] = "did:web:badges.example"
	if w.shape.IntN(8) == 0 {
		c["name"] = []any{object{"@value": w.text(), "@language": "it"}, object{"@value": w.text(), "@language": "en-GB"}}
	}
	w.with(c, "awardedDate", func() any { return fmt.Sprintf("2026-05-%02dT00:00:00Z", 1+w.content.IntN(28)) })
	w.with(c, "validUntil", func() any { return fmt.Sprintf("2027-05-%02dT00:00:00Z", 1+w.content.IntN(28)) })
	w.with(c, "credentialStatus", func() any {
		n := fmt.Sprint(w.content.IntN(131072))
		return object{"id": "https://badges.example/status/revocation-1.json#" + n, "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
			"statusListIndex": n, "statusListCredential": "https://badges.example/status/revocation-1.json"}
	})
	if n := w.some(3); n > 0 {
		c["evidence"] = w.list(n, func() any {
			return w.with(w.node("Evidence", "name", "narrative", "genre"), "id", func() any { return w.iri() })
		})
	}
	return c
}

// write writes JSON in one of several ways.
func (w writer) write(t testing.TB, o object) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(w.content.IntN(2) == 0)
	if w.content.IntN(3) == 0 {
		e.SetIndent(" ", "\t")
	}
	if err := e.Encode(o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
