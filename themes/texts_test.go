package themes_test

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/theme"
	"github.com/sealpress/sealpress/themes"
)

// lineage lists a theme and its parents, the nearest first.
func lineage(t *testing.T, name string) []string {
	t.Helper()
	data, err := fs.ReadFile(themes.Embedded(), name+"/theme.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Parent string }
	if err := yaml.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Parent == "" {
		return []string{name}
	}
	return append([]string{name}, lineage(t, manifest.Parent)...)
}

// texts reads the keys that a theme's own file of a language has, plural forms
// with them.
func texts(t *testing.T, name, lang string) []string {
	t.Helper()
	data, err := fs.ReadFile(themes.Embedded(), name+"/i18n/"+lang+".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Text yaml.Node `yaml:"text"`
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	var keys []string
	var walk func(prefix string, n *yaml.Node)
	walk = func(prefix string, n *yaml.Node) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := prefix+n.Content[i].Value, n.Content[i+1]
			switch {
			case value.Kind != yaml.MappingNode:
				if strings.TrimSpace(value.Value) == "" {
					t.Errorf("%s/i18n/%s.yaml: %s is empty", name, lang, key)
				}
				keys = append(keys, key)
			case slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, value.Content[0].Value):
				keys = append(keys, key)
			default:
				walk(key+".", value)
			}
		}
	}
	walk("", &file.Text)
	slices.Sort(keys)
	return keys
}

// put lists the keys that templates put together, as in
// {{t (print "reason." .Reason)}}: those of the codes that content may hold.
func put() []string {
	keys := []string{"menu.home", "menu.catalogue", "menu.pathways", "menu.guide", "menu.verify", "menu.issuer"}
	add := func(prefix string, codes ...string) {
		for _, c := range codes {
			keys = append(keys, prefix+c)
		}
	}
	add("reason.", badge.Reasons()...)
	add("origin.", badge.OriginOutcomes()...)
	for _, s := range []badge.State{badge.Revoked, badge.Suspended, badge.Superseded, badge.Erased} {
		add("withdrawn."+s.String()+".", "status", "title", "text")
	}
	add("assessment.", "written-examination", "oral-examination", "practical-assessment", "portfolio-assessment", "peer-assessment", "project-assessment")
	add("supervision.", "unsupervised-without-identity-verification", "supervised-without-identity-verification", "supervised-online-with-identity-verification", "on-site-with-identity-verification")
	add("participation.", "online", "on-site", "blended")
	add("quality-assurance.", "institutional-accreditation", "programme-accreditation", "national-quality-agency", "sectoral-quality-assurance")
	add("period.", "years", "months", "days")
	return keys
}

var (
	constantKey = regexp.MustCompile(`\{\{-?\s*t "([^"]+)"|\(t "([^"]+)"|[ (]t "([^"]+)"`)
	madeKey     = regexp.MustCompile(`t \(print "([a-z-]+\.)"`)
)

// All languages of a theme have the same texts; every text that is asked for
// is there, its own or an ancestor's, and none is its own that nobody asks for.
func TestTexts(t *testing.T) {
	for _, name := range themes.Names() {
		t.Run(name, func(t *testing.T) {
			own := texts(t, name, "en")
			for _, lang := range load(t, name).Languages() {
				if diff := cmp.Diff(own, texts(t, name, lang)); diff != "" {
					t.Errorf("keys of %s differ from those of English (-en +%s):\n%s", lang, lang, diff)
				}
			}
			var there []string
			for _, ancestor := range lineage(t, name) {
				there = append(there, texts(t, ancestor, "en")...)
			}
			used := used(t, templates(t, name))
			for _, key := range used {
				if !slices.Contains(there, key) {
					t.Errorf("text %q is asked for, and there is none", key)
				}
			}
			for _, key := range own {
				if !slices.Contains(used, key) {
					t.Errorf("text %q is there, and nobody asks for it", key)
				}
			}
		})
	}
}

// used lists the texts that templates and the program ask for.
func used(t *testing.T, templates map[string]string) []string {
	t.Helper()
	set := make(map[string]bool)
	for _, key := range slices.Concat(put(), theme.PageTexts()) {
		set[key] = true
	}
	for file, text := range templates {
		for _, m := range constantKey.FindAllStringSubmatch(text, -1) {
			set[m[1]+m[2]+m[3]] = true
		}
		for _, m := range madeKey.FindAllStringSubmatch(text, -1) {
			if !slices.ContainsFunc(put(), func(k string) bool { return strings.HasPrefix(k, m[1]) }) {
				t.Errorf("%s puts together keys with %q, which no list here has", file, m[1])
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// templates returns the templates that a theme has, its own and its
// ancestors', by path below the theme's folder.
func templates(t *testing.T, name string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	for _, ancestor := range slices.Backward(lineage(t, name)) {
		folder, err := fs.Sub(themes.Embedded(), ancestor)
		if err != nil {
			t.Fatal(err)
		}
		err = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) != ".html" {
				return err
			}
			data, err := fs.ReadFile(folder, name)
			files[name] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

var (
	action    = regexp.MustCompile(`\{\{[^}]*\}\}`)
	inScript  = regexp.MustCompile(`(?is)<(script|style)\b[^>]*>(.*?)</(?:script|style)>`)
	handler   = regexp.MustCompile(`(?i)\s(on[a-z]+|style|srcdoc)\s*=`)
	unquoted  = regexp.MustCompile(`\s[a-z-]+\s*=\s*\{\{`)
	httpEquiv = regexp.MustCompile(`(?i)<meta\s+http-equiv[^>]*\{\{`)
	comment   = regexp.MustCompile(`(?s)<!--.*?-->`)
)

// In our own templates no value stands where escaping is hard to judge: in
// scripts, styles, event handlers, srcdoc, comments, unquoted attributes, or a
// meta element that acts as a header.
func TestNoValueInDangerousPlaces(t *testing.T) {
	for _, name := range themes.Names() {
		t.Run(name, func(t *testing.T) { noValueInDangerousPlaces(t, templates(t, name)) })
	}
}

func noValueInDangerousPlaces(t *testing.T, templates map[string]string) {
	for file, text := range templates {
		for _, m := range inScript.FindAllStringSubmatch(text, -1) {
			if strings.TrimSpace(m[2]) != "" {
				t.Errorf("%s: <%s> has content: %q", file, m[1], m[2])
			}
		}
		bare := action.ReplaceAllString(text, "{{}}")
		for what, re := range map[string]*regexp.Regexp{"an event handler, style or srcdoc": handler, "a value without quotes": unquoted, "a value in a meta http-equiv": httpEquiv} {
			if m := re.FindString(bare); m != "" {
				t.Errorf("%s: %s: %q", file, what, m)
			}
		}
		for _, c := range comment.FindAllString(text, -1) {
			if action.MatchString(c) {
				t.Errorf("%s: a value in a comment: %q", file, c)
			}
		}
	}
}
