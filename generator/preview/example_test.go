package preview_test

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/preview"
	"github.com/sealpress/sealpress/generator/render"
)

// A site whose one page is a file of its content.
func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "content", "hello.txt")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		panic(err)
	}
	if err := os.WriteFile(file, []byte("hello"), 0o644); err != nil {
		panic(err)
	}

	build := func(_ context.Context, content, _ fs.FS) (preview.Site, error) {
		at, err := address.Parse("https://org.example/badges/")
		if err != nil {
			return preview.Site{}, err
		}
		entries := func(yield func(render.Entry) bool) {
			yield(render.Entry{File: "hello.txt", Render: func() ([]byte, error) { return fs.ReadFile(content, "hello.txt") }})
		}
		return preview.Site{OK: true, Address: at, Plan: render.Plan{Entries: entries, Count: 1}}, nil
	}
	p := preview.New(preview.Config{Files: os.DirFS(dir), Dir: dir, Folders: []string{"content"}, Build: build, Now: time.Now})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- p.Run(ctx) }()

	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://localhost:4242/badges/hello.txt", nil)
	p.Handler(4242).ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	cancel()
	fmt.Println(<-ended)
	// Output:
	// 200 hello
	// context canceled
}
