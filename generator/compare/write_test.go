package compare

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/sealpress/sealpress/generator/load"
)

func ExampleOf() {
	ctx := context.Background()
	read := func(files fstest.MapFS) *load.Content {
		c, err := load.Dir(ctx, files, "content")
		if err != nil {
			panic(err)
		}
		return c
	}
	former, now := fstest.MapFS{}, fstest.MapFS{}
	for name, text := range site() {
		former[name] = &fstest.MapFile{Data: []byte(text)}
		now[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, "hours: 20", "hours: 25", 1))}
	}
	changes, err := Of(ctx, read(former), read(now), Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(changes.Summary())
	// Output:
	// 0 awards added, 0 removed; "Emergency First Aid": workload 20 h → 25 h (still version 1; 2 credentials carry it)
}

func TestText(t *testing.T) {
	is := edit(t, "awards/2026-05.yaml", "Ada Hidden", "Adela Hidden", "awards/2026-07.yaml", "", "achievement: first-aid\nawarded: 2026-07-02\nawards:\n  b1:\n    name: B\n    email: b@private.example\n",
		"decisions/y.yaml", "", "award: 2026-05/a1\naction: revoke\non: 2026-07-10\nreason: awarded-in-error\n", "achievements/knots.md", "Ties them.", "Ties and unties them.")
	var b bytes.Buffer
	if err := WriteText(&b, compared(t, site(), is, Options{}), "main"); err != nil {
		t.Fatal(err)
	}
	want := `since main: 1 award added, 1 changed, 1 revoked, 0 removed; "Knots": description Ties them. → Ties and unties them. (still version 1; 1 credential carries it)

awards/2026-05.yaml                  1 changed
                                       changed: holder's name, in 1 award
awards/2026-07.yaml                  1 added
                                       added: 1 of "Emergency First Aid", version 1
decisions: revoke, awarded-in-error  1 revoked
badge "Knots"                        version 1 changed; 1 credential carries it
                                       description: Ties them. → Ties and unties them.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// rendered is Markdown as a git host shows it.
func rendered(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whatever an author writes stays text: it is no markup, no link, no mention.
func TestMarkdownIsInert(t *testing.T) {
	hostile := []string{"<img src=x onerror=alert(1)>", "[a](https://evil.example)", "https://evil.example/x", "www.evil.example", "a|b|c", "**bold** _it_ ~~gone~~", "`code`",
		"@everybody", "see #12", "--> </details>", "$x$", "![p](https://evil.example/p.png)", "&lt;b&gt;", ":smile:", "a\\|b", "<!-- x"}
	for _, h := range hostile {
		is := site()
		is["achievements/knots.md"] = strings.Replace(is["achievements/knots.md"], "name: Knots", "name: "+fmt.Sprintf("%q", h), 1)
		c := compared(t, site(), is, Options{})
		var b bytes.Buffer
		if err := WriteMarkdown(&b, c, "main"); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		page := rendered(t, text)
		for _, mark := range []string{"<a ", "<img", "<em>", "<code>", "<del>"} {
			if strings.Contains(page, mark) {
				t.Errorf("%q becomes %s:\n%s", h, mark, page)
			}
		}
		if strings.Contains(page, "<strong>") || strings.Contains(page, "@e") || strings.Contains(page, "#1") {
			t.Errorf("%q is a mention or a reference:\n%s", h, page)
		}
		if n := strings.Count(page, "<td>"); n != 2*len(c.table()) {
			t.Errorf("%q: %d cells:\n%s", h, n, page)
		}
		if shown := strings.ReplaceAll(html.UnescapeString(page), "\u2060", ""); !strings.Contains(shown, "Knots → "+h) {
			t.Errorf("%q is not shown as it is:\n%s", h, shown)
		}
	}
}

// However much changes, a comment has room for it, and says what is left out.
func TestMarkdownLimit(t *testing.T) {
	for _, n := range []int{1, 100, 3000} {
		is := site()
		for i := range n {
			is[fmt.Sprintf("awards/many-%04d.yaml", i)] = fmt.Sprintf("achievement: knots\nawarded: 2026-07-02\nawards:\n  b1:\n    name: Somebody %d\n    email: b%d@private.example\n", i, i)
		}
		var b bytes.Buffer
		if err := WriteMarkdown(&b, compared(t, site(), is, Options{Names: true}), "main"); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		if len(text) > MarkdownLimit {
			t.Errorf("%d files: %d bytes", n, len(text))
		}
		if !strings.HasPrefix(text, Mark) || !strings.Contains(text, "awards added") && n > 1 {
			t.Errorf("%d files: it begins with %.200s", n, text)
		}
		if left := strings.Contains(text, "left out here"); left != (n == 3000) {
			t.Errorf("%d files: left out is %t", n, left)
		}
		if strings.Count(text, "<details>") != strings.Count(text, "</details>") {
			t.Errorf("%d files: what is folded does not end", n)
		}
	}
}
