package theme

import (
	"html/template"
	"reflect"
	"strings"
)

// escaped applies one of the escapers that html/template has put into a
// pipeline. These do what html/template's do, byte for byte, for plain text;
// tests compare the two on everything that they can think of. Typed content
// is let through where html/template does so, and otherwise left to it.
func (e expression) escaped(escaper string) (expression, error) {
	text, err := e.text()
	if err != nil {
		return expression{}, err
	}
	html, attr := reflect.TypeFor[template.HTML](), reflect.TypeFor[template.HTMLAttr]()
	if e.typ == html && escaper == "_html_template_htmlescaper" || e.typ == attr && escaper == "_html_template_htmlnamefilter" {
		return expression{typ: stringType, made: text}, nil
	}
	if e.typ.PkgPath() == "html/template" {
		return expression{}, errUnknown
	}
	var escape func(string) string
	switch escaper {
	case "_html_template_htmlescaper", "_html_template_rcdataescaper", "_html_template_attrescaper":
		escape = escapeHTML
	case "_html_template_urlfilter":
		escape = filterURL
	case "_html_template_urlnormalizer":
		escape = func(s string) string { return escapeURL(s, true) }
	case "_html_template_urlescaper":
		escape = func(s string) string { return escapeURL(s, false) }
	default:
		return expression{}, errUnknown
	}
	return expression{typ: stringType, made: func(f *frame) string { return escape(text(f)) }}, nil
}

// escapeHTML escapes text for HTML, be it in an element or an attribute. Bytes
// that are no UTF-8 stay as they are.
func escapeHTML(s string) string {
	i := 0
	for i < len(s) && htmlCode[s[i]] == "" {
		i++
	}
	if i == len(s) {
		return s
	}
	b := make([]byte, i, len(s)+32)
	copy(b, s)
	for ; i < len(s); i++ {
		if code := htmlCode[s[i]]; code != "" {
			b = append(b, code...)
		} else {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// htmlCode holds what stands for a byte that HTML would take for its own.
var htmlCode = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// filterURL lets addresses through that are relative or of a harmless scheme.
func filterURL(s string) string {
	scheme, _, found := strings.Cut(s, ":")
	if !found || strings.Contains(scheme, "/") || strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto") {
		return s
	}
	return "#ZgotmplZ"
}

// escapeURL percent-encodes what may not stand in an address. With whole, s is
// an address and keeps its own signs and codes; else it is a value within one.
func escapeURL(s string, whole bool) string {
	stays := func(i int) bool {
		switch urlByte[s[i]] {
		case 1:
			return true
		case 2:
			return whole && (s[i] != '%' || i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]))
		}
		return false
	}
	i := 0
	for i < len(s) && stays(i) {
		i++
	}
	if i == len(s) {
		return s
	}
	b := make([]byte, i, len(s)+32)
	copy(b, s)
	for ; i < len(s); i++ {
		if stays(i) {
			b = append(b, s[i])
		} else {
			b = append(b, '%', hexDigits[s[i]>>4], hexDigits[s[i]&15])
		}
	}
	return string(b)
}

const hexDigits = "0123456789abcdef"

// urlByte says where a byte may stand as it is: 1 anywhere, 2 in a whole
// address ("%" only before two digits).
var urlByte = urlBytes()

func urlBytes() (table [256]uint8) {
	for c := range table {
		if isHex(byte(c)) || c >= 'g' && c <= 'z' || c >= 'G' && c <= 'Z' {
			table[c] = 1
		}
	}
	for _, c := range []byte("-._~") {
		table[c] = 1
	}
	for _, c := range []byte("!#$&*+,/:;=?@[]%") {
		table[c] = 2
	}
	return table
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
