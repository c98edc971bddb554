package generator

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/theme"
)

// LastTheme keeps the theme that was loaded last: reading and compiling it takes
// longer than everything else that a preview does after a saved award. It is
// taken over where all that it is made of is the same. A nil LastTheme keeps
// nothing.
type LastTheme struct {
	mu       sync.Mutex
	of       [sha256.Size]byte
	theme    *theme.Theme
	findings []diag.Finding
}

// load loads a theme, or takes the last one.
func (l *LastTheme) load(t theme.Config) (*theme.Theme, []diag.Finding) {
	of, err := sumOf(t)
	if l == nil || err != nil {
		return theme.Load(t)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.theme == nil || l.of != of {
		l.theme, l.findings = theme.Load(t)
		l.of = of
	}
	return l.theme, slices.Clone(l.findings)
}

// sumOf digests what a theme is made of, but for what the program brings along.
func sumOf(t theme.Config) ([sha256.Size]byte, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q\n", t.Name, t.Languages, t.Base, t.Color)
	if t.Site == nil {
		return [sha256.Size]byte(h.Sum(nil)), nil
	}
	err := fs.WalkDir(t.Site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(t.Site, name)
		fmt.Fprintf(h, "%q %v %x\n", name, d.Type(), sha256.Sum256(data))
		return err
	})
	return [sha256.Size]byte(h.Sum(nil)), err
}
