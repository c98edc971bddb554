package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/address"
)

// checkName reports what forbids a path as the name of a published file, on
// any system: a site built on Linux must be buildable on Windows.
func checkName(file string) error {
	if !fs.ValidPath(file) || file == "." {
		return errors.New("expected a clean relative path with slashes")
	}
	for segment := range strings.SplitSeq(file, "/") {
		switch {
		case strings.ContainsAny(segment, `\:*?"<>|`):
			return fmt.Errorf(`%q holds one of \ : * ? " < > |`, segment)
		case strings.ContainsFunc(segment, func(r rune) bool { return r < ' ' || r == 0x7f }):
			return fmt.Errorf("%q holds a control character", segment)
		case strings.HasSuffix(segment, ".") || strings.HasSuffix(segment, " "):
			return fmt.Errorf("%q ends in a dot or a space", segment)
		case len(segment) > 255:
			return errors.New("a part of it is longer than 255 bytes")
		case isGit(segment):
			return errors.New("it belongs to git")
		case isDevice(segment):
			return fmt.Errorf("%q is a device on Windows", segment)
		}
	}
	return nil
}

// isDevice reports whether Windows takes a file name for a device, whatever
// its extension (Microsoft, "Naming Files, Paths, and Namespaces").
func isDevice(segment string) bool {
	if !strings.ContainsRune("cCpPaAnNlL", rune(segment[0])) {
		return false // as most are: this is asked for every file
	}
	base, _, _ := strings.Cut(segment, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		if number, ok := strings.CutPrefix(base, port); ok {
			switch number {
			case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
				return true
			}
		}
	}
	return false
}

// isGit reports whether a name is git's own folder (or file, in a worktree).
func isGit(name string) bool { return strings.EqualFold(name, ".git") }

// isGitNote reports whether a file at the root of the output folder is one
// that people put there for git: .gitignore, .gitattributes, .gitkeep.
func isGitNote(file string) bool {
	return strings.HasPrefix(file, ".git") && !strings.Contains(file, "/")
}

// fold maps the names that a file system may take for one and the same, by
// ignoring case or composing letters, to one name.
func fold(file string) string { return strings.ToLower(norm.NFC.String(file)) }

// rank is when a change is made; lower ranks first.
type rank byte

const (
	makeWay    rank = '0' + iota // a file goes where a folder must stand
	marking                      // the marker, so that the folder is known as ours from its first file on
	foundation                   // what pages and credentials point at
	fresh                        // new files: nothing links to them yet
	changed                      // files that may link to new ones
	listing                      // pages at fixed addresses that list and link to all others
	removal                      // what nothing links to any more
	late                         // files that take the name of a removed folder
	end
)

// rankOf returns when a file takes its place.
func rankOf(file string, isNew bool) rank {
	first, rest, _ := strings.Cut(file, "/")
	if isLanguage(first) && rest != "" {
		first, rest, _ = strings.Cut(rest, "/")
	}
	switch {
	case file == string(address.MadeByUs):
		return marking
	case file == "did.json":
		return foundation
	case rest == "":
		return listing // home page, feed, sitemap, 404
	}
	switch first {
	case "assets", "keys", "status", ".well-known":
		return foundation
	case "achievements", "pathways", "awards", "pages":
		if path.Base(file) == rest && rest == "index.html" {
			return listing
		}
	}
	if isNew {
		return fresh
	}
	return changed
}

// isLanguage reports whether the first part of a path may be a language: two
// or three letters, then subtags. Taking another folder for one does no harm.
func isLanguage(s string) bool {
	primary, _, _ := strings.Cut(s, "-")
	return len(s) < 12 && (len(primary) == 2 || len(primary) == 3)
}
