package vc

// IsURL reports whether a text is an absolute URL, as identifiers must be
// (§4.4): a scheme, a colon and more, without a character that URLs write in
// percent form. Characters beyond ASCII are let through.
func IsURL(s string) bool {
	colon := 0
	for colon < len(s) && schemeByte(s[colon], colon == 0) {
		colon++
	}
	if colon == 0 || colon >= len(s)-1 || s[colon] != ':' {
		return false
	}
	for i := colon + 1; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c == 0x7f:
			return false
		case c == '<', c == '>', c == '"', c == '{', c == '}', c == '|', c == '\\', c == '^', c == '`':
			return false
		case c == '%' && (i+2 >= len(s) || !hexByte(s[i+1]) || !hexByte(s[i+2])):
			return false
		}
	}
	return true
}

func schemeByte(c byte, first bool) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || !first && (digit(c) || c == '+' || c == '-' || c == '.')
}

func hexByte(c byte) bool { return digit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
