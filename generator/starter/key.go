package starter

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/manuscript"
)

// EndKey returns the file of a signing key with the day written into it on
// which the key ended: key is "retired" or "compromised-since". A day that is
// there already is replaced; every other byte stays as it is.
func EndKey(content fs.FS, name, key, day string) (File, error) {
	file := "keys/" + name + ".yaml"
	text, err := fs.ReadFile(content, file)
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, unknownKey(content, name)
	}
	if err != nil {
		return File{}, fmt.Errorf("reading content/%s: %w", file, err)
	}
	if len(bytes.TrimRight(text, "\r\n")) == len(text) { // so that a line can follow the last one
		text = append(text, '\n')
	}
	data, err := endKey(text, key, day)
	if err != nil {
		return File{}, fmt.Errorf("reading content/%s: %w", file, err)
	}
	return File{Name: "content/" + file, Data: data}, nil
}

func endKey(text []byte, key, day string) ([]byte, error) {
	t, err := manuscript.Parse(text)
	if err != nil {
		return nil, err
	}
	if _, v := t.Root.Find(key); v != nil {
		err = reword(t, v, v.Value, day)
	} else {
		last := ""
		for k := range t.Root.Entries() {
			last = k.Value
		}
		err = t.Add(key, day, last)
	}
	if err != nil {
		return nil, err
	}
	return edited(t)
}

// unknownKey says which keys there are.
func unknownKey(content fs.FS, name string) error {
	var known []string
	entries, _ := fs.ReadDir(content, "keys") // a folder that is not there holds nothing
	for _, e := range entries {
		if s, ok := strings.CutSuffix(e.Name(), ".yaml"); ok {
			known = append(known, s)
		}
	}
	slices.Sort(known)
	if len(known) == 0 {
		return fmt.Errorf("there is no key %q; content/keys holds none", name)
	}
	return fmt.Errorf("there is no key %q; there are: %s", name, strings.Join(known, ", "))
}
