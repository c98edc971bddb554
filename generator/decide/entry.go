package decide

import (
	"errors"
	"fmt"
	"slices"

	"github.com/sealpress/sealpress/generator/manuscript"
)

// Remove takes awards out of the text of an award file. Every other byte
// stays: comments, order, line ends. What belongs to an award goes with it:
// the comments within it, and those directly above its label. Where no award
// is left, empty is true and the file is to be removed. A label that is not
// there is no error.
//
// The result is read again and held against the original: where it is not
// the same but for the awards, nothing is returned and the error says so.
func Remove(text []byte, labels []string) (rest []byte, empty bool, err error) {
	t, err := manuscript.Parse(text)
	if err != nil {
		return nil, false, err
	}
	_, awards := t.Root.Find("awards")
	if !awards.Mapping() {
		return nil, false, errors.New("the file has no key awards with labels below it")
	}
	gone, left := 0, 0
	for label := range awards.Entries() {
		if slices.Contains(labels, label.Value) {
			gone++
		} else {
			left++
		}
	}
	if gone > 0 && left == 0 {
		return nil, true, nil
	}
	for _, label := range labels {
		_, awards := t.Root.Find("awards")
		if k, _ := awards.Find(label); k == nil {
			continue
		}
		if err := t.Remove("awards", label); err != nil {
			return nil, false, unsafe(label)
		}
		if t, err = t.Edited(); err != nil {
			return nil, false, unsafe(label)
		}
	}
	return t.Bytes(), false, nil
}

func unsafe(label string) error {
	return fmt.Errorf("the award %s is written in a way that cannot be taken out safely: remove it by hand, then run the same command again", label)
}
