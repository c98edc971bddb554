package check

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// keyOf names the key of an achievement's file that holds an element.
var keyOf = map[string]string{"title": "name", "outcomes": "outcomes", "workload": "workload", "level": "level",
	"assessment": "assessment", "participation": "participation", "quality-assurance": "quality-assurance"}

// lackingOf names the key that a rule misses. What is missing is found at the
// beginning of a file, or at the nearest thing there.
var lackingOf = map[string]string{levelMissing.ID: "level", hoursMissing.ID: "workload", supervisionMissing.ID: "assessment"}

// doubt is what was found about a key: the first error or warning, and the
// reason for which one was set aside.
type doubt struct{ message, aside string }

// doubtsOf finds what was found about each key of an achievement's file.
func doubtsOf(c *load.Content, a *badge.Achievement, findings []diag.Finding) map[string]doubt {
	doubts := map[string]doubt{}
	var keys []string // of each line of the front matter
	for _, f := range findings {
		if f.Pos.File != a.Place.File || f.Severity == diag.Note {
			continue
		}
		key, known := lackingOf[f.Rule]
		if !known && !strings.HasSuffix(f.Rule, "-missing") {
			if keys == nil {
				keys = keysOf(c.Text(a.Place.File))
			}
			if f.Pos.Line >= 1 && f.Pos.Line <= len(keys) {
				key = keys[f.Pos.Line-1]
			}
		}
		d := doubts[key]
		if f.Aside != "" {
			d.aside = cmp.Or(d.aside, f.Aside)
		} else {
			d.message = cmp.Or(d.message, f.Message)
		}
		doubts[key] = d
	}
	return doubts
}

// keysOf returns, for each line of a file's front matter, the key to which it
// belongs.
func keysOf(text string) []string {
	var keys []string
	key := ""
	for line := range strings.Lines(text) {
		if len(keys) > 0 && strings.HasPrefix(line, "---") {
			break
		}
		if name, _, found := strings.Cut(line, ":"); found && topKey.MatchString(name) {
			key = name
		}
		keys = append(keys, key)
	}
	return keys
}

var topKey = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
