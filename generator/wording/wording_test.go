package wording

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each row is a text and the phrase by which it claims something, or nothing.
func TestClaims(t *testing.T) {
	for _, row := range []struct{ language, text, want string }{
		// English
		{"en", "Certificate of Participation", "Certificate"},
		{"en", "This badge certifies that the holder can weld.", "certifies"},
		{"en", "This badge does not certify anything.", ""},
		{"en", "It isn't a certificate.", ""},
		{"en", "Not a formal qualification, a certificate or a licence.", ""},
		{"en", "This is not a course but a certificate.", "certificate"},
		{"en", "Not only a badge: a certificate.", "certificate"},
		{"en", "Not just a certificate.", "certificate"},
		{"en", "No test. Certifies that you were there.", "Certifies"},
		{"en", "A step towards the certificate in joinery.", ""},
		{"en", "Certifies nothing: it says that you were there.", ""},
		{"en", "It qualifies nobody.", ""},
		{"en", "Qualified first aider", "Qualified"},
		{"en", "Practised with a qualified instructor.", ""},
		{"en", "Led by a fully qualified guide.", ""},
		{"en", "Licensed to use the laser cutter.", "Licensed"},
		{"en", "Chose an open licence for ten photographs.", ""},
		{"en", "Configured TLS certificates on a test server.", ""},
		{"en", "Swam fast enough to be qualified for the final.", ""},
		{"en", "Worth 2 credits.", "2 credits"},
		{"en", "Worth 1.5 ECTS.", "ECTS"},
		{"en", "Set the photo credits on a poster.", ""},
		{"en", "EQF level 4 welding", "EQF"},
		{"en", "Reached level 3 of the game.", ""},
		{"en", "CERTIFIED BARISTA", "CERTIFIED"},
		{"en", "See https://example.org/certificate for more.", ""},
		{"en", "To qualify for this badge, come three times.", ""},
		{"en", "Entitles the holder to drive.", "Entitles"},
		{"en", "State recognised drill", "State recognised"},
		{"en", "The ceremony was a certainty.", ""},
		// Italian
		{"it", "Attestato di partecipazione", "Attestato"},
		{"it", "Certifica la prima esercitazione.", "Certifica"},
		{"it", "Non certifica nulla.", ""},
		{"it", "Questo non è un attestato né una qualifica.", ""},
		{"it", "Ha mostrato abilità con le cime.", ""},
		{"it", "Ha mostrato abilita' con le cime.", ""},
		{"it", "Abilita all'uso del muletto.", "Abilita"},
		{"it", "Con un istruttore certificato.", ""},
		{"it", "Attesta la partecipazione alla serata.", ""},
		{"it", "Vale 2 CFU.", "CFU"},
		{"it", "Patentino del muletto", "Patentino"},
		{"it", "Un passo verso il diploma.", ""},
		// German
		{"de", "Teilnahmezertifikat Ersthilfe", "Teilnahmezertifikat"},
		{"de", "Dieses Badge ist kein Zertifikat.", ""},
		{"de", "Zertifiziert den Umgang mit der Fräse.", "Zertifiziert"},
		{"de", "Es bescheinigt keine Fähigkeiten.", ""},
		{"de", "Es qualifiziert für sich allein nicht.", ""},
		{"de", "Bescheinigt die Teilnahme am Abend.", ""},
		{"de", "Kein Kurs, sondern ein Diplom.", "Diplom"},
		{"de", "Computerführerschein", "Computerführerschein"},
		{"de", "Geübt mit einer zertifizierten Trainerin.", ""},
		{"de", "Auf dem Weg zum Zertifikat.", ""},
		{"de", "Bringt 3 Leistungspunkte.", "Leistungspunkte"},
		{"de", "Berechtigt zum Führen eines Staplers.", "Berechtigt"},
		{"de", "Bilder unter freier Lizenz ausgewählt.", ""},
		// French
		{"fr", "Certificat de présence", "Certificat"},
		{"fr", "Ce badge n'atteste aucune compétence.", ""},
		{"fr", "Ce badge ne certifie rien.", ""},
		{"fr", "Certifie la maîtrise du chariot.", "Certifie"},
		{"fr", "Avec un formateur certifié.", ""},
		{"fr", "Un pas vers le diplôme.", ""},
		{"fr", "Vaut 2 crédits ECTS.", "2 crédits"},
		{"fr", "Images sous licence libre.", ""},
		{"fr", "Formation agréée par l'État", "agréée"},
		{"en", "We agree on the rules of the shed.", ""},
		// Spanish
		{"es", "Diploma de asistencia", "Diploma"},
		{"es", "No certifica ninguna competencia.", ""},
		{"es", "Acredita el dominio de la soldadura.", "Acredita"},
		{"es", "Acredita la participación en el taller.", ""},
		{"es", "No es un certificado ni una titulación.", ""},
		{"es", "Hacia la certificación.", ""},
		{"es", "Habilita para manejar carretillas.", "Habilita"},
		{"es", "Mostró habilidad con la aguja.", ""},
		{"es", "Vale 3 créditos.", "3 créditos"},
		// Arabic
		{"ar", "شهادة حضور الدورة", "شهادة"},
		{"ar", "هذه الشارة ليست شهادة.", ""},
		{"ar", "تؤهل حاملها للعمل", "تؤهل"},
		{"ar", "شارك في أمسية تدريب", ""},
		{"ar", "تدرّب مع مدرب معتمد", ""},
		// what means something else, in its own language or in another one
		{"de", "Milcherzeugnisse verkostet und Atteste sortiert.", ""},
		{"sv", "Kursen ger en bild av hamnen.", ""},
		{"en", "Counted the CFU on ten plates.", ""},
		{"en", "Paid with 1 credit card.", ""},
		{"it", "Vale 2 ECM.", "ECM"},
		{"fr", "Cela atteste une maîtrise.", "atteste"},
		{"en", "Not yet certified.", ""},
		{"en", "A certificate-free evening.", ""},
		{"en", "No exam, no certificate, no licence.", ""},
		{"de", "Ohne Prüfung und ohne Zertifikat.", ""},
		{"it", "Senza esami né certificati.", ""},
		{"es", "Sin exámenes ni diplomas.", ""},
		{"fr", "Ni diplôme, ni attestation.", ""},
		// other languages, and mixed ones
		{"nl", "Certificate van deelname", "Certificate"},
		{"en", "Attestato of the evening", "Attestato"},
		{"de-AT", "Diplom", "Diplom"},
		{"", "", ""},
	} {
		t.Run(row.language+" "+row.text, func(t *testing.T) {
			claims := Claims(row.text, row.language)
			got := ""
			if len(claims) > 0 {
				c := claims[0]
				got = c.Text
				if row.text[c.Offset:c.Offset+len(c.Text)] != c.Text {
					t.Errorf("%q is not at byte %d", c.Text, c.Offset)
				}
			}
			if got != row.want {
				t.Errorf("Claims(%q, %q) finds %q, want %q", row.text, row.language, got, row.want)
			}
		})
	}
}

// A claim comes with all that a message needs.
func TestClaimWhole(t *testing.T) {
	want := []Claim{
		{Phrase: Phrase{Text: "Certifié", Offset: 0, Instead: "s'est exercé"}, Sort: Certificate, Language: "fr"},
		{Phrase: Phrase{Text: "ECTS", Offset: 14}, Sort: Credits, Said: true, Language: "fr"},
	}
	got := Claims("Certifié ; 2 ECTS.", "fr")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Claims (-want +got):\n%s", diff)
	}
}

func TestOutcomes(t *testing.T) {
	long := "List " + strings.Repeat("and weigh ", 20)
	for _, row := range []struct {
		language, text string
		fault          Fault
		phrase         string
	}{
		{"en", "Understand safety", Vague, "Understand"},
		{"en", "The learner will be able to understand the rules of the road", Vague, "understand"},
		{"en", "Have an understanding of hygiene", Vague, "Have an understanding of"},
		{"en", "Understand the rules of the road and explain them to a beginner", "", ""},
		{"en", "Know how to change a tyre", Vague, "Know how to"},
		{"en", "Be aware of hazards", Vague, "Be aware of"},
		{"en", "Basics of bookkeeping", Vague, "Basics of"},
		{"en", "Welding", OneWord, "Welding"},
		{"en", "Problem-solving", OneWord, "Problem-solving"},
		{"en", "Weld aluminium in three positions", "", ""},
		{"en", "Recognise early signs of frostbite", "", ""},
		{"en", long, Long, ""},
		{"it", "Conoscere le norme di sicurezza", Vague, "Conoscere"},
		{"it", "Essere in grado di capire il listino", Vague, "capire"},
		{"it", "Conoscere le norme e applicarle in cantiere", "", ""},
		{"it", "Spiegare le norme a un collega", "", ""},
		{"it", "Sicurezza", OneWord, "Sicurezza"},
		{"de", "Die Grundlagen der Hygiene verstehen", Vague, "verstehen"},
		{"de", "Die Teilnehmenden kennen die Regeln", Vague, "kennen"},
		{"de", "Kenntnisse der Ersten Hilfe", Vague, "Kenntnisse der"},
		{"de", "Die Regeln verstehen und anwenden", "", ""},
		{"de", "Eine Schweißnaht nach Zeichnung herstellen", "", ""},
		{"fr", "Comprendre les enjeux de la sécurité", Vague, "Comprendre"},
		{"fr", "Être capable de connaître les gestes", Vague, "connaître"},
		{"fr", "Sensibilisation aux risques", Vague, "Sensibilisation aux"},
		{"fr", "Effectuer un massage cardiaque", "", ""},
		{"es", "Entender la normativa", Vague, "Entender"},
		{"es", "Tener conocimientos de cocina", Vague, "Tener conocimientos de"},
		{"es", "Preparar un menú sin gluten", "", ""},
		{"ar", "فهم قواعد السلامة", Vague, "فهم"},
		{"ar", "أن يعرف المتدرب قواعد السلامة", Vague, "يعرف"},
		{"ar", "يشرح قواعد السلامة لزميل", "", ""},
		{"de", "Die Teilnehmenden sind sich der Risiken bewusst", Vague, "bewusst"},
		{"de", "Weiß lackieren und polieren", "", ""},
		{"de", "Die Kosten eines Umbaus schätzen", "", ""},
		{"fr", "Saisir vingt écritures comptables", "", ""},
		{"fr", "Apprécier un risque avant l'intervention", "", ""},
		{"en", "Realise a short film of three minutes", "", ""},
		{"en", "Value a property for sale", "", ""},
		{"pt", "Compreender a segurança", "", ""},
		{"ja", "応急手当を行う", "", ""},
		{"pt", "Segurança", OneWord, "Segurança"},
	} {
		t.Run(row.language+" "+row.text, func(t *testing.T) {
			var got Remark
			if all := Outcomes([]string{row.text}, row.language); len(all) > 0 {
				got = all[0]
			}
			if got.Fault != row.fault || row.phrase != "" && got.Text != row.phrase {
				t.Errorf("Outcomes(%q) = %s %q, want %s %q", row.text, got.Fault, got.Text, row.fault, row.phrase)
			}
			if got.Fault == Vague && (got.Instead == "" && !strings.HasPrefix(got.Text, "Know how") || row.text[got.Offset:got.Offset+len(got.Text)] != got.Text) {
				t.Errorf("%q at byte %d, instead %q", got.Text, got.Offset, got.Instead)
			}
		})
	}
}

// The same sentence twice is seen whatever its case, accents, punctuation and
// first words.
func TestOutcomesTwice(t *testing.T) {
	got := Outcomes([]string{
		"Préparer un repas",
		"Servir à table",
		"préparer un  REPAS.",
		"Être capable de preparer un repas",
	}, "fr")
	var twice [][2]int
	for _, r := range got {
		if r.Fault != Twice {
			t.Errorf("outcome %d is %s", r.Outcome, r.Fault)
		}
		twice = append(twice, [2]int{r.Outcome, r.First})
	}
	if diff := cmp.Diff([][2]int{{2, 0}, {3, 0}}, twice); diff != "" {
		t.Errorf("said twice (-want +got):\n%s", diff)
	}
}

func TestAttendance(t *testing.T) {
	for _, row := range []struct{ language, text, want string }{
		{"en", "Attend all four evenings.", "Attend"},
		{"en", "Attend all four evenings and pass the practical test.", ""},
		{"en", "Attendance alone is not enough: hand in the portfolio.", ""},
		{"en", "Attendance is enough. The test is optional.", "Attendance is enough"},
		{"en", "Weld both joints as the drawing shows.", ""},
		{"it", "Partecipare a tutte le lezioni.", "Partecipare"},
		{"it", "Partecipare e superare l'esame.", ""},
		{"it", "Basta la presenza.", "Basta la presenza"},
		{"de", "Teilnahme an allen Terminen.", "Teilnahme"},
		{"de", "Teilnahme an allen Terminen und eine bestandene Prüfung.", ""},
		{"fr", "Assister à toutes les séances.", "Assister à"},
		{"fr", "Assister aux séances et réussir l'épreuve.", ""},
		{"es", "Asistencia al 80 % de las clases.", "Asistencia al 80"},
		{"es", "Asistencia al 80 % y examen final aprobado.", ""},
		{"es", "Asistir a una persona dependiente en su domicilio.", ""},
		{"it", "Rilevare la presenza di gas e la frequenza del segnale.", ""},
		{"fr", "Assister une personne âgée lors du repas.", ""},
		{"ar", "حضور جميع الجلسات", "حضور"},
		{"ar", "حضور جميع الجلسات واجتياز اختبار عملي", ""},
		{"nl", "Aanwezig zijn", ""},
	} {
		p, _ := Attendance(row.text, row.language)
		if p.Text != row.want {
			t.Errorf("Attendance(%q, %q) finds %q, want %q", row.text, row.language, p.Text, row.want)
		}
	}
	for _, row := range []struct{ language, text, want string }{
		{"en", "Attended the three-day course on forklifts.", "Attended"},
		{"en", "Takes part in rescues as a member of the crew.", ""},
		{"en", "Attended the course and passed the test.", ""},
		{"it", "Ha partecipato al corso di saldatura.", "Ha partecipato al"},
		{"de", "Nahm an der Schulung teil.", "Nahm an"},
		{"fr", "A suivi la formation.", "A suivi"},
		{"es", "Asistió al taller.", "Asistió al"},
		{"en", "Certificate of Attendance: Data Protection", "Certificate of Attendance"},
	} {
		p, _ := Attended(row.text, row.language)
		if p.Text != row.want {
			t.Errorf("Attended(%q, %q) finds %q, want %q", row.text, row.language, p.Text, row.want)
		}
	}
}

func TestPending(t *testing.T) {
	for _, row := range []struct{ language, text, want, accreditation string }{
		{"en", "National Agency for Training (pending)", "pending", ""},
		{"en", "Accreditation pending with the agency", "pending", "pending"},
		{"en", "Keeps a log of pending orders", "pending", ""},
		{"it", "Accreditamento in corso", "in corso", "in corso"},
		{"de", "Akkreditierung beantragt", "beantragt", "beantragt"},
		{"fr", "Agrément en attente", "en attente", "en attente"},
		{"es", "Acreditación en trámite", "en trámite", "en trámite"},
		{"en", "National Agency for Training", "", ""},
		{"de", "Applied for", "Applied for", ""},
	} {
		p, _ := Pending(row.text, row.language)
		q, near := PendingAccreditation(row.text, row.language)
		if !near {
			q = Phrase{}
		}
		if p.Text != row.want || q.Text != row.accreditation {
			t.Errorf("Pending(%q) finds %q and %q, want %q and %q", row.text, p.Text, q.Text, row.want, row.accreditation)
		}
	}
}

// The laws of all lexicons: a phrase that claims is found in its own language,
// in capitals too; the language's own denial takes it away; what is suggested
// claims nothing itself.
func TestLexicons(t *testing.T) {
	denials := map[string]string{"en": "not a ", "it": "non ", "de": "kein ", "fr": "pas un ", "es": "no es ", "ar": "ليست "}
	for _, l := range lexicons() {
		for _, e := range l.claims {
			for p := range strings.SplitSeq(e.phrases, ",") {
				p = strings.NewReplacer("=", "", "*", "", "#", "2").Replace(strings.TrimSpace(p))
				for _, text := range []string{p, strings.ToUpper(p)} {
					if len(Claims(text, l.language)) == 0 {
						t.Errorf("%s: %q claims nothing", l.language, text)
					}
				}
				if got := Claims(denials[l.language]+p, l.language); len(got) > 0 {
					t.Errorf("%s: %q claims in spite of its denial", l.language, denials[l.language]+p)
				}
			}
			if got := Claims(e.instead, l.language); len(got) > 0 {
				t.Errorf("%s: the suggestion %q claims %q", l.language, e.instead, got[0].Text)
			}
		}
		for _, m := range slices.Concat(l.vague, l.ends) {
			if m.instead == "" && !strings.HasSuffix(m.phrases, " to") && !strings.HasSuffix(fold(m.phrases), " a") && !strings.HasSuffix(m.phrases, "how to") {
				t.Errorf("%s: nothing is suggested for %q", l.language, m.phrases)
			}
		}
		for p := range strings.SplitSeq(l.unless, ",") {
			text := strings.ReplaceAll(strings.TrimSpace(p), "*", "")
			if got := Claims(text, l.language); len(got) > 0 {
				t.Errorf("%s: %q claims %q", l.language, text, got[0].Text)
			}
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"Certifies 1.5 ECTS", "l'été https://example.org/ x", "شهادة", "a\u0301\n\n- b", "\xff certifies"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, w := range words(text) {
			if w.start < last || w.end <= w.start || w.end > len(text) {
				t.Fatalf("word at %d to %d after %d in %q", w.start, w.end, last, text)
			}
			last = w.end
		}
		for _, language := range append(Languages(), "") {
			for _, c := range Claims(text, language) {
				if text[c.Offset:c.Offset+len(c.Text)] != c.Text {
					t.Fatalf("%q is not at %d of %q", c.Text, c.Offset, text)
				}
			}
			Outcomes([]string{text, text}, language)
			Attendance(text, language)
			Attended(text, language)
			Pending(text, language)
		}
	})
}

func BenchmarkClaims(b *testing.B) {
	text := strings.Repeat("Manages common workplace emergencies, from cardiac arrest to severe bleeding, until professional help arrives. ", 5)
	for b.Loop() {
		Claims(text, "en")
	}
}

func ExampleClaims() {
	for _, c := range Claims("This badge certifies that you can weld. It is not a licence.", "en") {
		fmt.Printf("%q at byte %d claims a %s; write %q\n", c.Text, c.Offset, c.Sort, c.Instead)
	}
	// Output: "certifies" at byte 11 claims a certificate; write "shows"
}

func ExampleOutcomes() {
	for _, r := range Outcomes([]string{"Weld two plates", "Understand safety", "Teamwork"}, "en") {
		fmt.Printf("outcome %d is %s: %q\n", r.Outcome+1, r.Fault, r.Text)
	}
	// Output:
	// outcome 2 is vague: "Understand"
	// outcome 3 is one-word: "Teamwork"
}
