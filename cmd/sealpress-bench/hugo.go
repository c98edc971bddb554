package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// hugoSite is a site of Hugo's that says of an award what ours says: a page
// and a JSON document for each.
func hugoSite(dir string, awards int) error {
	for name, text := range map[string]string{
		"hugo.toml": `baseURL = "https://credentials.harbour.example/"
title = "Harbour Skills"
disableKinds = ["taxonomy", "term", "rss", "sitemap", "home", "section", "404"]
[outputs]
page = ["html", "json"]
`,
		"layouts/page.html": `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><meta name="description" content="{{ .Params.achievement }}"></head>
<body><header><a href="{{ site.BaseURL }}">{{ site.Title }}</a></header>
<main><h1>{{ .Title }}</h1><p>{{ .Params.achievement }}, awarded to {{ .Params.holder }} on {{ .Date.Format "2006-01-02" }}</p>
{{ range .Params.evidence }}<h2>{{ .name }}</h2><p>{{ .description }}</p>{{ end }}
{{ .Content }}</main><footer>{{ site.Title }}</footer></body></html>
`,
		"layouts/page.json": `{"type":"Assertion","id":{{ .Permalink | jsonify }},"badge":{{ .Params.achievement | jsonify }},"holder":{{ .Params.holder | jsonify }},"issuedOn":{{ .Date.Format "2006-01-02" | jsonify }},"evidence":{{ .Params.evidence | jsonify }},"narrative":{{ .Plain | jsonify }}}
`,
	} {
		if err := writeBelow(dir, name, text); err != nil {
			return err
		}
	}
	criteria, err := os.ReadFile(filepath.Join("content", "achievements", badges[1]+".md"))
	if err != nil {
		return err
	}
	body := string(criteria[frontMatter(criteria):])
	for n := range awards {
		text := fmt.Sprintf("---\ntitle: First Rescue Drill %d\nachievement: First Rescue Drill\nholder: %s\ndate: 2025-01-12\nevidence:\n  - name: Observed scenario sheets\n    description: Two sheets with the assessor's notes.\n---\n%s", n, nameOf(n), body)
		if err := writeBelow(dir, fmt.Sprintf("content/awards/%03d/a%07d.md", n/1000, n), text); err != nil {
			return err
		}
	}
	return nil
}

// frontMatter returns the length of the front matter of a file.
func frontMatter(text []byte) int {
	lines := 0
	for i, c := range text {
		if c != '\n' {
			continue
		}
		if i >= 3 && string(text[i-3:i]) == "---" {
			if lines++; lines == 2 {
				return i + 1
			}
		}
	}
	return 0
}

func writeBelow(dir, name, text string) error {
	to := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, []byte(text), 0o644)
}

// hugo measures Hugo on a fresh site with as many pages.
func (b *bench) hugo(ctx context.Context) (cost, bool, error) {
	program, err := exec.LookPath("hugo")
	if errors.Is(err, exec.ErrNotFound) {
		return cost{}, false, nil
	}
	if err != nil {
		return cost{}, false, err
	}
	dir := filepath.Join(b.dir, "hugo")
	if err := hugoSite(dir, b.awards); err != nil {
		return cost{}, false, err
	}
	c, err := measure(exec.CommandContext(ctx, program, "--quiet", "--source", dir), filepath.Join(dir, "public"))
	if err != nil {
		return cost{}, false, err
	}
	return c, true, os.RemoveAll(dir)
}
