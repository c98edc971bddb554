package load

import (
	"bytes"
	"encoding/base64"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

// maxPrivate bounds what is looked at of a file that is otherwise not read.
const maxPrivate = 64 << 10

// noPrivateKey reports a private key in a file of the content folder. What
// lies there is committed, and part of it is published.
func (c *Content) noPrivateKey(file string, data []byte) {
	what, at := PrivateKey(data)
	if what == "" {
		return
	}
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	c.find(diag.Error, "private-key-in-content", file, line, 0, // no column: the line is not to be quoted
		"move it out of the repository; if it was ever committed or shared, it is no secret any more: sealpress key retire NAME --compromised-since DATE",
		"the file holds %s", what)
}

// noPrivateKeys looks into the small files that nothing else reads: they are
// in the repository all the same.
func (c *Content) noPrivateKeys() {
	look := func(folder string, names []string, known ...string) {
		for _, name := range names {
			file := path.Join(folder, name)
			if slices.Contains(known, path.Ext(name)) {
				continue
			}
			f, err := c.fsys.Open(file)
			if err != nil {
				continue // nothing is published from it
			}
			data, err := io.ReadAll(io.LimitReader(f, maxPrivate))
			_ = f.Close() // only read from
			if err == nil {
				c.noPrivateKey(file, data)
			}
		}
	}
	read := map[string][]string{"achievements": {".md", ".png", ".svg"}, "awards": {".yaml"}, "decisions": {".yaml"}, "keys": {".yaml"}, "pages": {".md"}, "pathways": {".md"}}
	for _, folder := range folders() {
		look(folder, c.tree.folders[folder], read[folder]...)
	}
	look("", c.tree.root, ".md", ".yaml")
}

// PrivateKey finds a private key in a file: what it is in words, and where it
// begins; nothing where there is none. It knows PEM and the files of SSH, JSON Web Keys, and the encrypted
// keys that `sealpress key` writes. A text that explains what such a key looks
// like holds none.
func PrivateKey(data []byte) (what string, at int) {
	if at := pemKey(data); at >= 0 {
		return "a private key (PEM)", at
	}
	if at := jwkKey(data); at >= 0 {
		return "a private key (JWK)", at
	}
	if at := sealedKey(data); at >= 0 {
		return "an encrypted private key, as sealpress key new makes it", at
	}
	return "", -1
}

// each calls is with what follows each occurrence of a mark, until one is
// right; it returns where that begins, else -1. rare is the byte of the mark
// that texts have least: most of a text is then passed over many bytes at once.
func each(data []byte, mark string, rare int, is func(rest []byte) bool) int {
	for at := rare; at < len(data); at++ {
		i := bytes.IndexByte(data[at:], mark[rare])
		if i < 0 {
			return -1
		}
		at += i
		if rest, found := bytes.CutPrefix(data[at-rare:], []byte(mark)); found && is(rest) {
			return at - rare
		}
	}
	return -1
}

// pemKey finds -----BEGIN … PRIVATE KEY----- with a key below it.
func pemKey(data []byte) int {
	return each(data, "PRIVATE KEY-----", 8, func(rest []byte) bool {
		body := strings.NewReplacer(`\n`, "", `\r`, "", "\n", "", "\r", "", " ", "", "\t", "").Replace(string(rest[:min(len(rest), 400)]))
		if _, after, headers := strings.Cut(body, "DEK-Info:"); headers { // RFC 1421
			_, body, _ = strings.Cut(after, ",")
		}
		return span(body, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") >= 40
	})
}

// jwkKey finds the private member "d" (RFC 7517, section 4.1 and RFC 7518,
// section 6.2.2) of a key, or "k" of a symmetric one.
func jwkKey(data []byte) int {
	if each(data, `"kty"`, 1, func([]byte) bool { return true }) < 0 {
		return -1
	}
	value := func(rest []byte) bool {
		s := strings.TrimLeft(string(rest[:min(len(rest), 200)]), " \t\r\n")
		s, colon := strings.CutPrefix(s, ":")
		s, quote := strings.CutPrefix(strings.TrimLeft(s, " \t\r\n"), `"`)
		return colon && quote && span(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") >= 20
	}
	return max(each(data, `"d"`, 0, value), each(data, `"k"`, 1, value))
}

// sealedKey finds a JWE whose header says that a passphrase opens it.
func sealedKey(data []byte) int {
	return each(data, "eyJ", 2, func(rest []byte) bool {
		head, _, dot := bytes.Cut(rest[:min(len(rest), 1024)], []byte("."))
		if !dot {
			return false
		}
		header, err := base64.RawURLEncoding.DecodeString("eyJ" + string(head))
		return err == nil && bytes.Contains(header, []byte(`"PBES2-`))
	})
}

// span is the length of the beginning of a text that has only some letters.
func span(s, letters string) int {
	return len(s) - len(strings.TrimLeft(s, letters))
}
