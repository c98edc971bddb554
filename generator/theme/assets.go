package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	mincss "github.com/tdewolff/minify/v2/css"
	minjs "github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// Asset is a file of the theme as it is published. Its name holds a digest of
// its content, so that it may be cached for ever.
type Asset struct {
	Name string // below the theme's assets/: "style.css"
	File string // below the site's root: "assets/style.1a2b3c4d.css"
	Data []byte
}

// brandName is the style sheet that is made from the site's colour; a theme
// asks for it as {{asset "brand.css"}}.
const brandName = "brand.css"

// press makes assets, each once, those before that others refer to.
type press struct {
	stack  *stack
	done   map[string]*Asset
	refs   map[string][]string // by style sheet, the assets that it names
	open   []string            // being made, outermost first
	report *diag.Report
}

// assets makes every asset of the theme, sorted by name, and says which style
// sheet names which other assets.
func (s *stack) assets(brand string, report *diag.Report) (all []Asset, refs map[string][]string) {
	p := &press{stack: s, done: make(map[string]*Asset), refs: make(map[string][]string), report: report}
	if _, _, own := s.file("assets/" + brandName); !own {
		p.done[brandName] = seal(brandName, s.brandSheet(brand, report))
	}
	for _, name := range s.names("assets") {
		p.make(name)
	}
	for _, a := range p.done {
		all = append(all, *a)
	}
	slices.SortFunc(all, func(a, b Asset) int { return strings.Compare(a.Name, b.Name) })
	return all, p.refs
}

// needed leaves out the assets that no template and no needed style sheet
// names: a theme without scripts should not publish its parent's. Their
// addresses hold a digest, so nobody else can name them.
func needed(all []Asset, refs map[string][]string, named []string) []Asset {
	keep := make(map[string]bool)
	var mark func(name string)
	mark = func(name string) {
		if keep[name] {
			return
		}
		keep[name] = true
		for _, ref := range refs[name] {
			mark(ref)
		}
	}
	for _, name := range named {
		mark(name)
	}
	return slices.DeleteFunc(all, func(a Asset) bool { return !keep[a.Name] })
}

// make returns an asset; nil where there is none of the name.
func (p *press) make(name string) *Asset {
	if a, ok := p.done[name]; ok {
		return a
	}
	data, where, ok := p.stack.file("assets/" + name)
	if !ok {
		return nil
	}
	p.open = append(p.open, name)
	defer func() { p.open = p.open[:len(p.open)-1] }()
	m := minify.New()
	var err error
	switch path.Ext(name) {
	case ".css":
		data = p.rewrite(name, where, data)
		data, err = minified(m, "text/css", mincss.Minify, data)
	case ".js":
		data, err = minified(m, "text/javascript", minjs.Minify, data)
	}
	if err != nil {
		pos := source.Pos{File: where}
		message := err.Error()
		if pe, ok := err.(*parse.Error); ok {
			pos.Line, pos.Column, message = pe.Line, pe.Column, pe.Message
		}
		p.report.Add(diag.Finding{Rule: "theme-asset-syntax", Pos: pos, Message: "cannot be made smaller: " + message})
	}
	p.done[name] = seal(name, data)
	return p.done[name]
}

func minified(m *minify.M, media string, f minify.MinifierFunc, data []byte) ([]byte, error) {
	var out bytes.Buffer
	m.AddFunc(media, f)
	err := m.Minify(media, &out, bytes.NewReader(data))
	return out.Bytes(), err
}

// seal puts the digest of the content into the name.
func seal(name string, data []byte) *Asset {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return &Asset{Name: name, File: "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext, Data: data}
}

// rewrite puts the published names of other assets into a style sheet: in
// url(…), and in the text after @import.
func (p *press) rewrite(name, where string, data []byte) []byte {
	var out bytes.Buffer
	lexer := css.NewLexer(parse.NewInputBytes(bytes.Clone(data)))
	offset, imported := 0, false
	for {
		kind, token := lexer.Next()
		if kind == css.ErrorToken {
			return out.Bytes()
		}
		pos := func() source.Pos {
			line, column, _ := parse.Position(bytes.NewReader(data), offset)
			return source.Pos{File: where, Line: line, Column: column}
		}
		switch {
		case kind == css.URLToken:
			inner := strings.TrimSpace(string(token[len("url(") : len(token)-1]))
			fmt.Fprintf(&out, `url("%s")`, p.reference(name, strings.Trim(inner, `"'`), pos))
		case kind == css.StringToken && imported:
			fmt.Fprintf(&out, `"%s"`, p.reference(name, strings.Trim(string(token), `"'`), pos))
		default:
			out.Write(token)
		}
		if kind != css.WhitespaceToken && kind != css.CommentToken {
			imported = kind == css.AtKeywordToken && strings.EqualFold(string(token), "@import")
		}
		offset += len(token)
	}
}

// reference returns what a style sheet writes for another asset.
func (p *press) reference(from, ref string, pos func() source.Pos) string {
	add := func(rule, message, mend string) {
		p.report.Add(diag.Finding{Rule: rule, Pos: pos(), Message: message, Mend: mend})
	}
	target, fragment, _ := strings.Cut(ref, "#")
	switch {
	case strings.HasPrefix(ref, "data:"), target == "":
		return ref
	case strings.Contains(target, ":"), strings.HasPrefix(target, "/"):
		add("theme-asset-foreign", fmt.Sprintf("%q is not in the theme", ref), "put a copy into the theme's assets folder: pages load nothing from elsewhere")
		return ref
	}
	name := path.Join(path.Dir(from), target)
	if slices.Contains(p.open, name) {
		add("theme-asset-loop", fmt.Sprintf("%q leads back to this file", ref), "remove one of the references")
		return ref
	}
	a := p.make(name)
	if a == nil {
		add("theme-asset-missing", fmt.Sprintf("there is no asset %q", name), suggest(name, p.stack.names("assets"), "%q", "assets: "))
		return ref
	}
	p.refs[from] = append(p.refs[from], name)
	// From the folder of the sheet to the asset, both below assets/.
	up := strings.Repeat("../", strings.Count(from, "/"))
	published := up + strings.TrimPrefix(a.File, "assets/")
	if fragment != "" {
		published += "#" + fragment
	}
	return published
}
