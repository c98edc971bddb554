package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
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
	if end := lineEnd(text); end == "" { // so that a line can follow the last one
		text = append(text, '\n')
	}
	d, err := parseDocument(text)
	if err != nil {
		return File{}, fmt.Errorf("reading content/%s: %w", file, err)
	}
	var e edit
	if v := value(d.root, key); v != nil {
		e, err = d.replace(v, v.Value, day)
	} else if n := len(d.root.Content); n > 1 {
		e, err = d.insert(key+": "+day, d.root.Content[n-2].Value)
	} else {
		err = errors.New("expected keys and values")
	}
	if err != nil {
		return File{}, fmt.Errorf("reading content/%s: %w", file, err)
	}
	return File{Name: "content/" + file, Data: apply(text, []edit{e})}, nil
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
