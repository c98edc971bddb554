package keyring_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
)

// A key is made, put away under a passphrase, and taken out again to sign.
func Example() {
	random := bytes.NewReader([]byte("real keys are made of crypto/rand, an example is made of words.."))
	pair, err := keyring.Generate("2026", badge.Date{Year: 2026, Month: 11, Day: 26}, random)
	if err != nil {
		fmt.Println(err)
		return
	}
	ed, p256 := pair.Public()
	fmt.Println("ed25519:", ed)
	fmt.Println("p256:", p256)

	text, err := keyring.Seal(pair, []byte("correct horse battery"))
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := keyring.Open(text, []byte("correct horse battery"))
	fmt.Println(again, again.Same(pair), err)
	_, err = keyring.Open(text, []byte("incorrect horse battery"))
	fmt.Println(err)
	// Output:
	// ed25519: z6MkwczC5K6UZzC68isc33jSduySTq6LzmUsFLxJ6rzcoaYf
	// p256: zDnaecLwGnEfRztvWd68uY1fXHcBeV7UTn9ctUHj3ZN735xhc
	// key "2026" true <nil>
	// the passphrase does not open this key
}

// A store refuses to lie inside the site.
func ExampleOpenStore() {
	site, err := os.MkdirTemp("", "site")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(site)
	_, err = keyring.OpenStore(filepath.Join(site, "content", "keys"), site)
	fmt.Println(err != nil)
	// Output: true
}
