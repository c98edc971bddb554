// Package themes carries the themes of the program: a folder for each, read
// by package theme. A site's own themes/ folder lies over them.
//
// README.md beside this file teaches how to make a theme; `sealpress new theme`
// leaves a copy in the site, because who has the program alone has no other.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed default plain
var files embed.FS

//go:embed README.md
var guide []byte

// Embedded returns the themes, each in the folder of its name.
func Embedded() fs.FS { return files }

// Names lists the themes, the one that a site has without asking first.
func Names() []string { return []string{"default", "plain"} }

// Guide returns the manual for makers of themes, in Markdown.
func Guide() []byte { return guide }
