package report

import "slices"

// language is the language that is spoken: the first of verify's where another
// one is asked for.
func (w Words) language() string {
	if w.Language == "it" {
		return "it"
	}
	return "en"
}

// say returns a text by its key.
func (w Words) say(key string) string {
	pair := words[key]
	if w.language() == "it" {
		return pair[1]
	}
	return pair[0]
}

// words are the texts around the sentences of a verdict, in English and in
// Italian.
var words = map[string][2]string{
	"stamp.valid":       {"VALID", "VALIDA"},
	"stamp.hosted":      {"VALID (HOSTED)", "VALIDA (OSPITATA)"},
	"stamp.expired":     {"EXPIRED", "SCADUTA"},
	"stamp.revoked":     {"REVOKED", "REVOCATA"},
	"stamp.suspended":   {"SUSPENDED", "SOSPESA"},
	"stamp.not-valid":   {"NOT VALID", "NON VALIDA"},
	"stamp.cannot-tell": {"CANNOT TELL", "NON SI PUÒ DIRE"},

	"format.":               {"Not read", "Non letta"},
	"format.ob2-hosted":     {"Open Badges 2.0, hosted", "Open Badges 2.0, ospitata"},
	"format.ob2-signed":     {"Open Badges 2.0, signed", "Open Badges 2.0, firmata"},
	"format.data-integrity": {"Open Badges 3.0 / Verifiable Credentials 2.0, signed (Data Integrity)", "Open Badges 3.0 / Verifiable Credentials 2.0, firmata (Data Integrity)"},
	"format.vc-jwt":         {"Open Badges 3.0 / Verifiable Credentials 2.0, signed (VC-JWT)", "Open Badges 3.0 / Verifiable Credentials 2.0, firmata (VC-JWT)"},
	"format.stub":           {"What is left of a withdrawn credential", "Ciò che resta di una credenziale ritirata"},

	"title":    {"Title", "Titolo"},
	"holder":   {"Holder", "Titolare"},
	"issuer":   {"Issuer", "Ente"},
	"awarded":  {"Awarded", "Rilasciata"},
	"until":    {"Valid until", "Valida fino a"},
	"replaced": {"Replaced by", "Sostituita da"},
	"format":   {"Form", "Forma"},
	"id":       {"Address", "Indirizzo"},
	"clock":    {"Judged at", "Giudicata il"},

	"kind.unsaid":  {"Open Badges 2.0 does not say whether it is a badge or a micro-credential: its page does.", "Open Badges 2.0 non dice se è un badge o una microcredenziale: lo dice la sua pagina."},
	"known":        {"You know the issuer: it stands in your file of known issuers.", "Conosci l'ente: è nel tuo elenco di enti conosciuti."},
	"known.as":     {"You know the issuer: in your file of known issuers it is called %s.", "Conosci l'ente: nel tuo elenco di enti conosciuti si chiama %s."},
	"known.not":    {"The issuer is not shown to be one of those in your file of known issuers.", "L'ente non risulta tra quelli del tuo elenco di enti conosciuti."},
	"known.nofile": {"Whether you know the issuer is for you to say: no file of known issuers was given.", "Se conosci l'ente lo sai tu: non è stato dato un elenco di enti conosciuti."},

	"kind":       {"What it is", "Che cos'è"},
	"checks":     {"What was checked", "Che cosa è stato controllato"},
	"parts":      {"Credentials in it", "Credenziali al suo interno"},
	"elements":   {"Elements of an EU micro-credential", "Elementi di una microcredenziale UE"},
	"of":         {"%d of %d present", "%d di %d presenti"},
	"missing":    {"missing", "manca"},
	"present":    {"present", "presente"},
	"endorsed":   {"What others say of it", "Che cosa ne dicono altri"},
	"unproven":   {"What this does not prove", "Che cosa questo non dimostra"},
	"asked":      {"Addresses that this rests on", "Indirizzi su cui questo si basa"},
	"report":     {"Report on credentials", "Rapporto sulle credenziali"},
	"report.one": {"Report on a credential", "Rapporto su una credenziale"},
	"claims":     {"What it says of itself, which is not proven:", "Che cosa dice di sé, senza che sia dimostrato:"},
	"others":     {"Those that are valid", "Quelle valide"},

	"note.stands-in": {"The files in %s stand in for %s: nothing was asked there. What is online may differ: sealpress verify --live compares.", "I file in %s fanno le veci di %s: lì non è stato chiesto nulla. Ciò che è in rete può essere diverso: sealpress verify --live confronta."},
	"note.listed":    {"%s listed awards were found in %s. Unlisted awards cannot be found this way: ask for their links.", "%s riconoscimenti in elenco trovati in %s. Quelli non in elenco non si trovano così: chiedi i loro link."},
	"note.more":      {"There are more, which were not looked at.", "Ce ne sono altri, che non sono stati guardati."},
	"note.none":      {"The page names no credential, and no award is listed in %s. Unlisted awards cannot be found this way: ask for their links.", "La pagina non indica credenziali, e in %s non è elencato alcun riconoscimento. Quelli non in elenco non si trovano così: chiedi i loro link."},
	"note.misplaced": {"%s calls itself %s, and is served at %s", "%s si chiama %s, ed è servito a %s"},
	"note.nameless":  {"%s does not name its address, and is served at %s", "%s non indica il proprio indirizzo, ed è servito a %s"},
	"note.addresses": {"%s documents looked at: all stand at the address that they name", "%s documenti guardati: tutti stanno all'indirizzo che indicano"},
	"note.strays":    {"%s documents looked at: %s files do not stand at the address that they name", "%s documenti guardati: %s file non stanno all'indirizzo che indicano"},
	"note.clash":     {"%s contradicts itself: %s", "%s si contraddice: %s"},
	"note.standing":  {"the page %s shows it as valid", "la pagina %s lo mostra come valido"},
	"note.withdrawn": {"the page %s shows it as withdrawn", "la pagina %s lo mostra come ritirato"},
	"note.agree":     {"%s awards looked at: all forms of each, and its page, say the same", "%s riconoscimenti guardati: tutte le forme di ognuno, e la sua pagina, dicono lo stesso"},
	"note.clashes":   {"%s awards looked at: %s contradict themselves", "%s riconoscimenti guardati: %s si contraddicono"},
	"note.honest":    {"What a site holds that is revoked or expired is counted, and is no mistake in it: the exit status does not tell of it.", "Ciò che in un sito è revocato o scaduto viene contato, e non è un errore: lo stato di uscita non ne parla."},
	"note.proxied":   {"Addresses are asked through your proxy: that none of them leads into a private network rests on it.", "Gli indirizzi sono interrogati tramite il tuo proxy: che nessuno porti in una rete privata dipende da esso."},

	"live.error":        {"error", "errore"},
	"live.warning":      {"warning", "avviso"},
	"live.found":        {"found:", "trovato:"},
	"live.mend":         {"mend:", "rimedio:"},
	"live.more":         {"… and %s more", "… e altri %s"},
	"live.served":       {"%s: %s · %s served as built · %s, %s", "%s: %s · %s serviti come prodotti · %s, %s"},
	"live.files":        {"%s files asked for", "%s file richiesti"},
	"live.files.one":    {"%s file asked for", "%s file richiesto"},
	"live.errors":       {"%s errors", "%s errori"},
	"live.errors.one":   {"%s error", "%s errore"},
	"live.warnings":     {"%s warnings", "%s avvisi"},
	"live.warnings.one": {"%s warning", "%s avviso"},

	"count.inputs":      {"%s judged", "%s giudicate"},
	"count.valid":       {"%s valid", "%s valide"},
	"count.hosted":      {"of which %s hosted, without a signature", "di cui %s ospitate, senza firma"},
	"count.expired":     {"%s expired", "%s scadute"},
	"count.revoked":     {"%s revoked", "%s revocate"},
	"count.suspended":   {"of which %s suspended", "di cui %s sospese"},
	"count.replaced":    {"of which %s replaced by a newer edition", "di cui %s sostituite da una nuova edizione"},
	"count.stubs":       {"of which %s left as a stub only", "di cui %s ridotte a un resto"},
	"count.not-valid":   {"%s not valid", "%s non valide"},
	"count.cannot-tell": {"%s cannot be told", "%s di cui non si può dire"},
}

// keys lists the keys of all texts.
func keys() []string {
	var all []string
	for k := range words {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
