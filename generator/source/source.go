// Package source says where the author wrote a thing.
//
// A Place names it by file and keys ("the e-mail of award k4f1 in this file");
// it is cheap to keep beside every value of a large site. A Pos names it by
// line and column; it is found when a finding is made, by whoever can read
// the file again.
package source

import (
	"fmt"
	"strings"
)

// Place is a value in a content file, named by the keys that lead to it.
type Place struct {
	File string // slash-separated, from the site folder: "content/site.yaml"
	Path string // keys and list indexes joined by "/": "awards/k4f1/evidence/0/name"; empty for the whole file
}

// At returns the place below p that the given keys lead to.
func (p Place) At(keys ...string) Place {
	path := strings.Join(keys, "/")
	if p.Path != "" && path != "" {
		path = p.Path + "/" + path
	} else if path == "" {
		path = p.Path
	}
	return Place{File: p.File, Path: path}
}

// Index returns the place of entry i of the list at key.
func (p Place) Index(key string, i int) Place {
	return p.At(key, fmt.Sprint(i))
}

// Pos is a position in a file. Lines and columns count from 1, columns in
// characters; a zero Line means the file as a whole.
type Pos struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// String formats the position as editors and terminals recognise it:
// "file:line:column".
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Compare orders positions by file, line and column.
func (p Pos) Compare(q Pos) int {
	if c := strings.Compare(p.File, q.File); c != 0 {
		return c
	}
	if p.Line != q.Line {
		return p.Line - q.Line
	}
	return p.Column - q.Column
}
