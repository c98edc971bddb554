package generator

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/verify"
)

// insert writes into what has the focus, as the clipboard does.
func (b *browser) insert(text string) {
	b.t.Helper()
	_, err := chromedp.Call(b, input.InsertText, input.InsertTextParams{Text: text})
	must(b.t, err)
}

// drop drags a file of the person's computer over the page, and lets go of it.
func (b *browser) drop(name string, data []byte) {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), name)
	must(b.t, os.WriteFile(file, data, 0o600))
	for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		_, err := chromedp.Call(b, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 200, Y: 300,
			Data: &input.DragData{Items: []*input.DragDataItem{}, Files: []string{file}, DragOperationsMask: 1}})
		must(b.t, err)
		if over := run[bool](b, `document.getElementById("verify-form").classList.contains("over")`); over != (kind == input.DispatchDragEventTypeDragOver) {
			b.t.Errorf("after %s the page shows that a file is over it: %v", kind, over)
		}
	}
}

// Every way in which a credential can be given leads to the verdict, also
// without a mouse. What is no file may be dragged about as ever.
func TestPageTakesWhatIsGiven(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	token, picture := s.input(standing, "credential.jwt").Data, s.input(standing, "badge.png").Data
	link := s.at.URL(address.Award(s.id(standing)))
	pretty := new(bytes.Buffer)
	must(t, json.Indent(pretty, s.input(standing, "credential.json").Data, "", "  "))
	field, tab, enter := chromedp.CSS("#verify-link"), chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r")
	for _, c := range []struct {
		name string
		give func()
	}{
		{"a picture is dropped", func() { b.drop("badge.png", picture) }},
		{"a drawing is dropped", func() { b.drop("badge.svg", s.input(standing, "badge.svg").Data) }},
		{"a token is dropped that has another name", func() { b.drop("credential.txt", token) }},
		{"a picture is chosen", func() { b.give("badge.png", picture) }},
		{"a file is chosen twice", func() {
			b.give("badge.png", picture)
			b.see()
			b.give("badge.png", picture)
		}},
		{"a link is pasted", func() { b.paste(link) }},
		{"a token is pasted", func() { b.paste(string(token)) }},
		{"JSON is pasted that has many lines", func() {
			b.do(chromedp.Focus(field))
			b.insert(pretty.String())
			b.do(enter)
		}},
		{"a link and the keyboard alone", func() {
			b.reach("verify-link")
			b.insert("  " + link + " ")
			b.do(enter)
		}},
		{"a link and the button, by keyboard", func() {
			b.reach("verify-link")
			b.insert(link)
			b.do(tab, enter)
		}},
		{"a file and the keyboard alone", func() {
			b.reach("verify-file") // a dialogue of the system follows
			b.give("badge.png", picture)
		}},
	} {
		b.open(s.at.URL(address.Verify()))
		c.give()
		if got := b.see(); got.Outcome != "valid" || got.Silent {
			t.Errorf("%s: %+v", c.name, got)
		}
		b.onlyAsked(s.at.Host())
	}

	b.open(s.at.URL(address.Verify()))
	b.reach("verify-link")
	b.do(enter)
	if at := run[string](b, "document.activeElement.id"); at != "verify-link" || run[bool](b, `document.querySelector("[data-outcome]") !== null`) {
		t.Errorf("nothing was given, and the focus is on %q", at)
	}
	if taken := run[bool](b, `(() => { const data = new DataTransfer(); data.setData("text/plain", "hello"); return !document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, cancelable: true, bubbles: true})); })()`); taken {
		t.Error("a text that is dragged is taken for a file")
	}

	// A question is answered by keyboard, and the verdict is announced.
	b.world.mu.Lock()
	b.world.hosts["elsewhere.example"] = s.files
	b.world.mu.Unlock()
	b.open("https://elsewhere.example/" + string(address.Verify()))
	b.drop("credential.jwt", token)
	b.do(chromedp.WaitVisible(chromedp.CSS(`[data-slot="ask"]`)), enter)
	if got := b.see(); got.Outcome != "valid" {
		t.Errorf("agreed by keyboard: %+v", got)
	}
	if said := run[string](b, `document.querySelector(".verify-box [role=status] strong").textContent`); said != "This credential is valid." {
		t.Errorf("announced is %q", said)
	}
}

// reach goes to an element by the tabulator.
func (b *browser) reach(id string) {
	b.t.Helper()
	for range 30 {
		b.do(chromedp.KeyEvent("\t"))
		if run[string](b, "document.activeElement.id") == id {
			return
		}
	}
	b.t.Errorf("%s is not reached by keyboard", id)
}

// The signature inside a file of JSON is not computed by the page. Where it is
// wrong, in what is given or in what stands on the host, the page says what the
// engine says or that it cannot tell.
func TestPageAgreesAboutTheSignatureInside(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	b.open(s.at.URL(address.Verify()))
	award := address.Award(s.id(standing))
	file := string(award) + "credential.json"
	whole := s.files[file]
	inside := func(key string) string {
		_, proof, _ := strings.Cut(key, `"proof":`)
		return proof
	}
	change := func(old, new string) func(string) string {
		return func(text string) string {
			if !strings.Contains(text, old) {
				t.Fatalf("the credential does not hold %s", old)
			}
			return strings.Replace(text, old, new, 1)
		}
	}
	proof := strings.TrimSuffix(inside(whole), "}")
	one := strings.Trim(proof, "[]")
	all := map[string]func(string) string{
		"as it is":   func(text string) string { return text },
		"one letter": change(`"proofValue":"z`, `"proofValue":"z2`),
		"cut short":  func(text string) string { return strings.Replace(text, `"}]}`, ``, 1)[:len(text)-9] + `"}]}` },
		"another's": func(text string) string {
			return strings.Replace(text, inside(text), inside(string(s.input(expired, "credential.json").Data)), 1)
		},
		"another date":      change(`"created":"2026`, `"created":"2025`),
		"another purpose":   change(`"proofPurpose":"assertionMethod"`, `"proofPurpose":"authentication"`),
		"another suite":     change(`"cryptosuite":"eddsa-rdfc-2022"`, `"cryptosuite":"eddsa-jcs-2022"`),
		"an unknown suite":  change(`"cryptosuite":"eddsa-rdfc-2022"`, `"cryptosuite":"x-2030"`),
		"another key":       change(`"verificationMethod":"did:web:credentials.harbour.example#`, `"verificationMethod":"did:web:credentials.harbour.example#x`),
		"another's key":     change(`"verificationMethod":"did:web:credentials.harbour.example#`, `"verificationMethod":"did:web:evil.example#`),
		"none":              func(text string) string { return strings.Replace(text, `,"proof":`+proof, "", 1) },
		"an empty list":     func(text string) string { return strings.Replace(text, proof, "[]", 1) },
		"twice":             func(text string) string { return strings.Replace(text, proof, "["+one+","+one+"]", 1) },
		"not in a list":     func(text string) string { return strings.Replace(text, proof, one, 1) },
		"another member":    change(`"proof":[{`, `"proof":[{"nonce":"1",`),
		"another claim":     change("Ada Rossi", "Eva Rossi"),
		"a claim twice":     change(`"tag":["first aid"`, `"tag":["first aid","first aid"`),
		"an empty claim":    change(`"tag":[`, `"evidence":[],"tag":[`),
		"an empty list of":  change(`"fieldOfStudy":`, `"otherIdentifier":[],"fieldOfStudy":`),
		"claims exchanged":  change(`"tag":["first aid","safety"`, `"tag":["safety","first aid"`),
		"a status twice":    change(`"credentialStatus":[{`, `"credentialStatus":[{"id":"https://credentials.harbour.example/status/x#1","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"https://credentials.harbour.example/status/x"},{`),
		"written otherwise": func(text string) string { return strings.Replace(text, `,"`, ",\n  \"", -1) },
	}
	outcomes := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		changed := all[name](whole)
		for where, given := range map[string]string{"given": changed, "published": whole, "both": changed} {
			site := maps.Clone(s.files)
			if where != "given" {
				site[file] = changed
			}
			b.publish(s.at.Host(), site)
			picture, err := baking.Bake(s.input(standing, "badge.png").Data, baking.Credential{Version: baking.OB3, Text: given})
			must(t, err)
			inputs := []verify.Input{{Name: "a file", Data: []byte(given)}}
			if where == "given" {
				inputs = append(inputs, verify.Input{Name: "a picture", Data: picture})
			} else {
				inputs = append(inputs, verify.Input{Name: "the page", URL: s.at.URL(award)}, verify.Input{Name: "the page in Italian", URL: s.at.URL(award.In("it"))})
			}
			for _, in := range inputs {
				in.Name = name + ", " + where + ": " + in.Name
				got := b.agrees(in)
				outcomes[got.Outcome]++
				if name == "as it is" && got.Outcome != "valid" {
					t.Errorf("%s is %s", in.Name, got)
				}
			}
		}
	}
	t.Log(outcomes)
	if outcomes["valid"] < 8 || outcomes["not-valid"] < 12 || outcomes["cannot-tell"] < 50 {
		t.Errorf("the outcomes are %v, want some of each", outcomes)
	}
}

// The page names the elements of a micro-credential that the engine finds.
func TestPageNamesTheElements(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	token := string(s.input(standing, "credential.jwt").Data)
	header, err := base64.RawURLEncoding.DecodeString(part(token, 0))
	must(t, err)
	var h struct{ Kid string }
	must(t, json.Unmarshal(header, &h))
	payload, err := base64.RawURLEncoding.DecodeString(part(token, 1))
	must(t, err)
	for _, changes := range [][]string{
		nil,
		{`"ext:EQFLevel"`, `"ext:Other"`, `"ext:AssessmentType"`, `"ext:Other"`},
		{`"ext:EQFLevel"`, `"ext:NLQF"`, `"ext:LearningOutcome"`, `"ext:ESCO:Skill"`},
		{`"ext:LearningOutcome"`, `"ext:LearningOutcomesOfOthers"`, `"ext:QualityAssurance"`, `"ext:qualityAssurance"`},
		{`"creditsAvailable":1`, `"creditsAvailable":0`, `"ext:Workload"`, `"ext:StudyLoads"`},
		{`"creditsAvailable":1`, `"creditsAvailable":2`, `"ext:Workload"`, `"ext:Other"`, `"ext:ParticipationForm"`, `"ext:Other"`},
		{`"addressCountryCode"`, `"addressCountry"`, `"identityType":"name"`, `"identityType":"emailAddress"`},
		{`"address":{"type":["Address"],"addressCountryCode":"IE"},`, ``, `"addressCountryCode":"IE"`, `"addressCountry":"Ireland"`},
		{`"name":"Harbour Skills",`, ``},
	} {
		text := strings.NewReplacer(changes...).Replace(string(payload))
		odd, err := jose.Sign([]byte(text), jose.Header{Algorithm: jose.ES256, KeyID: h.Kid}, s.key)
		must(t, err)
		judged := b.verifier.Verify(t.Context(), verify.Input{Data: []byte(odd)})
		var want []string
		for _, e := range judged.Elements {
			if e.Present {
				want = append(want, e.Code)
			}
		}
		b.open(s.at.URL(address.Verify()))
		b.give("credential.jwt", []byte(odd))
		if got := b.see(); got.Outcome != "valid" {
			t.Errorf("with %q: %+v, and the engine says %s", changes, got, judged.Outcome)
			continue
		}
		got := run[[]string](b, `[...document.querySelectorAll("[data-element].check-passed")].map((li) => li.dataset.element)`)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("with %q (-engine +page):\n%s", changes, diff)
		}
		missing := run[int](b, `[...document.querySelectorAll("[data-element]")].filter((li) => /not stated/.test(li.innerText)).length`)
		if missing+len(got) != len(verify.ElementCodes()) {
			t.Errorf("with %q: %d are there and %d are missing", changes, len(got), missing)
		}
	}
	// A badge has none, and what is not proven names nothing.
	for name, in := range map[string]verify.Input{"a badge": s.input(hostedOnly, "assertion.json"),
		"a forgery": {Data: bytes.Replace(s.input(standing, "credential.json").Data, []byte("Ada Rossi"), []byte("Eva Rossi"), 1)}} {
		b.open(s.at.URL(address.Verify()))
		b.give("credential.json", in.Data)
		b.see()
		if run[bool](b, `document.querySelector("[data-element]").checkVisibility()`) {
			t.Errorf("%s shows elements", name)
		}
	}
	if codes := fmt.Sprint(verify.ElementCodes()); codes != run[string](b, `"[" + [...document.querySelectorAll("[data-element]")].map((li) => li.dataset.element).join(" ") + "]"`) {
		t.Errorf("the page does not list the elements %s", codes)
	}
}
