package markdown

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/idna"
)

// maxAddress is the length of the longest address, in characters. Longer ones
// are cut off by some browsers and mail programs.
const maxAddress = 2048

// target is where a link leads, judged.
type target struct {
	href    string // safe, not yet escaped for HTML; empty where there is no link
	foreign bool   // on another site
	host    string // ASCII form of a host with letters that may deceive; shown beside the link
	problem string // why there is no link
	mend    string
}

// judge decides where an address leads. It takes the address as the Markdown
// parser left it, with backslash escapes and entities, and resolves those
// exactly once; what it returns is escaped once when it is written, so a
// browser sees what was judged.
func judge(raw []byte, base func(string) (string, bool)) target {
	return judgeResolved(string(resolve(raw)), base)
}

func judgeResolved(dest string, base func(string) (string, bool)) target {
	switch {
	case dest == "":
		return target{problem: "the link has no address", mend: "write the address between the parentheses"}
	case len([]rune(dest)) > maxAddress:
		return target{problem: fmt.Sprintf("the address is longer than %d characters", maxAddress), mend: "use a shorter address"}
	case strings.ContainsFunc(dest, invisible):
		return target{
			problem: fmt.Sprintf("the address %.80q holds a space or an invisible character", dest),
			mend:    "write a space inside an address as %20, and remove what cannot be seen",
		}
	case strings.Contains(dest, `\`):
		return target{problem: fmt.Sprintf("the address %.80q holds a backslash", dest), mend: `write "/" in place of "\"`}
	case strings.HasPrefix(dest, "//"):
		return target{problem: fmt.Sprintf("the address %.80q does not say how to reach it", dest), mend: "write https:" + dest}
	}
	// A scheme is what stands before a colon, unless a slash, a question mark
	// or a hash comes first (WHATWG URL, scheme state).
	if i := strings.IndexAny(dest, ":/?#"); i >= 0 && dest[i] == ':' {
		return judgeScheme(dest, strings.ToLower(dest[:i]))
	}
	if strings.HasPrefix(dest, "#") {
		return target{href: escape(dest)}
	}
	return judgeInside(dest, base)
}

// judgeScheme judges an address that names its scheme. The list says what is
// allowed; everything else is refused.
func judgeScheme(dest, scheme string) target {
	switch scheme {
	case "http", "https":
		return judgeWeb(dest)
	case "mailto", "tel":
		if len(dest) == len(scheme)+1 {
			return target{problem: fmt.Sprintf("nothing follows %q", dest), mend: "write the whole address"}
		}
		return target{href: escape(dest)}
	}
	return target{
		problem: fmt.Sprintf("an address of the form %.40q is not allowed", scheme+":"),
		mend:    "use an address that starts with https://, http://, mailto: or tel:",
	}
}

func judgeWeb(dest string) target {
	u, err := url.Parse(dest)
	if err != nil || u.Hostname() == "" {
		return target{problem: fmt.Sprintf("%.80q is not a web address", dest), mend: "write https:// and the host, for example https://example.org/"}
	}
	if u.User != nil {
		// "https://bank.example@evil.example/" leads to evil.example.
		return target{problem: fmt.Sprintf("the address %.80q holds a user name before @", dest), mend: "remove everything between // and @"}
	}
	t := target{foreign: true}
	if host := strings.ToLower(u.Hostname()); strings.Contains(host, "xn--") || strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return target{problem: fmt.Sprintf("%.80q is not the name of a host", host), mend: "check the letters of the host"}
		}
		t.host = ascii
		if port := u.Port(); port != "" {
			ascii += ":" + port
		}
		u.Host = ascii
	}
	t.href = escape(u.String())
	return t
}

// judgeInside judges an address inside the site.
func judgeInside(dest string, base func(string) (string, bool)) target {
	outside := target{problem: fmt.Sprintf("the address %.80q leads out of the site", dest), mend: "remove the surplus ../"}
	file, rest := dest, ""
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		file, rest = dest[:i], dest[i:]
	}
	// Browsers treat %2e as a dot, and servers may treat %2f as a slash.
	plain, err := url.PathUnescape(file)
	switch {
	case err != nil:
		return target{problem: fmt.Sprintf("the address %.80q holds a %% that is no escape", dest), mend: "write % as %25"}
	case strings.Count(plain, "/") != strings.Count(file, "/"), strings.Contains(plain, `\`), strings.ContainsFunc(plain, unicode.IsControl):
		return target{problem: fmt.Sprintf("the address %.80q hides a slash or a control character", dest), mend: "write it plainly"}
	case strings.Contains(plain, "//"):
		return target{problem: fmt.Sprintf("the address %.80q holds an empty step", dest), mend: `write a single "/"`}
	}
	if below, rooted := strings.CutPrefix(plain, "/"); rooted || base == nil {
		if clean := path.Clean(below); clean == ".." || strings.HasPrefix(clean, "../") {
			return outside
		}
	}
	if base == nil {
		return target{href: escape(dest)}
	}
	href, ok := base(dest)
	if !ok {
		if strings.HasPrefix(path.Clean(plain), "../..") { // files lie in folders of the site, so one step up is inside
			return outside
		}
		return target{problem: fmt.Sprintf("there is nothing at %.80q on this site", file+rest), mend: "check the spelling of the address"}
	}
	return target{href: escape(href)}
}

// invisible reports characters that browsers strip from addresses or that a
// reader cannot see there. "java\nscript:" is the best known use.
func invisible(r rune) bool {
	return r <= ' ' || r == 0x7f || unicode.IsSpace(r) || unicode.Is(unicode.C, r) || r == unicode.ReplacementChar
}

// escape percent-encodes what may not stand in an address. Escapes that are
// there already stay.
func escape(s string) string { return string(util.URLEscape([]byte(s), false)) }
