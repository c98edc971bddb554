package leak

import (
	"bytes"
	"hash/fnv"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// People are the e-mail addresses of learners. Eight bytes are kept of each, so
// that those of a million take little, and nobody can read them out of memory.
// The zero value is nobody.
type People struct {
	sums   []Sum
	sorted bool
}

// Sum is what is kept of an address; zero stands for none.
type Sum uint64

// SumOf returns what is kept of an address.
func SumOf(address string) Sum {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.ToLower(address))) // never fails
	return Sum(h.Sum64())
}

// Add makes an address one of them.
func (p *People) Add(address string) { p.AddSum(SumOf(address)) }

// AddSum is Add where the address itself is not at hand.
func (p *People) AddSum(s Sum) {
	p.sums = append(p.sums, s)
	p.sorted = false
}

// Has reports whether an address is one of them. It must not run beside an Add
// or a Remove, nor, the first time after one, beside itself.
func (p *People) Has(address string) bool {
	p.sort()
	_, found := slices.BinarySearch(p.sums, SumOf(address))
	return found
}

// Remove takes an address out that its owner made public.
func (p *People) Remove(address string) {
	p.sort()
	if i, found := slices.BinarySearch(p.sums, SumOf(address)); found {
		p.sums = slices.Delete(p.sums, i, i+1)
	}
}

// Len is how many they are.
func (p *People) Len() int {
	p.sort()
	return len(p.sums)
}

func (p *People) sort() {
	if !p.sorted {
		slices.Sort(p.sums)
		p.sums, p.sorted = slices.Compact(p.sums), true
	}
}

// atSigns are the ways in which a published text may write an at sign, by the
// byte that they begin with and what follows it.
var atSigns = []struct {
	first  byte
	second string // the bytes with which what follows begins; empty: any
	rest   []string
}{
	{'@', "", []string{""}},
	{'%', "42", []string{"40", "2540"}},
	{'\\', "u", []string{"u0040"}},
	{'&', "#c", []string{"#64;", "#064;", "#x40;", "#X40;", "commat;"}},
}

// reach is how far around an at sign an address is looked for, in bytes of a
// text that may be encoded; nothing longer is an address.
const reach = 400

// outside are bytes that are no part of an address, nor of the ways in which
// its characters are written.
const outside = "\"<> \t\r\n"

// address returns the first address of a learner in a text, in small letters.
func (w *Watch) address(text []byte) string {
	if w.People == nil || w.People.Len() == 0 {
		return ""
	}
	for i := range atSigns {
		sign := &atSigns[i]
		for end := 0; ; {
			i := bytes.IndexByte(text[end:], sign.first)
			if i < 0 {
				break
			}
			at := end + i
			end = at + 1
			if sign.second != "" && (end == len(text) || strings.IndexByte(sign.second, text[end]) < 0) {
				continue // as most are: text is full of these signs
			}
			n := slices.IndexFunc(sign.rest, func(s string) bool { return bytes.HasPrefix(text[end:], []byte(s)) })
			if n < 0 {
				continue
			}
			end += len(sign.rest[n])
			if !w.worth(text, at, end) {
				continue
			}
			before, after := text[max(0, at-reach):at], text[end:min(len(text), end+reach)]
			before = before[bytes.LastIndexAny(before, outside)+1:]
			if i := bytes.IndexAny(after, outside); i >= 0 {
				after = after[:i]
			}
			if who := w.around(strings.TrimRight(plain(string(before)), `\`), plain(string(after))); who != "" { // JSON in JSON escapes the escape
				return who
			}
		}
	}
	return ""
}

// worth reports whether an at sign can be that of a learner's address: there is
// something on both sides, and it is not the contact that is public.
func (w *Watch) worth(text []byte, at, end int) bool {
	if at == 0 || end == len(text) || strings.IndexByte("\"' \n\t{};>(@", text[at-1]) >= 0 || strings.IndexByte("\"' \n\t<", text[end]) >= 0 {
		return false
	}
	local, domain, ok := strings.Cut(w.Contact, "@")
	if !ok {
		return true
	}
	before, after := text[:at], text[end:]
	return !(hasSuffix(before, local) && hasPrefix(after, domain))
}

// hasSuffix reports whether a text ends with a whole word.
func hasSuffix(text []byte, word string) bool {
	rest := len(text) - len(word)
	return rest >= 0 && strings.EqualFold(string(text[rest:]), word) && (rest == 0 || !partOfLocal(rune(text[rest-1])))
}

// hasPrefix reports whether a text begins with a whole domain.
func hasPrefix(text []byte, domain string) bool {
	if len(text) < len(domain) || !strings.EqualFold(string(text[:len(domain)]), domain) {
		return false
	}
	rest := text[len(domain):]
	if len(rest) == 0 || !partOfDomain(rune(rest[0])) {
		return true
	}
	return rest[0] == '.' && (len(rest) == 1 || !partOfDomain(rune(rest[1])))
}

func partOfLocal(r rune) bool {
	return r >= utf8.RuneSelf || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".!#$%&'*+/=?^_`{|}~-", r)
}

func partOfDomain(r rune) bool {
	return r >= utf8.RuneSelf || unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '-'
}

// maxTail is how many words after a domain are taken for what they are not: a
// part of it.
const maxTail = 4

// around looks for an address of which an at sign is the middle. Signs that an
// address may hold are also written around one ("?to=ada@example.org.html"), so
// every part is tried.
func (w *Watch) around(before, after string) string {
	local := before[len(strings.TrimRightFunc(before, partOfLocal)):]
	domain := after[:len(after)-len(strings.TrimLeftFunc(after, partOfDomain))]
	if len(local) > 64 { // RFC 5321, section 4.5.3.1.1
		local = local[len(local)-64:]
		for !utf8.RuneStart(local[0]) {
			local = local[1:]
		}
	}
	local, domain = strings.ToLower(local), strings.ToLower(domain)
	for start := range local {
		if start > 0 {
			if r, _ := utf8.DecodeLastRuneInString(local[:start]); unicode.IsLetter(r) || unicode.IsDigit(r) {
				continue // the middle of a word
			}
		}
		end := strings.Trim(domain, ".-")
		for range maxTail {
			if who := local[start:] + "@" + end; who != w.Contact && w.People.Has(who) {
				return who
			}
			dot := strings.LastIndexByte(end, '.')
			if dot < 0 {
				break
			}
			end = end[:dot]
		}
	}
	return ""
}

// plain undoes the ways in which JSON, HTML and web addresses write a
// character.
func plain(s string) string {
	if strings.Contains(s, `\u`) {
		s = unescaped(s)
	}
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	if strings.Contains(s, "%") {
		s = percentless(s)
	}
	return strings.ToValidUTF8(s, " ")
}

// unescaped replaces \uXXXX.
func unescaped(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, `\u`)
		if i < 0 || i+6 > len(s) {
			break
		}
		b.WriteString(s[:i])
		if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
			b.WriteRune(rune(n))
		} else {
			b.WriteString(s[i : i+6])
		}
		s = s[i+6:]
	}
	return b.String() + s
}

// percentless replaces %XX, and leaves alone what is none.
func percentless(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+3 <= len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
