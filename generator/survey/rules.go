package survey

import "github.com/sealpress/sealpress/generator/diag"

// The names of the rules. They are stable.
const (
	ruleUnreachable = "live-unreachable"
	ruleDID         = "live-keys"
	ruleDot         = "live-dot-folder"
	ruleMissing     = "live-missing"
	ruleFallback    = "live-fallback"
	ruleAbsent      = "live-not-found"
	ruleListing     = "live-listing"
	ruleBytes       = "live-bytes"
	ruleRedirect    = "live-redirect"
	ruleMoved       = "live-page-moved"
	ruleCORS        = "live-cors"
	ruleType        = "live-type"
	ruleLabel       = "live-label"
	ruleCache       = "live-cache"
)

// Rules lists what Live holds a host against. The first are the ones to mend
// first.
func Rules() []diag.Rule {
	return []diag.Rule{
		{ID: ruleUnreachable, Severity: diag.Error, Title: "The host answers", Why: "Who verifies asks your site.",
			Mend: "wait a minute and try again; then look at the host's status, the name's DNS records and the certificate"},
		{ID: ruleDID, Severity: diag.Error, Title: "The document of your keys is online", Why: "Signatures are checked with the keys in it. Without it nothing that you signed can be verified.",
			Mend: "publish did.json where it is built", Cite: "did:web Method Specification, Read (Resolve)"},
		{ID: ruleDot, Severity: diag.Error, Title: "Folders whose names begin with a dot are online", Why: "Some hosts and uploading programs leave such folders out, and verifiers look for keys in one.",
			Mend: "publish the folder .well-known as well", Cite: "RFC 8615"},
		{ID: ruleFallback, Severity: diag.Error, Title: "What does not exist is answered with 404", Why: "A host that answers everything with a page seems to have every credential, and a verifier reads nonsense where it should read that nothing is there.",
			Mend: "switch off the answer for unknown addresses", Cite: "RFC 9110, section 15.5.5"},
		{ID: ruleListing, Severity: diag.Error, Title: "The host shows no list of the awards", Why: "Pages are unlisted so that only who has the address finds them. A list of the folder gives all addresses away.",
			Mend: "switch off lists of folders"},
		{ID: ruleMissing, Severity: diag.Error, Title: "Every file is online", Why: "Somebody may hold the address.",
			Mend: "put everything in public/ online again"},
		{ID: ruleBytes, Severity: diag.Error, Title: "What is served is what was built", Why: "An old copy shows what is no longer true, and a changed one does not verify.",
			Mend: "build again and put everything in public/ online; switch off whatever changes files on the way"},
		{ID: ruleRedirect, Severity: diag.Error, Title: "Documents are served at their addresses", Why: "A credential names these addresses, and verifiers do not follow redirects everywhere.",
			Mend: "serve the files at the addresses at which they are built", Cite: "Open Badges 2.0, Hosted verification"},
		{ID: ruleCORS, Severity: diag.Error, Title: "Pages of others may read the documents", Why: "Many verifiers run in a browser, which reads other hosts' documents only where they allow it.",
			Mend: "send Access-Control-Allow-Origin: * with every file", Cite: "Fetch Standard, HTTP-network-or-cache fetch, CORS protocol"},
		{ID: ruleType, Severity: diag.Error, Title: "Pages and pictures are labelled as what they are", Why: "A browser shows or downloads a file by its content type.",
			Mend: "set the content types by the endings of the files"},
		{ID: ruleAbsent, Severity: diag.Warning, Title: "What does not exist is answered with 404", Why: "A person with a mistyped address should see your page that says so.",
			Mend: "answer unknown addresses with 404 and the page 404.html"},
		{ID: ruleMoved, Severity: diag.Warning, Title: "Pages are served at their addresses", Why: "A redirect costs time, and is lost when you change the host.",
			Mend: "serve a folder's index.html at the address that ends with a slash"},
		{ID: ruleLabel, Severity: diag.Warning, Title: "Documents are labelled as what they are", Why: "Most verifiers read a document whatever it is labelled; some do not.",
			Mend: "set the content types by the endings of the files"},
		{ID: ruleCache, Severity: diag.Warning, Title: "Lists of what is revoked are not cached for long", Why: "A revocation should be seen within minutes.",
			Mend: "let caches keep status/ for five minutes: Cache-Control: public, max-age=300"},
	}
}

// severityOf returns how much a rule stands in the way.
func severityOf(id string) diag.Severity {
	for _, r := range Rules() {
		if r.ID == id {
			return r.Severity
		}
	}
	return diag.Error
}
