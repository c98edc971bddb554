package generator

import (
	"testing"
	"testing/fstest"

	"github.com/sealpress/sealpress/generator/theme"
	"github.com/sealpress/sealpress/themes"
)

// A theme is taken over where nothing of it changed, and only there.
func TestTheLastThemeIsTakenOverWhereNothingChanged(t *testing.T) {
	own := fstest.MapFS{"mine/theme.yaml": {Data: []byte("name: Mine\nbase: default\n")}, "mine/assets/x.css": {Data: []byte("a{}")}}
	config := func() theme.Config {
		return theme.Config{Embedded: themes.Embedded(), Site: own, Name: "default", Languages: []string{"en"}, Base: "/", Color: "#0b5cad"}
	}
	var last LastTheme
	first, _ := last.load(config())
	if first == nil {
		t.Fatal("no theme")
	}
	if again, _ := last.load(config()); again != first {
		t.Error("the same theme was loaded twice")
	}
	for name, change := range map[string]func(*theme.Config){
		"language": func(c *theme.Config) { c.Languages = []string{"it"} }, "base": func(c *theme.Config) { c.Base = "/x/" },
		"color": func(c *theme.Config) { c.Color = "#101010" }, "name": func(c *theme.Config) { c.Name = "plain" },
		"site": func(c *theme.Config) { c.Site = nil },
	} {
		c := config()
		change(&c)
		if other, _ := last.load(c); other == first {
			t.Errorf("another %s, and the theme was taken over", name)
		}
		first, _ = last.load(config())
	}
	own["mine/assets/x.css"].Data = []byte("b{}")
	if other, _ := last.load(config()); other == first {
		t.Error("another file, and the theme was taken over")
	}
	if none, _ := (*LastTheme)(nil).load(config()); none == nil {
		t.Error("nil loads nothing")
	}
}
