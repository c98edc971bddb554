package main

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/licensecheck"
)

// allowed are the licences under which something may be part of the program, as
// SPDX names them. All of them let it be passed on under any terms, with their
// text beside it. The licence of the font asks that the font stays under it.
func allowed() []string {
	return []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "FTL", "ISC", "MIT", "OFL-1.1", "W3C-20150513"}
}

// A reviewed text is one that a person has read, because no program can tell
// what it means. It is known by its digest: with another letter in it, it is
// to be read again.
type reviewed struct {
	name      string // what it is about, for who reads this
	sha256    string
	licence   string
	elsewhere []string // texts that it names, in the same module
	texts     []string // texts that it names by their address, in the folder texts here
	notice    string   // what the licence asks to be said
}

func reviewedTexts() []reviewed {
	return []reviewed{
		{
			name:   "github.com/golang/freetype LICENSE: the FreeType License or the GPL, at one's choice",
			sha256: "d3ba056adc2b7909e95681deaae397fb37c97ed491a920f491214f07b62c41d0", licence: "FTL",
			elsewhere: []string{"licenses/ftl.txt"},
			notice:    "Portions of this software are copyright © The FreeType Project (www.freetype.org). All rights reserved.",
		},
		{
			name:   "the context of DIDs: files of the W3C's, packed by somebody else",
			sha256: "c73acbb70a45ae3fbc76bca0d934d61a6c3dd4fbcebda868c2f32a3598108241", licence: "BSD-3-Clause AND W3C-20150513",
			texts: []string{"W3C-20150513.txt"},
		},
		{
			name:   "the contexts of Verifiable Credentials: files of the W3C's, packed by somebody else",
			sha256: "145f006adb9d622aa611c32034fbcc4b5550a57576f8d0b2ec2b2578a3e43646", licence: "BSD-3-Clause AND W3C-20150513",
			texts: []string{"W3C-20150513.txt"},
		},
	}
}

//go:embed texts
var ownTexts embed.FS

func review(data []byte) (reviewed, bool) {
	sum := sha256.Sum256(data)
	for _, r := range reviewedTexts() {
		if r.sha256 == hex.EncodeToString(sum[:]) {
			return r, true
		}
	}
	return reviewed{}, false
}

// sure is how much of a text, in percent, must be the licence it is taken for;
// the rest is the owner's name.
const sure = 95

// judge tells the licence of a text and whether it is allowed. Notices are kept
// and grant nothing: they have none.
func judge(t text) (licence string, err error) {
	base := strings.ToLower(path.Base(t.name))
	if strings.HasPrefix(base, "notice") || strings.HasPrefix(base, "patents") {
		return "", nil
	}
	if r, ok := review(t.data); ok {
		return r.licence, nil
	}
	found := licensecheck.Scan(t.data)
	var ids []string
	for _, m := range found.Match {
		if !slices.Contains(ids, m.ID) {
			ids = append(ids, m.ID)
		}
	}
	for _, id := range ids {
		if !slices.Contains(allowed(), id) {
			return "", fmt.Errorf("%s is %s, and what is part of the program may be under one of these alone: %s; use another module", t.name, id, strings.Join(allowed(), ", "))
		}
	}
	const mend = "if it may be part of the program, add it to reviewedTexts in release/licences.go; if not, use another module"
	slices.Sort(ids)
	licence = strings.Join(ids, " AND ")
	switch {
	case licence == "":
		return "", fmt.Errorf("%s is no licence that is known here; %s", t.name, mend)
	case found.Percent < sure:
		return "", fmt.Errorf("only %.0f %% of %s is %s: read the rest; %s", found.Percent, t.name, licence, mend)
	}
	return licence, nil
}

// judged is the part with its licence: all that its texts say together.
func (p part) judged() (part, error) {
	var all []string
	var errs []error
	for _, t := range p.texts {
		licence, err := judge(t)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p, err))
		}
		for id := range strings.SplitSeq(licence, " AND ") {
			if id != "" && !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	if len(all) == 0 && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("%s has no licence: without one it may not be passed on; use another module", p))
	}
	slices.Sort(all)
	p.licence = strings.Join(all, " AND ")
	return p, errors.Join(errs...)
}

// thirdParty is the text that goes with the program: a list of everything of
// others in it, then each licence and notice word for word.
func thirdParty(parts []part) []byte {
	var b bytes.Buffer
	b.WriteString("Sealpress holds the work of others, under these terms.\n\n")
	for _, p := range parts {
		fmt.Fprintf(&b, "  %-70s %s\n", p, p.licence)
	}
	rule := strings.Repeat("=", 100)
	for _, p := range parts {
		for _, t := range p.texts {
			fmt.Fprintf(&b, "\n%s\n%s: %s\n%s\n\n%s\n", rule, p, t.name, rule, strings.TrimSpace(readable(t.data)))
			r, _ := review(t.data)
			for _, name := range r.texts {
				data, err := ownTexts.ReadFile("texts/" + name)
				if err != nil {
					panic(err) // the table names a file that is not in the folder
				}
				fmt.Fprintf(&b, "\n%s\n", bytes.TrimSpace(data))
			}
			if r.notice != "" {
				fmt.Fprintf(&b, "\n%s\n", r.notice)
			}
		}
	}
	return b.Bytes()
}

// readable is a text in UTF-8. Old ones are in ISO 8859-1, whose bytes are the
// numbers of its characters.
func readable(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	characters := make([]rune, len(data))
	for i, b := range data {
		characters[i] = rune(b)
	}
	return string(characters)
}
