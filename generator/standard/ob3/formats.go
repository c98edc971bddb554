package ob3

import "strings"

// release reports whether a string in quotes is a release of the Open Badges
// context. Those before 3.0.2 cannot stand beside credentials/v2: both protect
// terms that the other redefines.
func release(quoted string) bool {
	rest, before := strings.CutPrefix(quoted, `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.`)
	rest, after := strings.CutSuffix(rest, `.json"`)
	return before && after && len(rest) == 3 && digit(rest[0]) && rest[1] == '.' && digit(rest[2]) && rest >= "0.2"
}

// isLanguage is the pattern of the schema,
// ^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$.
func isLanguage(s string) bool {
	parts := strings.Split(s, "-")
	if len(parts[0]) < 2 || len(parts[0]) > 4 || !all(parts[0], lower) {
		return false
	}
	parts = parts[1:]
	if len(parts) > 0 && len(parts[0]) == 4 && upper(parts[0][0]) && all(parts[0][1:], lower) {
		parts = parts[1:]
	}
	if len(parts) > 0 && (len(parts[0]) == 2 && all(parts[0], upper) || len(parts[0]) == 3 && all(parts[0], digit)) {
		parts = parts[1:]
	}
	return len(parts) == 0
}

// isJWS is the pattern of the schema: three parts of base64url, of which the
// second may be empty.
func isJWS(s string) bool {
	parts := strings.Split(s, ".")
	return len(parts) == 3 && parts[0] != "" && parts[2] != "" && all(parts[0]+parts[1]+parts[2], func(c byte) bool {
		return lower(c|0x20) && c != '@' || digit(c) || c == '-' || c == '_'
	})
}

func all(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) bool { return 'a' <= c && c <= 'z' }
func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
func digit(c byte) bool { return '0' <= c && c <= '9' }
