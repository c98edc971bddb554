package theme

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/diag"
)

// Start makes the files of a new theme on top of another one, by path below
// the new theme's folder: its theme.yaml, and a copy of the parent's style
// sheet, which people change first. With all there is a copy of every page,
// part, asset and text that the parent and its own parents have.
//
// It fails where there is no such parent, or the parent has mistakes.
func Start(themes fs.FS, name, parent string, all bool) (map[string][]byte, error) {
	report := new(diag.Report)
	s := openStack(Config{Embedded: themes, Name: parent}, report)
	if f := report.Findings(); len(f) > 0 {
		return nil, fmt.Errorf("starting a theme from %q: %s", parent, f[0].Message)
	}
	if !all {
		files := map[string][]byte{"theme.yaml": s.startManifest(name, nil)}
		data, _, ok := s.file(startSheet)
		if !ok {
			return nil, fmt.Errorf("starting a theme from %q: it has no %s", parent, startSheet)
		}
		files[startSheet] = data
		return files, nil
	}
	files := make(map[string][]byte)
	for _, folder := range []string{"pages", "parts", "assets"} {
		for _, file := range s.names(folder) {
			files[folder+"/"+file], _, _ = s.file(folder + "/" + file)
		}
	}
	var languages []string
	for _, file := range s.names("i18n") {
		languages = append(languages, strings.TrimSuffix(file, ".yaml"))
		data, err := s.mergedTexts("i18n/" + file)
		if err != nil {
			return nil, fmt.Errorf("starting a theme from %q: i18n/%s: %w", parent, file, err)
		}
		files["i18n/"+file] = data
	}
	files["theme.yaml"] = s.startManifest(name, languages)
	return files, nil
}

// startSheet is the file that a person changes first.
const startSheet = "assets/style.css"

// startManifest writes a theme.yaml that explains itself. It says the colours
// of the ancestors, which the copied style sheet was made for.
func (s *stack) startManifest(name string, languages []string) []byte {
	accent, light, dark := s.palette()
	brought := "# languages: [de]"
	if len(languages) > 0 {
		brought = "languages: [" + strings.Join(languages, ", ") + "]"
	}
	return fmt.Appendf(nil, `# For people; the name of this folder is what content/site.yaml says: theme: %[1]s
name: %[1]s

# Whatever is not in this folder comes from the parent: a page, a part, a text,
# a picture. Delete a copy that you did not change, and it follows the parent
# again, also when a later version of Sealpress improves it.
parent: %[2]s

# The languages of which this folder has a full file in i18n/. Single texts may
# be changed without naming their language here.
%[6]s

# The accent of links and buttons. "brand: color:" in content/site.yaml goes
# before it.
color: "%[3]v"

# What the accent stands on: the darkest surface of light pages and the lightest
# of dark ones. The accent is made darker or lighter until it is readable there,
# so say here what you change in assets/style.css.
surfaces:
  light: "%[4]v"
  dark: "%[5]v"
`, name, s.theme, accent, light, dark, brought)
}

// mergedTexts returns a file of texts with those of every ancestor in it, the
// nearest one's over the others'. A file that only one of them has stays as
// its author wrote it.
func (s *stack) mergedTexts(name string) ([]byte, error) {
	var merged *yaml.Node
	var only []byte
	count := 0
	for _, l := range s.layers { // the nearest first
		data, ok := l.files[name]
		if !ok {
			continue
		}
		only = data
		count++
		var document yaml.Node
		if err := yaml.Unmarshal(data, &document); err != nil {
			return nil, err
		}
		if len(document.Content) == 0 {
			continue
		}
		if merged != nil {
			layTexts(document.Content[0], merged)
		}
		merged = document.Content[0]
	}
	if count == 1 || merged == nil {
		return only, nil
	}
	lang := strings.TrimSuffix(path.Base(name), ".yaml")
	merged.Content[0].HeadComment = "" // which spoke of the one file
	merged.HeadComment = "# Every text in " + ownName(lang) + ". {braces} name what is filled in."
	return yaml.Dump(merged, yaml.WithIndent(2), yaml.WithLineWidth(-1))
}

// layTexts puts the entries of one mapping over those of another.
func layTexts(under, over *yaml.Node) {
	for i := 0; i+1 < len(over.Content); i += 2 {
		key, value := over.Content[i], over.Content[i+1]
		found := false
		for j := 0; j+1 < len(under.Content); j += 2 {
			if under.Content[j].Value != key.Value {
				continue
			}
			found = true
			old := under.Content[j+1]
			if old.Kind == yaml.MappingNode && value.Kind == yaml.MappingNode && !isPlural(value) {
				layTexts(old, value)
			} else {
				under.Content[j+1] = value
			}
		}
		if !found {
			under.Content = append(under.Content, key, value)
		}
	}
}
