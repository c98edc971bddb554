package themes_test

import (
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

// texts reads the keys of a language, plural forms with them.
func texts(t *testing.T, lang string) []string {
	t.Helper()
	data, err := fs.ReadFile(themes.Embedded(), "default/i18n/"+lang+".yaml")
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
					t.Errorf("%s.yaml: %s is empty", lang, key)
				}
				keys = append(keys, key)
			case value.Content[0].Value == "one":
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
	keys := []string{"menu.home", "menu.catalogue", "menu.pathways", "menu.guide", "menu.issuer"}
	add := func(prefix string, codes ...string) {
		for _, c := range codes {
			keys = append(keys, prefix+c)
		}
	}
	add("reason.", badge.Reasons()...)
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

// Both languages have the same texts; every text that is asked for is there,
// and none is there that nobody asks for.
func TestTexts(t *testing.T) {
	en, it := texts(t, "en"), texts(t, "it")
	if diff := cmp.Diff(en, it); diff != "" {
		t.Errorf("keys of Italian differ from those of English (-en +it):\n%s", diff)
	}
	used := make(map[string]bool)
	for _, key := range slices.Concat(put(), theme.PageTexts()) {
		used[key] = true
	}
	for file, text := range templates(t) {
		for _, m := range constantKey.FindAllStringSubmatch(text, -1) {
			used[m[1]+m[2]+m[3]] = true
		}
		for _, m := range madeKey.FindAllStringSubmatch(text, -1) {
			if !slices.ContainsFunc(put(), func(k string) bool { return strings.HasPrefix(k, m[1]) }) {
				t.Errorf("%s puts together keys with %q, which no list here has", file, m[1])
			}
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(used)), en); diff != "" {
		t.Errorf("texts that are used and texts that there are (-used +there):\n%s", diff)
	}
}

func templates(t *testing.T) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := fs.WalkDir(themes.Embedded(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		data, err := fs.ReadFile(themes.Embedded(), name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
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
	for file, text := range templates(t) {
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
