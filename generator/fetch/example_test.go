package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/sealpress/sealpress/generator/fetch"
)

// A document is asked for. The host of this example is on the same machine,
// which is allowed for developing alone.
func ExampleFetcher_Get() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"did:web:badges.example"}`)
	}))
	defer site.Close()

	f := &fetch.Fetcher{Loopback: true}
	defer f.Close()
	answer, err := f.Get(context.Background(), site.URL+"/did.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Status, answer.ContentType, string(answer.Body))
	// Output: 200 application/json {"id":"did:web:badges.example"}
}

// An address inside a private network is never asked.
func ExampleFetcher_Check() {
	var f fetch.Fetcher
	err := f.Check("https://169.254.169.254/latest/meta-data/")
	fmt.Println(err)
	fmt.Println(errors.Is(err, fetch.ErrRefused))
	// Output:
	// fetching "https://169.254.169.254/latest/meta-data/": refused: 169.254.169.254 is not an address of the public Internet
	// true
}

// A document of keys may not come from another host.
func ExampleKeyDocument() {
	r := fetch.KeyDocument("https://badges.example/.well-known/did.json")
	fmt.Println(r.MaxBytes, r.SameHost)
	// Output: 262144 true
}
