package starter

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/manuscript"
)

// Version returns the files of a content folder that a new version of an
// achievement changes: every award file in which awards were made of the
// version that is now becoming an older one, pinned to it; the old text and
// its translations under <slug>@<n>.md; and <slug>.md with its number raised.
// Apart from the pins and the number every byte stays as it is.
//
// They are to be written in this order. Each step leaves a folder in which
// every award still means the same, and who is interrupted in between calls
// Version again: it returns what is left to be done.
//
// Award files are read as YAML, so that a pin is found in every way of writing
// it and in no other place. One that cannot be read stops everything: an award
// overlooked would become one of the new version.
func Version(content fs.FS, slug string) ([]File, error) {
	if bare, _, pinned := strings.Cut(slug, "@"); pinned && CheckSlug(bare) == nil {
		return nil, fmt.Errorf("%q names one version; a new one is made from the newest: write %s", slug, bare)
	}
	if err := CheckSlug(slug); err != nil {
		return nil, err
	}
	name := "achievements/" + slug + ".md"
	text, err := fs.ReadFile(content, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknownAchievement(content, slug)
	}
	if err != nil {
		return nil, fmt.Errorf("reading content/%s: %w", name, err)
	}
	raised, n, err := raise(text)
	if err != nil {
		return nil, fmt.Errorf("reading content/%s: %w", name, err)
	}
	if next := fmt.Sprintf("achievements/%s@%d.md", slug, n+1); exists(content, next) {
		return nil, fmt.Errorf("content/%s is there already, so version %d cannot be the newest; check says more", next, n)
	}
	old := fmt.Sprintf("%s@%d", slug, n)
	files, err := pins(content, slug, old)
	if err != nil {
		return nil, err
	}
	kept, err := keep(content, slug, old)
	if err != nil {
		return nil, err
	}
	return slices.Concat(files, kept, []File{{Name: "content/" + name, Data: raised}}), nil
}

// unknownAchievement says which achievements there are.
func unknownAchievement(content fs.FS, slug string) error {
	var known []string
	entries, _ := fs.ReadDir(content, "achievements") // a folder that is not there holds nothing
	for _, e := range entries {
		if s, md := strings.CutSuffix(e.Name(), ".md"); md && CheckSlug(s) == nil {
			known = append(known, s)
		}
	}
	if len(known) == 0 {
		return fmt.Errorf("there is no achievement %q; content/achievements holds none", slug)
	}
	return fmt.Errorf("there is no achievement %q; there are: %s", slug, strings.Join(known, ", "))
}

var digits = regexp.MustCompile(`^[0-9]{1,3}$`)

// raise writes the next number into the front matter of an achievement, after
// its kind where none was written, and returns the former number.
func raise(text []byte) (raised []byte, n int, err error) {
	t, err := manuscript.Front(text)
	if err != nil {
		return nil, 0, err
	}
	if _, v := t.Root.Find("version"); v != nil {
		if n, err = strconv.Atoi(v.Value); err != nil || n < 1 || !digits.MatchString(v.Value) {
			return nil, 0, fmt.Errorf("line %d: version: expected a whole number such as 1, found %q", t.Line(v), v.Value)
		}
		err = reword(t, v, v.Value, strconv.Itoa(n+1))
	} else {
		n, err = 1, t.Add("version", "2", "kind")
	}
	if err != nil {
		return nil, 0, err
	}
	raised, err = edited(t)
	return raised, n, err
}

// pins returns the award files that name slug without a version, naming old
// instead.
func pins(content fs.FS, slug, old string) ([]File, error) {
	entries, err := fs.ReadDir(content, "awards")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading content/awards: %w", err)
	}
	var files []File
	for _, e := range entries {
		name := "awards/" + e.Name()
		if !e.Type().IsRegular() || !strings.HasSuffix(name, ".yaml") || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		text, err := fs.ReadFile(content, name)
		if err != nil {
			return nil, fmt.Errorf("reading content/%s: %w", name, err)
		}
		pinned, err := pin(text, slug, old)
		if err != nil {
			return nil, fmt.Errorf("content/%s may hold awards of %s, and cannot be read for sure: %w; mend it first, see: sealpress check", name, slug, err)
		}
		if !bytes.Equal(pinned, text) {
			files = append(files, File{Name: "content/" + name, Data: pinned})
		}
	}
	return files, nil
}

// pin writes another name of an achievement where the text of an award file
// has it: in the default at the top, and in awards that do not take it.
func pin(text []byte, slug, old string) ([]byte, error) {
	t, err := manuscript.Parse(text)
	if err != nil {
		return nil, err
	}
	_, top := t.Root.Find("achievement")
	places := []*manuscript.Node{top}
	_, awards := t.Root.Find("awards")
	for _, a := range awards.Entries() {
		_, own := a.Find("achievement")
		places = append(places, own)
	}
	for _, v := range places {
		if v == nil || v.Scalar() && strings.TrimSpace(v.Value) != slug {
			continue
		}
		if err := reword(t, v, slug, old); err != nil {
			return nil, err
		}
	}
	return edited(t)
}

// keep returns the achievement and its translations as they are, under the
// name of their version. What is there already, equal to the byte, is left
// out.
func keep(content fs.FS, slug, old string) ([]File, error) {
	entries, err := fs.ReadDir(content, "achievements")
	if err != nil {
		return nil, fmt.Errorf("reading content/achievements: %w", err)
	}
	var files []File
	for _, e := range entries {
		rest, of := strings.CutPrefix(e.Name(), slug+".")
		lang, md := strings.CutSuffix("."+rest, ".md") // "" of the achievement, ".it" of a translation
		if !of || !md || !e.Type().IsRegular() || strings.Contains(strings.TrimPrefix(lang, "."), ".") {
			continue
		}
		text, err := fs.ReadFile(content, "achievements/"+e.Name())
		if err != nil {
			return nil, fmt.Errorf("reading content/achievements/%s: %w", e.Name(), err)
		}
		name := "achievements/" + old + lang + ".md"
		switch there, err := fs.ReadFile(content, name); {
		case errors.Is(err, fs.ErrNotExist):
			files = append(files, File{Name: "content/" + name, Data: text})
		case err != nil:
			return nil, fmt.Errorf("reading content/%s: %w", name, err)
		case !bytes.Equal(there, text):
			return nil, fmt.Errorf("content/%s is there already, and says something else than %s; if that is the newer text, raise its version: by hand", name, e.Name())
		}
	}
	return files, nil
}

func exists(content fs.FS, name string) bool {
	_, err := fs.Stat(content, name)
	return err == nil
}
