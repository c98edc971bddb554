package load

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/store"
)

// tree is what a content folder holds, by folder; names are sorted.
type tree struct {
	root    []string            // files beside site.yaml
	folders map[string][]string // files directly in achievements, pathways, awards, pages, decisions, keys
	static  []string            // files anywhere below static, with their path from there
	kept    []string            // files anywhere below imported, with their path from the content folder
}

// imported is the folder in which the originals of awards are kept that were
// first issued elsewhere. They are evidence for the author: nothing reads or
// publishes them.
const imported = "imported"

// folders lists the folders that an author fills.
func folders() []string {
	return []string{"achievements", "awards", "decisions", imported, "keys", "pages", "pathways", "static"}
}

// scan lists the files of a content folder and refuses names that another
// system, or the web, could not hold.
func (c *Content) scan() tree {
	t := tree{folders: map[string][]string{}}
	var all []string
	err := fs.WalkDir(c.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			c.find(diag.Error, "file-unreadable", name, 0, 0, "allow reading it", "cannot be read: %v", cause(err))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case name == ".":
			return nil
		case name == store.Folder && d.IsDir():
			return fs.SkipDir // what was issued is read by its own room
		case ignored(name):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			c.find(diag.Error, "file-link", name, 0, 0, "put the file itself here", "symbolic links are not followed")
			return nil
		}
		top, rest, deep := strings.Cut(name, "/")
		if message, mend := checkName(path.Base(name)); message != "" {
			c.find(diag.Error, "file-name", name, 0, 0, mend, "%s", message)
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case d.IsDir() && !deep && !slices.Contains(folders(), top):
			c.find(diag.Error, "file-unknown", name, 0, 0, knownMend(top, folders(), "known folders: "), "unknown folder %q", top)
			return fs.SkipDir
		case d.IsDir() && deep && top != "static" && top != imported:
			c.find(diag.Error, "file-unknown", name, 0, 0, "move its files up into "+c.shown(top), "folders inside %s are not read", c.shown(top))
			return fs.SkipDir
		case d.IsDir():
			all = append(all, name)
			return nil
		case !d.Type().IsRegular():
			c.find(diag.Error, "file-link", name, 0, 0, "remove it", "expected a file, found a %s", kindOf(d.Type()))
			return nil
		}
		all = append(all, name)
		switch {
		case !deep:
			t.root = append(t.root, name)
		case top == "static":
			t.static = append(t.static, rest)
		case top == imported:
			t.kept = append(t.kept, name)
		default:
			t.folders[top] = append(t.folders[top], rest)
		}
		return nil
	})
	if err != nil {
		c.find(diag.Error, "file-unreadable", ".", 0, 0, "", "the folder cannot be read: %v", cause(err))
	}
	// A file system need not list names in order.
	for _, names := range append(slices.Collect(maps.Values(t.folders)), t.root, t.static, t.kept, all) {
		slices.Sort(names)
	}
	c.checkCollisions(all)
	return t
}

// Kept reports whether the original of an award that was first issued elsewhere
// is there. file is its path below the content folder.
func (c *Content) Kept(file string) bool {
	_, there := slices.BinarySearch(c.tree.kept, file)
	return there
}

// ignored reports whether a file is none of the author's: what systems and
// editors leave behind. Below static, names that begin with a dot may be meant.
func ignored(name string) bool {
	base := path.Base(name)
	switch strings.ToLower(base) {
	case ".ds_store", "thumbs.db", "desktop.ini", ".git", ".gitkeep", ".gitignore", ".gitattributes":
		return true
	}
	if strings.HasPrefix(name, "static/") {
		return strings.HasPrefix(base, "._")
	}
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#")
}

var deviceName = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?$`)

// checkName refuses names that some system cannot hold or some page cannot
// link.
func checkName(base string) (message, mend string) {
	switch {
	case deviceName.MatchString(base):
		return "this name is reserved on Windows", "rename it"
	case strings.HasSuffix(base, ".") || strings.HasSuffix(base, " ") || strings.HasPrefix(base, " "):
		return "the name begins or ends with a space or full stop, which Windows drops", "rename it"
	case strings.TrimSpace(base) != base:
		return "the name begins or ends with a space that nobody sees", "rename it"
	case strings.HasPrefix(base, "-"):
		return "the name begins with a hyphen, which commands take for an option", "rename it"
	case len(base) > 200:
		return "the name is longer than 200 bytes", "rename it"
	}
	for _, r := range base {
		if forbidden(r) || r == '\t' || r == '\n' || invisible(r, false) || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar {
			return "the name holds the character " + codepoint(r), "rename it"
		}
		if strings.ContainsRune(`\/:*?"<>|%`, r) {
			return "the name holds the character " + string(r) + ", which some systems refuse", "rename it"
		}
	}
	return "", ""
}

// checkCollisions refuses names that are one and the same where case or the
// composition of accents does not count.
func (c *Content) checkCollisions(names []string) {
	seen := map[string]string{}
	for _, name := range names {
		folded := strings.ToLower(strings.ToUpper(norm.NFC.String(name))) // the long s and the like have no lower form of their own
		if first, twice := seen[folded]; twice {
			c.find(diag.Error, "file-name", name, 0, 0, "rename one of them", "this name and %s are the same on Windows and macOS", c.shown(first))
			continue
		}
		seen[folded] = name
	}
}

// fileName is the name of a Markdown or YAML file taken apart:
// slug[@version][.language].ext
type fileName struct {
	slug     string
	version  int // 0: none
	language string
}

// slugFile takes a file's name apart and refuses what would not make an
// address.
func (c *Content) slugFile(folder, name, ext string) (f fileName, ok bool) {
	stem := strings.TrimSuffix(name, ext)
	stem, lang, translated := strings.Cut(stem, ".")
	if translated {
		if tag, err := language.Parse(lang); err != nil || tag.String() != lang {
			c.find(diag.Error, "file-name", folder+"/"+name, 0, 0, "name a translation <slug>.<language>"+ext+", for example "+makeSlug(stem)+".it"+ext,
				"%q is not a language", lang)
			return f, false
		}
	}
	ref, good := parseReference(stem)
	if !good {
		want := makeSlug(stem)
		if want == "" {
			want = "first-drill"
		}
		c.find(diag.Error, "file-name", folder+"/"+name, 0, 0, "rename it to "+want+ext,
			"the name becomes an address: expected lower-case letters, digits and single hyphens")
		return f, false
	}
	return fileName{slug: ref.Slug, version: ref.Version, language: lang}, true
}

// markdownFiles calls visit for each Markdown file of a folder, originals
// before translations, and reports what else lies there and is not in also.
func (c *Content) markdownFiles(folder string, also func(name string) bool, visit func(name string, f fileName)) {
	type found struct {
		name string
		fileName
	}
	var translations []found
	for _, name := range c.tree.folders[folder] {
		switch {
		case strings.HasSuffix(name, ".md"):
			f, ok := c.slugFile(folder, name, ".md")
			switch {
			case !ok:
			case f.version != 0 && also == nil:
				c.find(diag.Error, "file-name", folder+"/"+name, 0, 0, "rename it to "+f.slug+".md", "only achievements have versions")
			case f.language != "":
				translations = append(translations, found{name, f})
			default:
				visit(name, f)
			}
		case also == nil || !also(name):
			mend := "expected files that end in .md; files to copy as they are belong into " + c.shown("static")
			switch ext := strings.ToLower(path.Ext(name)); {
			case also != nil && (ext == ".png" || ext == ".svg"), ext == ".md":
				mend = "rename it to " + strings.TrimSuffix(name, path.Ext(name)) + ext
			case also != nil && slices.Contains([]string{".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff"}, ext):
				mend = "artwork is PNG or SVG: export it as one of them"
			}
			c.find(diag.Error, "file-unknown", folder+"/"+name, 0, 0, mend, "this file has no meaning here")
		}
	}
	for _, t := range translations {
		visit(t.name, t.fileName)
	}
}

// yamlFiles lists the YAML files of a folder and reports what else lies there.
func (c *Content) yamlFiles(folder string) []string {
	var names []string
	for _, name := range c.tree.folders[folder] {
		switch {
		case strings.HasSuffix(name, ".yaml"):
			names = append(names, name)
		case strings.HasSuffix(name, ".yml"):
			c.find(diag.Error, "file-unknown", folder+"/"+name, 0, 0, "rename it to "+strings.TrimSuffix(name, ".yml")+".yaml", "expected the ending .yaml, found .yml")
		default:
			c.find(diag.Error, "file-unknown", folder+"/"+name, 0, 0, "expected files that end in .yaml", "this file has no meaning here")
		}
	}
	return names
}
