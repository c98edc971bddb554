package main

import (
	"os"
	"strings"
	"testing"
)

// Everything of others that is linked into the program or embedded in it, for
// any system, has a licence that lets it be passed on.
func TestEveryLinkedPartMayBePassedOn(t *testing.T) {
	for _, system := range targets() {
		parts, err := linkedParts("..", system)
		if err != nil {
			t.Errorf("%s:\n%v", system, err)
		}
		if len(parts) < 20 {
			t.Errorf("%s: %d parts: more are linked", system, len(parts))
		}
		for _, name := range []string{"std", "github.com/spf13/cobra", "github.com/golang/freetype", "themes/default/assets/fonts", "generator/standard/jsonld/contexts"} {
			if !strings.Contains(string(thirdParty(parts)), "\n  "+name) {
				t.Errorf("%s: %s is not among the parts", system, name)
			}
		}
	}
}

func TestJudge(t *testing.T) {
	const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`
	const gpl = `This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation; either version 3 of the License, or (at your option) any later version.
`
	tests := []struct{ name, text, licence, wrong string }{
		{"LICENSE", "MIT License\n\nCopyright (c) 2026 Ada Rossi\n\n" + mit, "MIT", ""},
		{"LICENSE", gpl, "", "LICENSE is GPL-3.0-or-later, and"},
		{"LICENSE", mit + gpl, "", "LICENSE is GPL-3.0-or-later, and"},
		{"LICENSE", "All rights reserved.", "", "LICENSE is no licence that is known here"},
		{"LICENSE", mit + strings.Repeat("You may use it on Sundays alone. ", 8), "", "of LICENSE is MIT: read the rest"},
		{"json/LICENSE", "", "", "json/LICENSE is no licence that is known here"},
		{"NOTICE", "By Ada Rossi.", "", ""},
		{"PATENTS", "None.", "", ""},
	}
	for _, test := range tests {
		licence, err := judge(text{test.name, []byte(test.text)})
		if licence != test.licence || (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
			t.Errorf("judge of %s %q = %q, %v; want %q, %q", test.name, test.text, licence, err, test.licence, test.wrong)
		}
	}
}

func TestAPartWithoutALicence(t *testing.T) {
	p := part{name: "example.org/knots", version: "v1.0.0", texts: []text{{"NOTICE", []byte("By Ada Rossi.")}}}
	const want = "example.org/knots v1.0.0 has no licence"
	if _, err := p.judged(); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("judged = %v, want %s …", err, want)
	}
}

func TestAFontWithoutALicence(t *testing.T) {
	dir := t.TempDir()
	p := linkedPackage{Dir: dir, EmbedFiles: []string{"fonts/knots.woff2", "fonts/style.css"}}
	const want = "fonts/knots.woff2 is embedded, and no licence lies beside it"
	p.Module = &struct {
		Path, Version, Dir, Sum string
		Main                    bool
	}{Dir: dir, Main: true}
	if err := embedded(p, map[string]part{}); err == nil || err.Error() != want {
		t.Errorf("embedded = %v, want %s", err, want)
	}
}

// What a person has read counts for that very text.
func TestReviewedTexts(t *testing.T) {
	const file = "../generator/standard/jsonld/contexts/LICENSE-did-context.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if licence, err := judge(text{file, data}); err != nil || licence != "BSD-3-Clause AND W3C-20150513" {
		t.Errorf("judge = %q, %v", licence, err)
	}
	if licence, err := judge(text{file, append(data, '!')}); err == nil {
		t.Errorf("another text was taken for the one that was read: %s", licence)
	}
	for _, r := range reviewedTexts() {
		for _, name := range r.texts {
			data, err := ownTexts.ReadFile("texts/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if licence, err := judge(text{name, data}); err != nil || !strings.Contains(r.licence, licence) {
				t.Errorf("texts/%s: %q, %v; want one of %s", name, licence, err, r.licence)
			}
		}
	}
}
