package load

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/net/idna"
	"golang.org/x/text/language"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

var (
	slugForm    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	dayForm     = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	decimalForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,6})(\.[0-9]{1,4})?$`)
	numberForm  = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)
	colorForm   = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
	hashForm    = regexp.MustCompile(`^sha256\$[0-9a-fA-F]{64}$`)
	didForm     = regexp.MustCompile(`^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$`)
)

// scalarRule is the id of findings about a plain value of a type.
func scalarRule(t Type) string {
	switch t {
	case Day, Span:
		return "bad-date"
	case Web, SiteURL:
		return "bad-url"
	case Text, Lines, Name:
		return "bad-text"
	}
	return "bad-value"
}

// checkScalar holds a plain value against its key. An empty message means
// that it is good.
func checkScalar(s string, k *Key) (message, mend string) {
	if m, mend := checkCharacters(s, k.Type); m != "" {
		return m, mend
	}
	limit := k.Max
	if limit == 0 || k.Type == Number {
		limit = maxText
	}
	if n := utf8.RuneCountInString(s); n > limit {
		return fmt.Sprintf("has %d characters, at most %d are read", n, limit), "shorten it"
	}
	switch k.Type {
	case Flag:
		if s != "true" && s != "false" {
			return fmt.Sprintf("expected true or false, found %q", s), "write true or false"
		}
	case Day:
		return checkDay(s)
	case Span:
		if _, err := badge.ParsePeriod(s); err != nil {
			return fmt.Sprintf("%v, found %q", err, s), "write for example P3Y (three years), P18M (18 months) or P90D (90 days)"
		}
	case Number:
		if n, ok := parseNumber(s); !ok || n < k.Min || n > k.Max {
			return fmt.Sprintf("expected a whole number from %d to %d, found %q", k.Min, k.Max, s), fmt.Sprintf("write a number from %d to %d", k.Min, k.Max)
		}
	case Decimal:
		if !decimalForm.MatchString(s) {
			mend := "write digits, with a point for the fraction"
			if t := strings.Replace(s, ",", ".", 1); decimalForm.MatchString(t) {
				mend = "write " + t
			}
			return fmt.Sprintf("expected a number such as 1 or 2.5, found %q", s), mend
		}
	case Web:
		return checkWeb(s)
	case SiteURL:
		if _, err := address.Parse(s); err != nil {
			return fmt.Sprintf("%v, found %q", err, s), "write for example https://credentials.example.org/"
		}
	case Email:
		return checkEmail(s)
	case Choice:
		if !slices.Contains(k.Choices, s) {
			return fmt.Sprintf("unknown value %q", s), knownMend(s, k.Choices, "write one of: ")
		}
	case Slug:
		if !slugForm.MatchString(s) || len(s) > maxSlug {
			return fmt.Sprintf("expected lower-case letters, digits and single hyphens, found %q", s), slugMend(s)
		}
	case Versioned:
		if _, ok := parseReference(s); !ok {
			return fmt.Sprintf("expected the slug of an achievement, or slug@version, found %q", s), slugMend(s)
		}
	case AwardKey:
		if cohort, label := badge.Key(s).Split(); !slugForm.MatchString(cohort) || !slugForm.MatchString(label) {
			return fmt.Sprintf("expected the name of an award file, a slash and a label, found %q", s), "write for example 2026-05-first-aid/k4f1"
		}
	case Language:
		if tag, err := language.Parse(s); err != nil || tag.String() != s {
			mend := "write a language tag such as en, it or pt-BR"
			if err == nil {
				mend = "write " + tag.String()
			}
			return fmt.Sprintf("expected a language tag, found %q", s), mend
		}
	case Country:
		r, err := language.ParseRegion(s)
		if err != nil || len(s) != 2 || !r.IsCountry() || r.String() != s {
			mend := "write the two capital letters of ISO 3166, for example IE"
			if err == nil && len(r.String()) == 2 && r.IsCountry() {
				mend = "write " + r.String()
			}
			return fmt.Sprintf("expected a country code, found %q", s), mend
		}
	case FileName:
		return checkFileName(s)
	case Color:
		if !colorForm.MatchString(s) {
			return fmt.Sprintf("expected a colour, found %q", s), `write # and six hexadecimal digits in quotes, for example "#0b5cad"`
		}
	case SeedText:
		if _, err := badge.ParseSeed(s); err != nil {
			return err.Error(), "restore the seed from the repository's history; for a new site run: sealpress init"
		}
	case Hash:
		if !hashForm.MatchString(s) {
			return "expected sha256$ and 64 hexadecimal digits", "write the e-mail under `email` instead"
		}
	case SaltText:
		if len(s) > 200 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return "expected letters, digits and signs, without a space", "write the e-mail under `email` instead"
		}
	case DID:
		if !didForm.MatchString(s) {
			return fmt.Sprintf("expected a decentralised identifier, found %q", s), "write for example did:web:ada.example"
		}
	case PublicKey:
		return checkPublicKey(s)
	case PinnedID:
		if !badge.ValidID(s) {
			return fmt.Sprintf("expected the 26 characters of an award's address, found %q", s), "remove the key, or copy the id from the address of the award's page"
		}
	}
	return "", ""
}

const (
	maxSlug = 80   // characters
	maxText = 2000 // characters of text whose key has no limit of its own
)

func parseNumber(s string) (int, bool) {
	if !numberForm.MatchString(s) {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// parseReference reads slug or slug@version.
func parseReference(s string) (badge.Reference, bool) {
	slug, version, pinned := strings.Cut(s, "@")
	n, ok := parseNumber(version)
	if !slugForm.MatchString(slug) || len(slug) > maxSlug || pinned && (!ok || n < 1 || n > 999) {
		return badge.Reference{}, false
	}
	return badge.Reference{Slug: slug, Version: n}, true
}

// checkCharacters refuses what cannot be seen or does not belong into a type
// of text.
func checkCharacters(s string, t Type) (message, mend string) {
	if t != Lines && strings.Contains(s, "\n") {
		return "expected one line, found several", "write it in one line"
	}
	marks, seen := 0, false
	for _, r := range s {
		if r > ' ' && r <= '~' { // as nearly all are
			marks, seen = 0, true
			continue
		}
		seen = seen || unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
		switch {
		case forbidden(r):
			return "holds the control character " + codepoint(r), "remove the character"
		case invisible(r, t == Name || t == Text || t == Lines):
			return "holds the invisible character " + codepoint(r), "type the text again, or remove the character"
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > 8 {
				return "has more than 8 combining marks on one letter", "remove the marks"
			}
		case r == '\u200c' || r == '\u200d': // joiners carry no marks of their own
		default:
			marks = 0
		}
	}
	if !seen {
		return "holds nothing that can be seen", "write a value"
	}
	return "", ""
}

func checkDay(s string) (message, mend string) {
	_, err := badge.ParseDate(s)
	if err == nil {
		return "", ""
	}
	mend = "write year, month and day as YYYY-MM-DD, for example 2026-05-14"
	if len(s) > len("2006-01-02") && strings.ContainsRune("Tt ", rune(s[10])) {
		if _, err := badge.ParseDate(s[:10]); err == nil {
			return fmt.Sprintf("expected a day without a time, found %q", s), "write " + s[:10] + "; days are counted in UTC"
		}
	}
	if dayForm.MatchString(s) {
		return fmt.Sprintf("%v, found %q", err, s), "look it up: there is no such day in that month and year"
	}
	if strings.ContainsAny(s, "./") {
		mend += " (this keeps day and month from being confused)"
	}
	return fmt.Sprintf("%v, found %q", err, s), mend
}

func checkWeb(s string) (message, mend string) {
	switch {
	case strings.HasPrefix(s, "//"):
		return fmt.Sprintf("the address %q does not say how it is reached", s), "write https:" + s
	case strings.ContainsAny(s, " \"'<>\\^`{|}\n"):
		return fmt.Sprintf("not a web address: %q holds a space, a quote or a bracket", s), "copy the address from the browser"
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return fmt.Sprintf("not a web address: %q", s), "copy the address from the browser"
	case u.Scheme == "" && !strings.Contains(s, ":"):
		return fmt.Sprintf("expected a web address, found %q", s), "write https:// before it"
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Sprintf("expected an address that starts with https://, found %q", s), "copy the address from the browser"
	case u.Hostname() == "" || u.User != nil:
		return fmt.Sprintf("not a web address: %q", s), "copy the address from the browser"
	}
	if _, err := idna.Lookup.ToASCII(u.Hostname()); err != nil {
		return fmt.Sprintf("%q is not the name of a host", u.Hostname()), "copy the address from the browser"
	}
	return "", ""
}

func checkEmail(s string) (message, mend string) {
	a, err := mail.ParseAddress(s)
	_, domain, _ := strings.Cut(s, "@")
	switch {
	case err == nil && a.Address != s && strings.Contains(s, "<"):
		return fmt.Sprintf("expected an address alone, found %q", s), "write " + a.Address
	case err != nil || a.Address != s || len(s) > 254 || strings.Count(s, "@") != 1 || strings.HasPrefix(domain, "["):
		return fmt.Sprintf("not an e-mail address: %q", s), "write for example ada@example.org"
	case !strings.Contains(domain, "."):
		return fmt.Sprintf("the e-mail address %q has no full domain", s), "write for example ada@example.org"
	}
	return "", ""
}

// checkFileName accepts the name of a file beside the one that names it.
func checkFileName(s string) (message, mend string) {
	switch {
	case strings.Contains(s, "..") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "~"):
		return fmt.Sprintf("the path %q leaves the content folder", s), "put the file beside this one and write its name"
	case strings.ContainsAny(s, `/\%:*?"<>|`):
		return fmt.Sprintf("expected the name of a file beside this one, found %q", s), "put the file beside this one and write its name"
	}
	return "", ""
}

// suggest returns the known word that was surely meant, or nothing.
func suggest(word string, known []string) string {
	best, distance := "", 3
	if len(word) > 60 {
		return "" // nothing known is nearly as long
	}
	folded := strings.ToLower(strings.ReplaceAll(word, "_", "-"))
	for _, k := range known {
		d := levenshtein.ComputeDistance(folded, k)
		if swapped(folded, k) {
			d = 1
		}
		if d < distance && d*3 <= max(len(k), 3) {
			best, distance = k, d
		}
	}
	return best
}

// swapped reports whether two words differ by two neighbouring letters in the
// other order, the commonest slip of the fingers.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func knownMend(word string, known []string, lead string) string {
	list := slices.Sorted(slices.Values(known))
	mend := lead + strings.Join(list, ", ")
	if s := suggest(word, known); s != "" {
		return fmt.Sprintf("did you mean %q? %s", s, mend)
	}
	return mend
}

// slugMend suggests a slug in place of words that a person typed.
func slugMend(s string) string {
	if slug := makeSlug(s); slug != "" {
		return "write " + slug
	}
	return "write for example first-drill"
}

// makeSlug makes a slug of words: lower-case letters and digits of ASCII,
// everything else a hyphen.
func makeSlug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	return strings.Trim(slug[:min(len(slug), maxSlug)], "-")
}
