package load

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

func TestStaticFilesArePassive(t *testing.T) {
	files := fstest.MapFS{}
	for name, data := range map[string]string{
		"page.html": "hello", "PAGE.HTM": "hello", "app.js": "1", "data.xml": "<a/>", "notes.txt": "<!DOCTYPE html><p>", "photo": "\ufeff  <script>alert(1)</script>",
		"evil.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>`, ".htaccess": "AddType text/html .png", "_redirects": "/* https://e.example/:splat 200",
		"ok.txt": "a < b", "ok.json": "{}", "CNAME": "e.example", "ok.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h1"/></svg>`, "ok.pdf": "%PDF-1.7",
	} {
		files["static/"+name] = &fstest.MapFile{Data: []byte(data)}
	}
	c, err := Dir(context.Background(), files, "content")
	if err != nil {
		t.Fatal(err)
	}
	refused := map[string]bool{}
	for _, f := range c.Report.Findings() {
		if f.Rule == "static-active" {
			refused[strings.TrimPrefix(f.Pos.File, "content/static/")] = true
		}
	}
	copied := map[string]bool{}
	for _, f := range c.Catalog.Static {
		copied[f.Name] = true
	}
	for name := range files {
		name = strings.TrimPrefix(name, "static/")
		ok := strings.HasPrefix(name, "ok.") || name == "CNAME"
		if ok == refused[name] || ok != copied[name] {
			t.Errorf("%s: refused %v, copied %v", name, refused[name], copied[name])
		}
	}
}
