package theme_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/theme"
)

// family is a complete theme and one on top of it.
func family() fstest.MapFS {
	return small(map[string]string{
		"small/parts/note.html":  "<p>small</p>\n",
		"child/theme.yaml":       "parent: small\ncolor: \"#123456\"\n",
		"child/parts/note.html":  "<p>child</p>\n",
		"child/i18n/en.yaml":     "text:\n  plain: Changed\n  own: Mine\n  count: No plural\n",
		"child/assets/style.css": "body { color: blue; }\n",
	})
}

// started loads a new theme from what Start made.
func started(t *testing.T, parent string, all bool) (map[string][]byte, *theme.Theme) {
	t.Helper()
	files, err := theme.Start(family(), "mine", parent, all)
	if err != nil {
		t.Fatal(err)
	}
	site := fstest.MapFS{}
	for name, data := range files {
		site["mine/"+name] = &fstest.MapFile{Data: data}
	}
	return files, mustLoad(t, theme.Config{Embedded: family(), Site: site, Name: "mine", Languages: []string{"en"}})
}

// A new theme has its style sheet and what explains it, and is its parent.
func TestStart(t *testing.T) {
	files, th := started(t, "child", false)
	if diff := cmp.Diff([]string{"assets/style.css", "theme.yaml"}, slices.Sorted(maps.Keys(files))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if got := string(files["assets/style.css"]); got != "body { color: blue; }\n" {
		t.Errorf("style.css is %q, want the parent's", got)
	}
	for _, want := range []string{"\nname: mine\n", "\nparent: child\n", "\ncolor: \"#123456\"\n", "\n# languages: [de]\n"} {
		if !strings.Contains(string(files["theme.yaml"]), want) {
			t.Errorf("theme.yaml lacks %q:\n%s", want, files["theme.yaml"])
		}
	}
	if got := th.Text("en", "plain"); got != "Changed" {
		t.Errorf("text is %q, want the parent's", got)
	}
}

// With all there is everything, the nearest ancestor's of each file and text.
func TestStartWithAll(t *testing.T) {
	files, th := started(t, "child", true)
	want := []string{"assets/style.css", "i18n/en.yaml", "parts/note.html", "theme.yaml"}
	for _, p := range page.Templates() {
		want = append(want, p.File)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(files))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if got := string(files["parts/note.html"]); got != "<p>child</p>\n" {
		t.Errorf("part is %q, want the child's", got)
	}
	for key, want := range map[string]string{"plain": "Changed", "own": "Mine", "count": "No plural", "title.guide": "x"} {
		if got := th.Text("en", key); got != want {
			t.Errorf("text %s is %q, want %q", key, got, want)
		}
	}
	if !strings.Contains(string(files["theme.yaml"]), "\nlanguages: [en]\n") {
		t.Errorf("theme.yaml does not say its languages:\n%s", files["theme.yaml"])
	}
	// The copy needs nobody: without its parent it is the same.
	files["theme.yaml"] = []byte("name: mine\n")
	alone := fstest.MapFS{}
	for name, data := range files {
		alone["mine/"+name] = &fstest.MapFile{Data: data}
	}
	mustLoad(t, theme.Config{Embedded: alone, Name: "mine", Languages: []string{"en"}})
}

func TestStartFails(t *testing.T) {
	broken := family()
	broken["child/theme.yaml"] = &fstest.MapFile{Data: []byte("parent: smal\n")}
	for name, want := range map[string]string{
		"child":   `starting a theme from "child": there is no theme "smal"`,
		"missing": `starting a theme from "missing": there is no theme "missing"`,
	} {
		_, err := theme.Start(broken, "mine", name, false)
		if err == nil || err.Error() != want {
			t.Errorf("from %s: error %v, want %s", name, err, want)
		}
	}
}
