package shape

import (
	"errors"
	"fmt"
	"hash/crc32"
	"testing"
)

func named(n int) []byte {
	return fmt.Appendf(nil, `{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:x:%d","name":"n"}`, n)
}

// sample finds a document that is, or is not, one of those that are proved.
func sample(proved bool) []byte {
	for n := 0; ; n++ {
		if (crc32.Checksum(named(n), castagnoli)%sampled == 0) == proved {
			return named(n)
		}
	}
}

// A mistake in a shape is found at its first document, and later at those that
// their content chooses.
func TestAMistakeIsNotSigned(t *testing.T) {
	var c Cache
	if _, err := c.Canonical(sample(false)); err != nil {
		t.Fatal(err)
	}
	for _, sh := range c.shapes {
		fixed := sh.lines[0].parts[1].fixed
		copy(fixed[len(fixed)-6:], "wrong")
	}
	for _, first := range []bool{false, true} {
		for _, sh := range c.shapes {
			sh.proved.Store(!first)
		}
		if _, err := c.Canonical(sample(false)); errors.Is(err, ErrMismatch) != first {
			t.Errorf("first: %v, chosen: false: error is %v", first, err)
		}
		if _, err := c.Canonical(sample(true)); !errors.Is(err, ErrMismatch) {
			t.Errorf("first: %v, chosen: true: error is %v", first, err)
		}
	}
}

// A shape that is first met in a document with look-alike nodes is proved at
// the first document that it answers for.
func TestTheFirstAnswerIsProved(t *testing.T) {
	var c Cache
	for n, texts := range [][2]string{{"a", "a"}, {"a", "b"}, {"a", "c"}} {
		document := fmt.Appendf(nil, `{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiableCredential","issuer":[{"name":"%s"},{"name":"%s"}]}`, texts[0], texts[1])
		if _, err := c.Canonical(document); err != nil {
			t.Fatal(err)
		}
		if got, want := c.Stats().Proved, uint64(min(n, 1)); got != want {
			t.Errorf("after document %d, %d are proved, want %d", n, got, want)
		}
	}
}
