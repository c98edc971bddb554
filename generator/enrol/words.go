package enrol

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// someName is a heading that says "name" and no more. It is the whole name
// where it stands alone; beside a column of family names it is the given name,
// beside one of given names the family name.
const someName Field = "some name"

// spoken is how people head their columns, by language. A heading is compared
// as a whole, without regard to case, accents, spaces and punctuation; in
// English also the names of the fields and the keys of award files count.
var spoken = map[string]map[Field][]string{
	"en": {
		someName: {"name"},
		Name: {"full name", "learner", "learner name", "name of learner", "student", "student name", "participant", "participant name", "recipient", "recipient name",
			"holder", "attendee", "first and last name", "first name and last name", "first name and surname", "name and surname", "first name / last name", "last name, first name"},
		FirstName:   {"first name", "given name", "given names", "forename", "firstname"},
		LastName:    {"last name", "family name", "surname", "lastname"},
		Email:       {"email", "e-mail", "mail", "email address", "e-mail address", "mail address", "recipient email", "learner email", "student email", "participant email"},
		Achievement: {"achievement", "badge", "badge name", "micro-credential", "credential", "award", "certificate", "achievement name", "name of badge"},
		Awarded:     {"date", "awarded", "awarded on", "date awarded", "award date", "date of award", "issued", "issued on", "issue date", "date issued", "issued at", "date of issue"},
		ValidUntil:  {"valid until", "valid to", "expires", "expires on", "expiry", "expiry date", "expiration", "expiration date", "date of expiry", "expires at"},
		Result:      {"result", "grade", "mark", "final grade"},
		Evidence:    {"evidence", "evidence name"},
		EvidenceURL: {"evidence url", "evidence link", "link to evidence", "evidence address"},
		EvidenceOf:  {"evidence description", "evidence narrative"},
		Assessor:    {"assessor", "assessed by", "examiner", "marked by"},
		AssessedOn:  {"assessed on", "assessed", "date of assessment", "assessment date", "exam date", "date of exam"},
		Checked:     {"identity checked", "id checked", "identity verified"},
		Person:      {"person"},
		Language:    {"language"},
		Listing:     {"listing", "listed"},
	},
	"it": {
		someName: {"nome"},
		Name: {"nome completo", "nome e cognome", "cognome e nome", "nome cognome", "cognome nome", "nominativo", "partecipante", "corsista", "studente", "allievo",
			"destinatario", "discente", "titolare"},
		FirstName:   {"nome di battesimo"},
		LastName:    {"cognome"},
		Email:       {"e-mail", "mail", "posta elettronica", "indirizzo e-mail", "indirizzo mail", "indirizzo di posta elettronica", "indirizzo email"},
		Achievement: {"riconoscimento", "badge", "microcredenziale", "attestato", "certificato", "open badge"},
		Awarded:     {"data", "data di rilascio", "data rilascio", "rilasciato il", "data di conferimento", "conferito il", "data di emissione", "emesso il"},
		ValidUntil:  {"valido fino al", "valido fino a", "scadenza", "data di scadenza", "scade il"},
		Result:      {"esito", "voto", "risultato", "valutazione", "giudizio", "voto finale"},
		Evidence:    {"evidenza", "evidenze"},
		EvidenceURL: {"url evidenza", "link evidenza", "collegamento evidenza", "indirizzo evidenza"},
		EvidenceOf:  {"descrizione evidenza"},
		Assessor:    {"valutatore", "valutato da", "esaminatore", "docente valutatore"},
		AssessedOn:  {"valutato il", "data di valutazione", "data valutazione", "data esame", "data dell'esame", "data della prova"},
		Checked:     {"identità verificata", "identità accertata"},
		Person:      {"persona"},
		Language:    {"lingua"},
		Listing:     {"elencato"},
	},
	"de": {
		someName: {"name"},
		Name: {"vollständiger name", "vor- und nachname", "vorname und nachname", "vorname nachname", "nachname, vorname", "name, vorname", "teilnehmer", "teilnehmerin",
			"teilnehmer/in", "teilnehmer:in", "teilnehmende", "teilnehmername", "lernende", "empfänger", "inhaber", "kursteilnehmer"},
		FirstName:   {"vorname", "rufname"},
		LastName:    {"nachname", "familienname", "zuname"},
		Email:       {"e-mail", "mail", "e-mail-adresse", "mailadresse", "e-mailadresse", "mail-adresse"},
		Achievement: {"auszeichnung", "badge", "abzeichen", "micro-credential", "zertifikat", "micro-zertifikat"},
		Awarded:     {"datum", "verliehen am", "verleihungsdatum", "ausgestellt am", "ausstellungsdatum", "vergeben am", "vergabedatum", "datum der verleihung"},
		ValidUntil:  {"gültig bis", "ablaufdatum", "läuft ab am"},
		Result:      {"ergebnis", "note", "bewertung", "resultat", "prädikat"},
		Evidence:    {"beleg", "leistungsnachweis"},
		EvidenceURL: {"link zum beleg", "beleg url", "beleg link", "adresse des belegs"},
		EvidenceOf:  {"beschreibung des belegs", "belegbeschreibung"},
		Assessor:    {"prüfer", "prüferin", "prüfer/in", "prüfende", "geprüft von", "bewertet von"},
		AssessedOn:  {"geprüft am", "prüfungsdatum", "prüfungstag", "bewertet am", "datum der prüfung"},
		Checked:     {"identität geprüft", "ausweis geprüft"},
		Person:      {"person"},
		Language:    {"sprache"},
		Listing:     {"gelistet"},
	},
	"fr": {
		someName: {"nom"},
		Name: {"nom complet", "nom et prénom", "prénom et nom", "nom prénom", "prénom nom", "participant", "participante", "apprenant", "apprenante", "étudiant",
			"stagiaire", "destinataire", "titulaire"},
		FirstName:   {"prénom"},
		LastName:    {"nom de famille"},
		Email:       {"e-mail", "courriel", "mail", "adresse e-mail", "adresse mail", "adresse courriel", "adresse électronique", "adresse de courriel", "mél"},
		Achievement: {"badge", "récompense", "microcertification", "micro-certification", "certificat", "attestation", "distinction"},
		Awarded:     {"date", "date d'attribution", "attribué le", "date de délivrance", "délivré le", "date d'émission", "date d'obtention", "obtenu le", "décerné le"},
		ValidUntil:  {"valable jusqu'au", "valide jusqu'au", "date d'expiration", "expire le", "expiration", "échéance"},
		Result:      {"résultat", "note", "mention"},
		Evidence:    {"preuve", "justificatif"},
		EvidenceURL: {"lien de la preuve", "url de la preuve", "lien vers la preuve", "lien preuve"},
		EvidenceOf:  {"description de la preuve"},
		Assessor:    {"évaluateur", "évaluatrice", "évalué par", "examinateur", "examinatrice"},
		AssessedOn:  {"évalué le", "date d'évaluation", "date de l'évaluation", "date d'examen", "date de l'examen"},
		Checked:     {"identité vérifiée", "identité contrôlée"},
		Person:      {"personne"},
		Language:    {"langue"},
		Listing:     {"listé"},
	},
	"es": {
		someName: {"nombre"},
		Name: {"nombre completo", "nombre y apellidos", "nombre y apellido", "apellidos y nombre", "apellidos, nombre", "participante", "alumno", "alumna", "estudiante",
			"destinatario", "titular"},
		FirstName:   {"nombre de pila"},
		LastName:    {"apellido", "apellidos"},
		Email:       {"e-mail", "correo", "correo electrónico", "mail", "dirección de correo", "dirección de correo electrónico", "dirección de e-mail"},
		Achievement: {"insignia", "reconocimiento", "microcredencial", "certificado", "logro", "distintivo"},
		Awarded:     {"fecha", "fecha de concesión", "concedido el", "concedida el", "fecha de emisión", "emitido el", "emitida el", "fecha de expedición", "otorgado el", "otorgada el"},
		ValidUntil:  {"válido hasta", "válida hasta", "fecha de vencimiento", "vence el", "caducidad", "fecha de caducidad", "expira el", "vencimiento"},
		Result:      {"resultado", "nota", "calificación"},
		Evidence:    {"evidencia", "evidencias"},
		EvidenceURL: {"enlace de la evidencia", "url de la evidencia", "enlace evidencia"},
		EvidenceOf:  {"descripción de la evidencia"},
		Assessor:    {"evaluador", "evaluadora", "evaluado por", "examinador", "examinadora"},
		AssessedOn:  {"evaluado el", "fecha de evaluación", "fecha de la evaluación", "fecha de examen", "fecha del examen"},
		Checked:     {"identidad verificada", "identidad comprobada"},
		Person:      {"persona"},
		Language:    {"idioma", "lengua"},
		Listing:     {"listado"},
	},
	"ar": {
		someName:    {"الاسم", "اسم"},
		Name:        {"الاسم الكامل", "اسم المتعلم", "المتعلم", "اسم المشارك", "المشارك", "اسم الطالب", "الطالب", "المستلم", "الاسم الثلاثي"},
		FirstName:   {"الاسم الأول"},
		LastName:    {"اسم العائلة", "الاسم الأخير", "الكنية"},
		Email:       {"البريد الإلكتروني", "البريد", "الإيميل", "عنوان البريد الإلكتروني", "بريد إلكتروني"},
		Achievement: {"الإنجاز", "الشارة", "الوسام", "الشهادة", "الشهادة المصغرة"},
		Awarded:     {"التاريخ", "تاريخ", "تاريخ المنح", "تاريخ الإصدار", "مُنح في", "صدر في"},
		ValidUntil:  {"صالح حتى", "صالحة حتى", "تاريخ الانتهاء", "تاريخ انتهاء الصلاحية"},
		Result:      {"النتيجة", "الدرجة", "التقدير", "العلامة"},
		Evidence:    {"الدليل", "الإثبات"},
		EvidenceURL: {"رابط الدليل", "رابط الإثبات"},
		EvidenceOf:  {"وصف الدليل"},
		Assessor:    {"المقيّم", "الممتحن", "قيّمه"},
		AssessedOn:  {"تاريخ التقييم", "تاريخ الامتحان", "تاريخ الاختبار"},
		Checked:     {"تم التحقق من الهوية"},
		Person:      {"الشخص"},
		Language:    {"اللغة"},
		Listing:     {"مدرج"},
	},
}

// headings returns what each folded heading stands for in some languages, by
// their tags, and in English.
func headings(languages []string) map[string][]Field {
	all := map[string][]Field{}
	add := func(f Field, word string) {
		key := fold(word)
		for _, known := range all[key] {
			if known == f {
				return
			}
		}
		all[key] = append(all[key], f)
	}
	for _, f := range Fields() {
		if f != Name { // which is the word that says no more
			add(f, string(f))
		}
	}
	done := map[string]bool{}
	for _, tag := range append([]string{"en"}, languages...) {
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if done[base] {
			continue
		}
		done[base] = true
		for _, f := range append(Fields(), someName) {
			for _, w := range spoken[base][f] {
				add(f, w)
			}
		}
	}
	return all
}

// fold takes from a text what people write in one way and another: case,
// accents, spaces and punctuation.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// truths and untruths are how a cell says yes and no, folded.
var (
	truths   = foldedSet("true yes y x 1 ja wahr oui vrai si sì vero sí verdadero نعم ✓ ✔ صحيح")
	untruths = foldedSet("false no n 0 nein falsch non faux falso لا خطأ")
)

func foldedSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w], set[fold(w)] = true, true
	}
	delete(set, "")
	return set
}
