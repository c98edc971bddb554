package generator

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/leak"
	"github.com/sealpress/sealpress/generator/load"
)

// LeakError says that a file would have published what must not be, and where
// that stands. Nothing was published.
type LeakError struct {
	leak.Leak
	Lines []string // of content and themes that hold it: "content/pages/about.md:12"; none where it is nowhere in this form
}

func (e *LeakError) Error() string {
	said := "it holds " + e.What
	if e.Address != "" {
		said += ", " + leak.Masked(e.Address)
	}
	if e.Carrier != "" {
		said += ", in " + e.Carrier
	}
	said += ", and nothing was published"
	if e.Address == "" {
		return said + "; take it out, and see: sealpress key retire --help"
	}
	for _, l := range e.Lines {
		said += "\n  it stands in " + l
	}
	if len(e.Lines) > 0 {
		said += "\n  take it out there; an address that is public anyway is set aside in its file: allow: {privacy-email-published: why}"
	}
	return said
}

// noLeak keeps what must not be published from being so, whatever way it came.
func noLeak(c Config, passed check.Passed) func(file string, data []byte) error {
	w := leak.Watch{People: passed.Emails(), Contact: strings.ToLower(passed.Catalog().Issuer.Email), Secret: func(data []byte) string {
		what, _ := load.PrivateKey(data)
		return what
	}}
	return func(file string, data []byte) error {
		found := w.Look(data)
		if found == nil && !isAward(file) { // whose name is an id of ours
			if found = w.Look([]byte(file)); found != nil {
				found.Carrier = "its name"
			}
		}
		if found == nil {
			return nil
		}
		e := &LeakError{Leak: *found}
		if e.Address != "" {
			e.Lines = append(linesWith(c.Content, c.Prefix, e.Address), linesWith(c.SiteThemes, "themes", e.Address)...)
		}
		return e
	}
}

// maxLines is how many lines are named, and maxSource how much of a file is
// searched for them.
const (
	maxLines  = 5
	maxSource = 4 << 20
)

// linesWith lists the lines of a folder's texts that hold an address, but for
// those that are about its holder: there it belongs.
func linesWith(folder fs.FS, prefix, address string) []string {
	var lines []string
	if folder == nil {
		return nil
	}
	_ = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error { // what cannot be read cannot be named
		if err != nil || d.IsDir() || len(lines) == maxLines {
			return nil
		}
		if info, err := d.Info(); err != nil || info.Size() > maxSource {
			return nil
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil
		}
		data = bytes.ToLower(data)
		for n := 1; len(data) > 0 && len(lines) < maxLines; n++ {
			line, rest, _ := bytes.Cut(data, []byte("\n"))
			data = rest
			if i := bytes.Index(line, []byte(address)); i >= 0 && !isRecipient(name, line[:i]) {
				lines = append(lines, fmt.Sprintf("%s/%s:%d", prefix, name, n))
			}
		}
		return nil
	})
	return lines
}

// isRecipient reports whether what stands before an address in an award file
// says that it is the recipient's.
func isRecipient(name string, before []byte) bool {
	return strings.HasPrefix(name, "awards/") && strings.HasSuffix(strings.TrimRight(string(before), " \t'\""), "email:") || strings.HasPrefix(name, "issued/") || strings.HasPrefix(name, "imported/")
}
