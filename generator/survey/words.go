package survey

import (
	"strings"

	"github.com/sealpress/sealpress/generator/address"
)

// Say returns what a finding of the report says in a language of verify, and
// how it is mended at this host. Where a language has no words they are
// English.
func (r *Report) Say(f *Finding, language string) (message, mend string) {
	at, err := address.Parse(r.Address)
	if err != nil {
		return f.Message, f.Mend // of a report that somebody else has written
	}
	return sentence(f, language), kindOf(r.Host).mend(f, at, language)
}

// sentence says what is wrong.
func sentence(f *Finding, language string) string {
	words := english
	if language == "it" {
		words = italian
	}
	text, ok := words[f.key()]
	if !ok {
		text = english[f.key()]
	}
	var pairs []string
	for name, value := range f.Params {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// key is the name of the sentence of a finding.
func (f *Finding) key() string {
	if f.Case == "" {
		return f.Rule
	}
	return f.Rule + "." + f.Case
}

// mend says how something is mended at this host: the rule's own words where
// the host is not known.
func (k hostKind) mend(f *Finding, at address.Site, language string) string {
	text, name := "", ""
	for _, key := range []string{f.key(), f.Rule} {
		if text == "" && k.mends[key] != "" {
			text, name = k.mends[key], "mend."+k.name+"."+key
		}
	}
	if text == "" {
		text, name = generalMend(f)
	}
	if language == "it" && italian[name] != "" {
		text = italian[name]
	}
	if f.Rule == ruleDID {
		answers := "; it must answer at "
		if language == "it" {
			answers = "; deve rispondere a "
		}
		text += answers + at.URL(at.DIDDocument())
	}
	return text
}

// generalMend is what helps at any host.
func generalMend(f *Finding) (text, name string) {
	if text := caseMends[f.key()]; text != "" {
		return text, "mend." + f.key()
	}
	for _, r := range Rules() {
		if r.ID == f.Rule {
			return r.Mend, "mend." + f.Rule
		}
	}
	return "", ""
}

// caseMends is what helps in a case of a rule that needs something else than
// the rule's own mend.
var caseMends = map[string]string{
	ruleListing + ".store":    "take the right to list the files away from everybody: let the public read files and nothing else",
	ruleListing + ".versions": "take the right to list the versions away from everybody, and delete the former versions of what was erased",
	ruleListing + ".rights":   "take the right to read the access rights away from everybody",
	ruleBytes + ".cached":     "empty the cache in front of the host, and let it keep status/ for five minutes at most",
}

// english are the sentences of findings, by rule, or by rule and case.
var english = map[string]string{
	ruleUnreachable:           "the host does not answer",
	ruleDID:                   "the document of your keys is answered with {status}: nothing that you signed can be verified",
	ruleDID + ".page":         "the document of your keys is answered with a page for people: nothing that you signed can be verified",
	ruleDot:                   "a file in a folder whose name begins with a dot is answered with {status}",
	ruleDot + ".page":         "a file in a folder whose name begins with a dot is answered with a page for people",
	ruleFallback:              "an address that does not exist is answered with {status} and a page, where a 404 is due",
	ruleFallback + ".moved":   "an address that does not exist is answered with a redirect, where a 404 is due",
	ruleFallback + ".large":   "an address that does not exist is answered with a large file, where a 404 is due",
	ruleListing:               "the host shows a list of the folder awards/, and so the address of every unlisted award",
	ruleListing + ".store":    "the store of the host lists its files to everybody, and so the address of every unlisted award",
	ruleListing + ".versions": "the store of the host lists former versions of its files to everybody, and so what was erased or changed",
	ruleListing + ".rights":   "the store of the host shows to everybody who may read and write in it",
	ruleMissing:               "a file is answered with {status}",
	ruleMissing + ".page":     "a file is answered with a page for people",
	ruleMissing + ".moved":    "the host sends on, to where nobody follows",
	ruleBytes:                 "what the host serves is not what this content makes",
	ruleBytes + ".cached":     "a cache in front of the host serves an old copy: the host itself serves what this content makes",
	ruleRedirect:              "a document is not served at its address but sent on",
	ruleRedirect + ".lost":    "the host sends on, to where nobody follows",
	ruleCORS:                  "verifiers that run in a browser may not read a document",
	ruleType:                  "{ending} is served as {found}, where {due} is due",
	ruleType + ".none":        "{ending} is served as no type, where {due} is due",
	ruleAbsent:                "an address that does not exist is answered with {status}, where a 404 is due",
	ruleMoved:                 "a page is not served at its address but sent on",
	ruleLabel:                 "{ending} is served as {found}, where {due} is due",
	ruleLabel + ".none":       "{ending} is served as no type, where {due} is due",
	ruleCache:                 "a list of what is revoked is kept in caches for longer than an hour",
}
