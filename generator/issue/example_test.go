package issue_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/issue"
	"github.com/sealpress/sealpress/generator/load"
)

// A site without a key records what was awarded.
func ExampleRun() {
	dir, err := os.MkdirTemp("", "site")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for name, text := range map[string]string{
		"site.yaml":             "title: Harbour\nurl: https://credentials.harbour.example/\nseed: 00112233445566778899aabbccddeeff\n",
		"issuer.md":             "---\nname: Harbour\nurl: https://harbour.example/\nemail: credentials@harbour.example\n---\nWe teach.\n",
		"achievements/knots.md": "---\nkind: badge\nname: Knots\ndescription: Ties knots.\n---\nTie five knots.\n",
		"awards/march.yaml":     "achievement: knots\nawarded: 2026-03-01\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
	} {
		name = filepath.Join(dir, "content", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			fmt.Println(err)
			return
		}
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	root, err := os.OpenRoot(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer root.Close()

	for range 2 {
		content, err := load.Dir(context.Background(), os.DirFS(filepath.Join(dir, "content")), "content")
		if err != nil {
			fmt.Println(err)
			return
		}
		passed, ok, err := check.Run(context.Background(), content, badge.DateOf(now))
		if err != nil || !ok {
			fmt.Println(ok, err)
			return
		}
		plan, err := issue.Prepare(passed)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(plan.Count(issue.New), "new")
		if plan.Empty() {
			return
		}
		result, err := issue.Run(context.Background(), plan, issue.Options{Root: root, Now: now, Random: rand.Reader})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(result.Run[:16], result.Files, "files")
	}
	// Output:
	// 1 new
	// 20260302T090000Z 3 files
	// 0 new
}
