package share

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Certification is what LinkedIn's form for licences and certifications is
// filled in with. It never holds the learner's name: the form belongs to
// whoever is signed in.
type Certification struct {
	Name            string // of the achievement
	Organization    string // who issues; used where OrganizationID is empty
	OrganizationID  string // of the issuer's company page at LinkedIn
	Issued, Expires badge.Date
	URL             string // of the award's page
	ID              string // of the award
}

// LinkedIn returns the address of LinkedIn's "Add to profile" form, filled in.
// Its parameters are not documented by LinkedIn; these are the ones that
// issuers use: startTask, name, organizationId or organizationName, issueYear,
// issueMonth, expirationYear, expirationMonth, certUrl and certId.
func LinkedIn(c Certification) string {
	var b strings.Builder
	b.WriteString("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME")
	add := func(name, value string) {
		if value != "" {
			b.WriteByte('&')
			b.WriteString(name)
			b.WriteByte('=')
			b.WriteString(url.QueryEscape(value))
		}
	}
	month := func(what string, d badge.Date) {
		if d.Year != 0 {
			add(what+"Year", strconv.Itoa(int(d.Year)))
			add(what+"Month", strconv.Itoa(int(d.Month)))
		}
	}
	add("name", c.Name)
	if c.OrganizationID != "" {
		add("organizationId", c.OrganizationID)
	} else {
		add("organizationName", c.Organization)
	}
	month("issue", c.Issued)
	month("expiration", c.Expires)
	add("certUrl", c.URL)
	add("certId", c.ID)
	return b.String()
}
