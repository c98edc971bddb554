package theme

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// stack is a theme with everything below it: its files from the site, its
// files from the program, then the same of its parent, and so on.
type stack struct {
	theme     string
	layers    []*layer
	manifests []manifest // of the theme, its parent, …
}

// layer is one theme's files from one place.
type layer struct {
	theme string
	files map[string][]byte // by path below the theme's folder
}

func (l *layer) names() []string { return slices.Sorted(maps.Keys(l.files)) }

// place names a theme's file as findings do.
func place(theme, name string) string { return "themes/" + theme + "/" + name }

// openStack reads a theme and its parents. It returns nil when there is no
// such theme.
func openStack(c Config, report *diag.Report) *stack {
	s := &stack{theme: c.Name}
	var seen []string
	parent := source.Pos{File: place(c.Name, "theme.yaml")}
	for name := c.Name; name != ""; {
		if slices.Contains(seen, name) {
			report.Add(diag.Finding{Rule: "theme-parent-loop", Pos: parent,
				Message: fmt.Sprintf("theme %q is its own ancestor: %s", name, strings.Join(append(seen, name), " → ")),
				Mend:    `remove "parent", or name another theme`})
			return nil
		}
		seen = append(seen, name)
		site, embedded := openLayer(c.Site, name, report), openLayer(c.Embedded, name, report)
		if site == nil && embedded == nil {
			report.Add(diag.Finding{Rule: "theme-unknown", Pos: parent,
				Message: fmt.Sprintf("there is no theme %q", name), Mend: suggest(name, themeNames(c), "%q", "themes: ")})
			return nil
		}
		var m manifest
		found := false
		for _, l := range []*layer{site, embedded} {
			if l == nil {
				continue
			}
			s.layers = append(s.layers, l)
			if data, ok := l.files["theme.yaml"]; ok && !found {
				m, found = readManifest(place(name, "theme.yaml"), data, report), true
			}
		}
		if !found {
			report.Add(diag.Finding{Rule: "theme-manifest-missing", Pos: source.Pos{File: place(name, "theme.yaml")},
				Message: "the theme has no theme.yaml", Mend: "add theme.yaml with: parent: default"})
		}
		s.manifests = append(s.manifests, m)
		name, parent = m.parent, m.parentPos
	}
	return s
}

// file returns a file of the theme, its own or the nearest ancestor's, and
// its name in findings.
func (s *stack) file(name string) (data []byte, where string, ok bool) {
	for _, l := range s.layers {
		if data, ok := l.files[name]; ok {
			return data, place(l.theme, name), true
		}
	}
	return nil, place(s.theme, name), false
}

// names returns the files of the theme below a folder, sorted, without the
// folder's name.
func (s *stack) names(folder string) []string {
	set := make(map[string]bool)
	for _, l := range s.layers {
		for name := range l.files {
			if rest, ok := strings.CutPrefix(name, folder+"/"); ok {
				set[rest] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// openLayer reads a theme's folder; it returns nil when there is none.
// Symbolic links are refused: a theme that arrives by git must not publish
// files from elsewhere on the builder's machine.
func openLayer(files fs.FS, theme string, report *diag.Report) *layer {
	if files == nil || !fs.ValidPath(theme) || strings.Contains(theme, "/") {
		return nil
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil
	}
	i := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return e.Name() == theme })
	if i < 0 {
		return nil
	}
	l := &layer{theme: theme, files: make(map[string][]byte)}
	refuse := func(rule, name, message, mend string) {
		report.Add(diag.Finding{Rule: rule, Pos: source.Pos{File: path.Clean(place(theme, name))}, Message: message, Mend: mend})
	}
	if !entries[i].IsDir() {
		refuse("file-link", "", "expected a folder, found another kind of file", "put the folder itself here")
		return l
	}
	err = fs.WalkDir(files, theme, func(p string, d fs.DirEntry, err error) error {
		name := strings.TrimPrefix(strings.TrimPrefix(p, theme), "/")
		switch {
		case err != nil:
			refuse("file-unreadable", name, "cannot be read", "")
			return nil
		case d.IsDir():
			if name != "" && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		case strings.HasPrefix(d.Name(), "."):
			return nil
		case !d.Type().IsRegular():
			refuse("file-link", name, "expected a regular file, found a link or a special file", "copy the file itself into the theme")
			return nil
		}
		if info, err := d.Info(); err == nil && info.Size() > maxFile {
			refuse("file-size", name, fmt.Sprintf("file of %d bytes; at most %d are read", info.Size(), maxFile), "make it smaller")
			return nil
		}
		data, err := fs.ReadFile(files, p)
		if err != nil {
			refuse("file-unreadable", name, "cannot be read", "")
			return nil
		}
		l.files[name] = plainLines(name, data)
		return nil
	})
	if err != nil {
		refuse("file-unreadable", "", "cannot be read", "")
	}
	return l
}

// maxFile caps what is read of one file.
const maxFile = 8 << 20

// plainLines gives text files the same bytes on every system: a checkout on
// Windows may have CRLF.
func plainLines(name string, data []byte) []byte {
	switch path.Ext(name) {
	case ".html", ".yaml", ".css", ".js", ".svg", ".txt", ".json":
		return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	return data
}

// themeNames lists the themes there are.
func themeNames(c Config) []string {
	set := make(map[string]bool)
	for _, files := range []fs.FS{c.Site, c.Embedded} {
		if files == nil {
			continue
		}
		entries, _ := fs.ReadDir(files, ".") // what cannot be read cannot be suggested
		for _, e := range entries {
			if e.IsDir() {
				set[e.Name()] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}
