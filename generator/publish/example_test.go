package publish_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/sealpress/sealpress/generator/publish"
	"github.com/sealpress/sealpress/generator/render"
)

// pages is a plan whose files hold the given texts, in pairs of path and text.
func pages(texts ...string) render.Plan {
	return render.Plan{Count: len(texts) / 2, Entries: func(yield func(render.Entry) bool) {
		for i := 0; i < len(texts); i += 2 {
			text := []byte(texts[i+1])
			sum := sha256.Sum256(text)
			e := render.Entry{File: texts[i], Fingerprint: render.Fingerprint(sum[:16]), Render: func() ([]byte, error) { return text, nil }}
			if !yield(e) {
				return
			}
		}
	}}
}

func ExamplePublish() {
	dir, _ := os.MkdirTemp("", "")
	defer func() { _ = os.RemoveAll(dir) }()
	options := publish.Options{
		Out:  filepath.Join(dir, "public"),
		Keep: func(file string) bool { return filepath.Dir(file) == "awards" },
	}
	ctx := context.Background()
	marker := []string{".sealpress", "made by sealpress\n"}

	s, err := publish.Publish(ctx, pages(append(marker, "index.html", "Hello", "awards/ada", "Ada")...), options)
	fmt.Println(s.Written, s.Unchanged, err)
	s, err = publish.Publish(ctx, pages(append(marker, "index.html", "Hello again", "awards/ada", "Ada")...), options)
	fmt.Println(s.Written, s.Unchanged, err)

	_, err = publish.Publish(ctx, pages(append(marker, "index.html", "Hello")...), options)
	var lost *publish.LostError
	fmt.Println(errors.As(err, &lost), err)
	// Output:
	// 3 0 <nil>
	// 1 2 <nil>
	// true published files would be lost: awards/ada
}

func ExampleCheck() {
	dir, _ := os.MkdirTemp("", "")
	defer func() { _ = os.RemoveAll(dir) }()
	_ = os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o644)

	var foreign *publish.ForeignError
	if errors.As(publish.Check(dir), &foreign) {
		fmt.Println(foreign.Reason)
	}
	fmt.Println(publish.Check(filepath.Join(dir, "public")))
	// Output:
	// it holds "notes.txt"
	// <nil>
}
