// Package themes carries the themes of the program: a folder for each, read
// by package theme. A site's own themes/ folder lies over them.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed default
var files embed.FS

// Embedded returns the themes, each in the folder of its name.
func Embedded() fs.FS { return files }
