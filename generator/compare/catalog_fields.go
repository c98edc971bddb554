package compare

import (
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

func pathwayFields(was, is *badge.Pathway) []Field {
	var f fields
	f.value("name", was.Name, is.Name)
	f.value("description", was.Description, is.Description)
	f.value("language", was.Language, is.Language)
	f.list("steps", steps(was.Steps), steps(is.Steps))
	f.value("goal", was.Goal, is.Goal)
	f.text("text", string(was.Body), string(is.Body))
	f.dict("translation", translations(was.Translations), translations(is.Translations))
	return f
}

func steps(list []badge.Step) []string {
	var out []string
	for _, s := range list {
		required := " (optional)"
		if s.Required {
			required = ""
		}
		out = append(out, s.Badge+required)
	}
	return out
}

func pageFields(was, is *badge.Page) []Field {
	var f fields
	f.value("name", was.Name, is.Name)
	f.value("description", was.Description, is.Description)
	f.value("language", was.Language, is.Language)
	f.value("in the menu", yes(was.Menu), yes(is.Menu))
	f.text("text", string(was.Body), string(is.Body))
	f.dict("translation", translations(was.Translations), translations(is.Translations))
	return f
}

func keyFields(was, is *badge.SigningKey) []Field {
	var f fields
	f.value("made on", was.Created.String(), is.Created.String())
	f.hidden("public half", was.Ed25519 == is.Ed25519 && was.P256 == is.P256)
	f.value("retired on", was.Retired.String(), is.Retired.String())
	f.value("compromised since", was.Compromised.String(), is.Compromised.String())
	return f
}

// issuerFields lists what differs in who awards. Its e-mail is public, but
// what holds no e-mail at all is easier to trust.
func issuerFields(was, is *badge.Issuer) []Field {
	var f fields
	f.value("name", was.Name, is.Name)
	f.value("description", was.Description, is.Description)
	f.value("web address", was.URL, is.URL)
	f.hidden("e-mail", was.Email == is.Email)
	f.value("country", was.Country, is.Country)
	f.value("logo", was.Logo, is.Logo)
	f.list("accreditations", accreditations(was.Accreditations), accreditations(is.Accreditations))
	f.text("text", string(was.Story), string(is.Story))
	f.dict("translation", translations(was.Translations), translations(is.Translations))
	return f
}

func accreditations(list []badge.Accreditation) []string {
	var out []string
	for _, a := range list {
		out = append(out, accreditation(a))
	}
	return out
}

// siteFields lists what differs in the settings. The seed is a secret.
func siteFields(was, is *badge.Site) []Field {
	var f fields
	f.value("title", was.Title, is.Title)
	f.value("address", was.URL, is.URL)
	f.hidden("seed", was.Seed == is.Seed)
	f.list("languages", was.Languages, is.Languages)
	f.value("repository", was.Repository, is.Repository)
	f.value("theme", was.Theme, is.Theme)
	f.value("colour", was.Brand.Color, is.Brand.Color)
	f.value("logo", was.Brand.Logo, is.Brand.Logo)
	f.value("names as shown", string(was.Privacy.Names), string(is.Privacy.Names))
	f.value("listing", string(was.Privacy.Listing), string(is.Privacy.Listing))
	f.value("numbers", string(was.Privacy.Numbers), string(is.Privacy.Numbers))
	f.value("LinkedIn", was.LinkedIn, is.LinkedIn)
	f.list("approval needed for", kinds(was.Approval), kinds(is.Approval))
	f.list("status lists", was.Status, is.Status)
	f.list("outputs", was.Outputs, is.Outputs)
	return f
}

func kinds(list []badge.Kind) []string {
	var out []string
	for _, k := range list {
		out = append(out, string(k))
	}
	return out
}

// yes keeps a fact apart from nothing at all.
func yes(is bool) string { return strings.ReplaceAll(strconv.FormatBool(is), "false", "") }
