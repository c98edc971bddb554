package themes_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/verify"
	"github.com/sealpress/sealpress/themes"
)

// maxScript is how many bytes of script a page that checks credentials may
// load, as they are served.
const maxScript = 30_000

// The scripts are small as they are published, none is long as it is read, and
// none holds what a page's policy forbids or what would put a stranger's text
// into the page as HTML.
func TestScriptsThatCheckAreSmall(t *testing.T) {
	th := load(t, "default")
	bytes := make(map[string]int)
	for _, a := range th.Assets() {
		bytes[path.Base(a.File)] = len(a.Data)
	}
	for _, f := range fixtures("en") {
		if f.file != "pages/verify.html" {
			continue
		}
		out, err := th.Render("en", f.file, f.data)
		if err != nil {
			t.Fatal(err)
		}
		size, count := 0, 0
		for _, m := range regexp.MustCompile(`<script[^>]* src="?([^" >]+)`).FindAllStringSubmatch(string(out), -1) {
			size += bytes[path.Base(m[1])]
			count++
		}
		t.Logf("%s: %d scripts, %d bytes", f.name, count, size)
		if count < 5 || size < 20_000 || size > maxScript {
			t.Errorf("%s loads %d scripts of %d bytes, want at most %d", f.name, count, size, maxScript)
		}
	}
	names, err := fs.Glob(themes.Embedded(), "default/assets/verify/*.js")
	if err != nil {
		t.Fatal(err)
	}
	forbidden := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|XMLHttpRequest|WebSocket|sendBeacon|localStorage|sessionStorage|cookie\b|"POST"|createObjectURL`)
	for _, name := range names {
		text, err := fs.ReadFile(themes.Embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(text), "\n"); lines > 300 {
			t.Errorf("%s has %d lines", name, lines)
		}
		if m := forbidden.Find(text); m != nil {
			t.Errorf("%s uses %s", name, m)
		}
	}
	if len(names) < 5 {
		t.Errorf("found the scripts %v", names)
	}
}

// ownWords are the sentences for what the page does and the engine does not.
var ownWords = regexp.MustCompile(`^(outcome\.cannot-tell\.gone|not-proven\.inside|checking|ask|ask-yes|known|holder-unsigned|stands-in|unread\.(unreachable|refused)|what\.signature|check\.(format\.unknown\.old|terms\.unknown\.form|signature\.(passed\.beside|unknown\.(beside|digest|proof|replaced|withdrawn|browser))|status-list\.unknown\.browser))$`)

// Where the page checks what the Go engine checks, it says so in the same
// words.
func TestVerdictsAreSaidInTheSameWords(t *testing.T) {
	for _, lang := range verify.Languages() {
		data, err := fs.ReadFile(themes.Embedded(), "default/i18n/"+lang+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Text struct {
				Verify struct{ Word map[string]string }
			}
		}
		if err := yaml.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		words := file.Text.Verify.Word
		if len(words) < 100 {
			t.Errorf("found %d sentences in %s", len(words), lang)
		}
		for key, said := range words {
			if want := verify.Word(lang, key); !ownWords.MatchString(key) && said != want {
				t.Errorf("%s: %s says %q, and the engine %q", lang, key, said, want)
			}
		}
	}
}

// The page that checks credentials may connect to any host over TLS; no other
// page may.
func TestOnlyOnePageMayConnectElsewhere(t *testing.T) {
	for _, name := range themes.Names() {
		th := load(t, name)
		for _, f := range fixtures("en") {
			out, err := th.Render("en", f.file, f.data)
			if err != nil {
				t.Fatal(err)
			}
			policy := regexp.MustCompile(`connect-src [^;]*;`).FindAllString(string(out), -1)
			want := "connect-src 'self';"
			if f.file == "pages/verify.html" {
				want = "connect-src 'self' https:;"
			}
			if len(policy) != 1 || policy[0] != want {
				t.Errorf("%s: page %s has the policy %q, want %q", name, f.name, policy, want)
			}
		}
	}
}
