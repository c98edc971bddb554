package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

func gzipped(t testing.TB, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zeros is a text without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// repeated is one text over and over.
type repeated struct {
	text []byte
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

func TestBodies(t *testing.T) {
	const limit = 10_000
	text := []byte(strings.Repeat("a fair text. ", limit/13))
	z := gzipped(t, text)
	bomb := gzipped(t, make([]byte, 8<<20))
	for _, test := range []struct {
		name   string
		coding []string
		body   io.Reader
		want   error
	}{
		{"plain", nil, bytes.NewReader(text), nil},
		{"identity", []string{"identity"}, bytes.NewReader(text), nil},
		{"gzip", []string{"gzip"}, bytes.NewReader(z), nil},
		{"gzip by its old name", []string{"X-GZIP"}, bytes.NewReader(z), nil},
		{"without an end", nil, zeros{}, ErrTooLarge},
		{"bomb", []string{"gzip"}, bytes.NewReader(bomb), ErrTooLarge},
		{"bomb in a bomb", []string{"gzip, gzip"}, bytes.NewReader(gzipped(t, bomb)), ErrEncoding},
		{"bomb in a bomb, two lines", []string{"gzip", "gzip"}, bytes.NewReader(gzipped(t, bomb)), ErrEncoding},
		{"nothing, without an end", []string{"gzip"}, &repeated{text: gzipped(t, nil)}, ErrTooLarge},
		{"br", []string{"br"}, bytes.NewReader(text), ErrEncoding},
		{"deflate", []string{"deflate"}, bytes.NewReader(text), ErrEncoding},
		{"zstd", []string{"zstd"}, bytes.NewReader(text), ErrEncoding},
		{"no gzip", []string{"gzip"}, bytes.NewReader(text), ErrEncoding},
		{"one byte changed", []string{"gzip"}, bytes.NewReader(changed(z, len(z)-6)), ErrEncoding},
		{"cut off", []string{"gzip"}, bytes.NewReader(z[:len(z)-4]), ErrUnreachable},
		{"more behind it", []string{"gzip"}, io.MultiReader(bytes.NewReader(z), strings.NewReader("more than a header")), ErrEncoding},
	} {
		got, err := read(test.body, http.Header{"Content-Encoding": test.coding}, limit)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: got error %v, want %v", test.name, err, test.want)
		}
		if test.want == nil && !bytes.Equal(got, text) {
			t.Errorf("%s: got %d bytes, want %d", test.name, len(got), len(text))
		}
	}
}

func changed(b []byte, at int) []byte {
	b = bytes.Clone(b)
	b[at] ^= 1
	return b
}

// The limit is the length of the longest body.
func TestBodyLimit(t *testing.T) {
	noise := make([]byte, 50_001) // gzip cannot shorten it
	x := uint32(1)
	for i := range noise {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	for _, test := range []struct {
		n    int
		want error
	}{{50_000, nil}, {50_001, ErrTooLarge}} {
		if _, err := read(bytes.NewReader(noise[:test.n]), http.Header{}, 50_000); !errors.Is(err, test.want) {
			t.Errorf("%d bytes, plain: got error %v, want %v", test.n, err, test.want)
		}
		z := gzipped(t, noise[:test.n])
		if len(z) <= test.n {
			t.Fatalf("the noise was shortened to %d bytes", len(z))
		}
		if _, err := read(bytes.NewReader(z), http.Header{"Content-Encoding": {"gzip"}}, 50_000); !errors.Is(err, test.want) {
			t.Errorf("%d bytes, gzip: got error %v, want %v", test.n, err, test.want)
		}
	}
}

// What a host sends without an end is neither kept nor read on.
func TestEndlessOverTheNetwork(t *testing.T) {
	w := newWorld(t)
	bomb := gzipped(t, make([]byte, 32<<20))
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bomb":
			rw.Header().Set("Content-Encoding", "gzip")
			_, _ = rw.Write(bomb)
		case "/header":
			rw.Header().Set("X-Long", strings.Repeat("x", 1<<20))
		default:
			_, _ = io.Copy(rw, zeros{})
		}
	})
	f := w.fetcher(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for path, want := range map[string]error{"": ErrTooLarge, "bomb": ErrTooLarge, "header": ErrUnreachable} {
		if _, err := f.Get(t.Context(), badges+path); !errors.Is(err, want) {
			t.Errorf("%q: got error %v, want %v", path, err, want)
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
		t.Errorf("three answers took %d MiB", used>>20)
	}
}

func FuzzBody(f *testing.F) {
	f.Add(gzipped(f, []byte("text")), "gzip")
	f.Add([]byte("text"), "")
	f.Add(gzipped(f, make([]byte, 1<<16)), "x-gzip")
	f.Add([]byte{0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 0}, "gzip")
	f.Fuzz(func(t *testing.T, body []byte, coding string) {
		const limit = 4096
		got, err := read(bytes.NewReader(body), http.Header{"Content-Encoding": {coding}}, limit)
		if len(got) > limit || err != nil && got != nil {
			t.Fatalf("got %d bytes, error %v", len(got), err)
		}
		_ = (&Answer{Body: got}).HTML()
	})
}
