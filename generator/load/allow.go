package load

import (
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// allowKey is what a file sets aside; each file that an author writes may have
// it.
var allowKey = Key{Name: "allow", Type: Dict, Item: &Key{Type: Text, Max: 300}, Help: "warnings to set aside for this file, each with the reason", Example: "{badge-claims-to-certify: it is the name of the course}"}

// Allowed is a rule that a file sets aside.
type Allowed struct {
	Place  source.Place // of the rule's name
	Rule   string
	Reason string
}

// allows reads what a file sets aside.
func allows(root *yaml.Node, file source.Place) []Allowed {
	n := find(root, "allow")
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var all []Allowed
	for i := 0; i+1 < len(n.Content); i += 2 {
		rule := n.Content[i].Value
		all = append(all, Allowed{Place: file.At("allow", rule), Rule: rule, Reason: scalar(n.Content[i+1])})
	}
	return all
}

// allow remembers what a file sets aside.
func (c *Content) allow(file string, all []Allowed) {
	if len(all) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.allowed == nil {
		c.allowed = map[string][]Allowed{}
	}
	c.allowed[file] = all
}

// Allowed returns what a file, as messages name it, sets aside.
func (c *Content) Allowed(file string) []Allowed {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.allowed[file]
}

// Allows lists what the files read so far set aside, in the order of their
// names.
func (c *Content) Allows() []Allowed {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []Allowed
	for _, file := range slices.Sorted(maps.Keys(c.allowed)) {
		all = append(all, c.allowed[file]...)
	}
	return all
}

// Aside returns the reason for which a finding is set aside by its file, or by
// the file that it translates. Errors cannot be.
func (c *Content) Aside(f diag.Finding) (reason string, aside bool) {
	if f.Severity == diag.Error {
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	files := []string{f.Pos.File}
	if stem, isText := strings.CutSuffix(f.Pos.File, ".md"); isText && path.Ext(stem) != "" {
		files = append(files, strings.TrimSuffix(stem, path.Ext(stem))+".md")
	}
	for _, file := range files {
		for _, a := range c.allowed[file] {
			if a.Rule == f.Rule && strings.TrimSpace(a.Reason) != "" {
				return a.Reason, true
			}
		}
	}
	return "", false
}
