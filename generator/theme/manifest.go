package theme

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// manifest is a theme's theme.yaml:
//
//	name: default
//	parent: plain            # optional
//	languages: [en, it]      # of the texts that the theme brings
//	color: "#0f5d66"         # the accent of a site that names none
//	surfaces:                # what the accent stands on; contrast is kept against both
//	  light: "#f6f5f1"
//	  dark: "#1c232b"
type manifest struct {
	parent      string
	parentPos   source.Pos
	languages   []string
	color       color
	light, dark color
	said        struct{ color, light, dark bool }
}

var manifestKeys = []string{"name", "parent", "languages", "color", "surfaces"}

func readManifest(file string, data []byte, report *diag.Report) manifest {
	var m manifest
	r := &reader{file: file, report: report}
	r.mapping(r.document(data), func(key string, k, v *yaml.Node) {
		switch key {
		case "name":
			r.text(v) // for people; the folder's name counts
		case "parent":
			m.parent, _ = r.text(v)
			m.parentPos = r.pos(v)
		case "languages":
			m.languages = r.list(v)
		case "color":
			m.color, m.said.color = r.color(v)
		case "surfaces":
			r.mapping(v, func(key string, k, v *yaml.Node) {
				switch key {
				case "light":
					m.light, m.said.light = r.color(v)
				case "dark":
					m.dark, m.said.dark = r.color(v)
				default:
					r.unknown(k, []string{"light", "dark"})
				}
			})
		default:
			r.unknown(k, manifestKeys)
		}
	})
	return m
}

// languages lists the languages that the theme and its ancestors bring.
func (s *stack) languages() []string {
	var all []string
	for _, m := range s.manifests {
		all = append(all, m.languages...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// palette returns the colours of the theme: each is said by the theme or by
// its nearest ancestor that says it.
func (s *stack) palette() (accent, light, dark color) {
	accent, light, dark = color{0x1f, 0x4e, 0x79}, color{0xff, 0xff, 0xff}, color{0x1a, 0x1a, 0x1a}
	for i := len(s.manifests) - 1; i >= 0; i-- {
		m := s.manifests[i]
		if m.said.color {
			accent = m.color
		}
		if m.said.light {
			light = m.light
		}
		if m.said.dark {
			dark = m.dark
		}
	}
	return accent, light, dark
}

func (r *reader) color(n *yaml.Node) (color, bool) {
	text, ok := r.text(n)
	if !ok {
		return color{}, false
	}
	c, err := parseColor(text)
	if err != nil {
		r.add(n, "bad-value", fmt.Sprintf("%q is not a colour", text), `write six hexadecimal digits in quotes: "#0f5d66"`)
		return color{}, false
	}
	return c, true
}
