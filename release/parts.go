package main

import (
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A part is something of others that the program holds: a module, the Go
// library, or files of others that are embedded.
type part struct {
	name    string // a module's path, std, or the folder of embedded files
	version string // empty for embedded files
	sum     string // as in go.sum; modules alone
	licence string // an SPDX expression
	texts   []text // what must be passed on with it
}

// A text is a licence or a notice, as its owner wrote it.
type text struct {
	name string
	data []byte
}

func (p part) String() string { return strings.TrimSpace(p.name + " " + p.version) }

// A linkedPackage is one of those that Go links, as go list says it.
type linkedPackage struct {
	Dir        string
	Standard   bool
	EmbedFiles []string
	Module     *struct {
		Path, Version, Dir, Sum string
		Main                    bool
	}
}

// linkedParts lists what is linked into the program for a target, in the order
// of names, with the licences; all that may not be passed on is in the error.
func linkedParts(dir string, t target) ([]part, error) {
	packages, err := linkedPackages(dir, t)
	if err != nil {
		return nil, err
	}
	library, err := goLibrary(dir, t)
	if err != nil {
		return nil, err
	}
	parts := map[string]part{"std": library}
	folders := map[string][]string{} // of a module, in which its texts may lie
	var errs []error
	for _, p := range packages {
		switch {
		case p.Standard:
		case p.Module == nil:
			errs = append(errs, fmt.Errorf("%s belongs to no module", p.Dir))
		case p.Module.Main:
			errs = append(errs, embedded(p, parts))
		default:
			name := p.Module.Path
			parts[name] = part{name: name, version: p.Module.Version, sum: p.Module.Sum}
			folders[name] = append(folders[name], upTo(p.Module.Dir, p.Dir)...)
		}
	}
	var all []part
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		p := parts[name]
		slices.Sort(folders[name])
		for _, dir := range slices.Compact(folders[name]) {
			if err := p.read(os.DirFS(folders[name][0]), mustRel(folders[name][0], dir)); err != nil {
				return nil, err
			}
		}
		judged, err := p.judged()
		errs = append(errs, err)
		all = append(all, judged)
	}
	return all, errors.Join(errs...)
}

// upTo lists a folder and all above it, to the top of its module.
func upTo(top, dir string) []string {
	folders := []string{dir}
	for dir != top && len(dir) > len(top) {
		dir = filepath.Dir(dir)
		folders = append(folders, dir)
	}
	return folders
}

func linkedPackages(dir string, t target) ([]linkedPackage, error) {
	out, err := golang(dir, t, "list", "-deps", "-json=Dir,Standard,EmbedFiles,Module", "./cmd/sealpress")
	if err != nil {
		return nil, err
	}
	var packages []linkedPackage
	for d := json.NewDecoder(strings.NewReader(out)); ; {
		var p linkedPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		packages = append(packages, p)
	}
}

// goLibrary is the part that every Go program has.
func goLibrary(dir string, t target) (part, error) {
	out, err := golang(dir, t, "env", "GOROOT", "GOVERSION")
	if err != nil {
		return part{}, err
	}
	root, version, _ := strings.Cut(out, "\n")
	p := part{name: "std", version: version}
	return p, p.read(os.DirFS(root), ".")
}

// font is the name of a file that somebody else has drawn.
var font = regexp.MustCompile(`\.(woff2?|ttf|otf)$`)

// embedded adds what a package of ours embeds of others: the files beside which
// a licence lies. A font without one is refused.
func embedded(p linkedPackage, parts map[string]part) error {
	texts := map[string][]text{}
	for _, name := range p.EmbedFiles {
		if !licenceFile.MatchString(path.Base(name)) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(p.Dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		texts[path.Dir(name)] = append(texts[path.Dir(name)], text{path.Base(name), data})
	}
	var errs []error
	for _, name := range p.EmbedFiles {
		if font.MatchString(name) && texts[path.Dir(name)] == nil {
			errs = append(errs, fmt.Errorf("%s is embedded, and no licence lies beside it", name))
		}
	}
	room := mustRel(p.Module.Dir, p.Dir)
	for dir, ts := range texts {
		name := path.Join(room, dir)
		parts[name] = part{name: name, texts: ts}
	}
	return errors.Join(errs...)
}

// licenceFile is the name of a text that must be passed on.
var licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|notice|patents)([-_.].*)?$`)

// licenceFiles are the names of the texts in one folder, in order.
func licenceFiles(dir string) ([]string, error) { return textsIn(os.DirFS(dir), ".") }

func textsIn(root fs.FS, dir string) ([]string, error) {
	entries, err := fs.ReadDir(root, dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && licenceFile.MatchString(e.Name()) && path.Ext(e.Name()) != ".go" {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// read adds the texts of one folder.
func (p *part) read(root fs.FS, dir string) error {
	names, err := textsIn(root, dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := p.readFile(root, path.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// readFile adds a text, and those that it names.
func (p *part) readFile(root fs.FS, name string) error {
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return err
	}
	p.texts = append(p.texts, text{name, data})
	r, _ := review(data)
	for _, other := range r.elsewhere {
		if err := p.readFile(root, path.Join(path.Dir(name), other)); err != nil {
			return err
		}
	}
	return nil
}

// confirm asks the program itself what was linked into it, and refuses what
// nobody looked at.
func confirm(program string, parts []part) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	for _, m := range info.Deps {
		if !slices.ContainsFunc(parts, func(p part) bool {
			return p.name == m.Path && p.version == m.Version && p.sum == m.Sum && m.Replace == nil
		}) {
			return fmt.Errorf("the program holds %s %s %s, and go list does not name it", m.Path, m.Version, m.Sum)
		}
	}
	return nil
}

// mustRel is the path below a folder, of one that Go itself named.
func mustRel(base, name string) string {
	rel, err := filepath.Rel(base, name)
	if err != nil {
		panic(err)
	}
	return filepath.ToSlash(rel)
}
