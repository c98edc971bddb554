package theme_test

import (
	"strings"
	"testing"
)

// What no page can lead to is not published; where a template puts names
// together, everything is.
func TestAssetsInUse(t *testing.T) {
	files := map[string]string{
		"small/assets/style.css": "@import \"print.css\" print;",
		"small/assets/print.css": "a { background: url(x.svg) }",
		"small/assets/x.svg":     "<svg/>",
		"small/assets/en.svg":    "<svg/>",
		"small/assets/old.css":   "a { background: url(y.svg) }",
		"small/assets/y.svg":     "<svg/>",
		"small/pages/award.html": `<link href="{{asset "style.css"}}">`,
	}
	for _, test := range []struct{ guide, want string }{
		{`<p>no asset</p>`, "print.css style.css x.svg"},
		{`<img src="{{asset (print .Lang ".svg")}}" alt="">`, "brand.css en.svg old.css print.css style.css x.svg y.svg"},
	} {
		files["small/pages/guide.html"] = test.guide
		var names []string
		for _, a := range mustLoad(t, config(small(files))).Assets() {
			names = append(names, a.Name)
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("with %s, published are %s, want %s", test.guide, got, test.want)
		}
	}
}
