package starter

import (
	"fmt"

	"github.com/sealpress/sealpress/generator/manuscript"
)

// reword changes a word of a value, or says how to write it so that it can be.
func reword(t *manuscript.Text, v *manuscript.Node, word, with string) error {
	if err := t.Reword(v, word, with); err != nil {
		if word == "" {
			word = `""`
		}
		return fmt.Errorf("%w: write it as %s", err, word)
	}
	return nil
}

// edited returns a text with its edits.
func edited(t *manuscript.Text) ([]byte, error) {
	t, err := t.Edited()
	if err != nil {
		return nil, fmt.Errorf("%w: write each key with its value on one line", err)
	}
	return t.Bytes(), nil
}
