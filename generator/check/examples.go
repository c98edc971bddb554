package check

import (
	"embed"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

//go:embed testdata/*.txtar
var examples embed.FS

// Example shows a rule broken and kept: the same that the tests hold it to.
type Example struct {
	About     string // what it shows, one or two sentences
	Bad, Good []Excerpt
	Message   string // of the finding in Bad, as a pattern where it is long
}

// Excerpt is a file, or the lines of it that matter.
type Excerpt struct {
	File string // below content/; "" where the rule is about what is not there
	Text string
}

// guiltyLine marks the guilty line of an example.
var guiltyLine = regexp.MustCompile(`\s*# want "((?:[^"\\]|\\.)*)"(?: "(?:[^"\\]|\\.)*")*\s*$`)

// around is how many lines are shown before and behind one that matters.
const around = 3

// ExampleOf returns the example of a rule of the book.
func ExampleOf(id string) (Example, bool) {
	text, err := examples.ReadFile("testdata/" + id + ".txtar")
	if err != nil {
		return Example{}, false
	}
	a := txtar.Parse(text)
	e := Example{About: strings.Join(strings.Fields(string(a.Comment)), " ")}
	bad, good := map[string][]string{}, map[string][]string{}
	for _, f := range a.Files {
		name, isBad := strings.CutPrefix(f.Name, "bad/")
		name, isGood := strings.CutPrefix(name, "good/")
		lines := strings.Split(strings.TrimRight(string(f.Data), "\n"), "\n")
		switch {
		case isBad:
			bad[name] = lines
		case isGood:
			good[name] = lines
		case f.Name == "want" && e.Message == "":
			if _, message, found := strings.Cut(lines[0], ": "); found {
				e.Message = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(message, "error: "), "warning: "), "note: ")
			}
		}
	}
	names := func(m map[string][]string) []string {
		var all []string
		for _, f := range a.Files { // in the order of the example
			for name := range m {
				if strings.HasSuffix(f.Name, "/"+name) && !slices.Contains(all, name) {
					all = append(all, name)
				}
			}
		}
		return all
	}
	for _, name := range names(bad) {
		lines := bad[name]
		var guilty []int
		for i, l := range lines {
			if m := guiltyLine.FindStringSubmatch(l); m != nil {
				lines[i] = strings.TrimSuffix(l, m[0])
				guilty = append(guilty, i)
				if e.Message == "" {
					e.Message = strings.ReplaceAll(m[1], `\"`, `"`)
				}
			}
		}
		if len(guilty) == 0 {
			guilty = differing(lines, good[name])
		}
		if len(guilty) > 0 {
			e.Bad = append(e.Bad, Excerpt{name, excerpt(lines, guilty)})
		}
		if at := differing(good[name], lines); len(at) > 0 {
			e.Good = append(e.Good, Excerpt{name, excerpt(good[name], at)})
		} else if len(good[name]) > 0 && len(guilty) > 0 { // something was only taken away
			e.Good = append(e.Good, Excerpt{name, excerpt(good[name], []int{min(guilty[0], len(good[name])-1)})})
		}
	}
	for _, name := range names(good) {
		if _, known := bad[name]; !known && len(e.Good) == 0 {
			e.Good = append(e.Good, Excerpt{name, excerpt(good[name], []int{0})})
		}
	}
	return e, true
}

// differing returns the lines of a that b has not.
func differing(a, b []string) []int {
	var at []int
	for i, l := range a {
		if strings.TrimSpace(l) != "" && !slices.Contains(b, l) {
			at = append(at, i)
		}
	}
	return at
}

// excerpt returns the lines around those that matter; what is left out between
// them is a line with an ellipsis.
func excerpt(lines []string, matter []int) string {
	var b strings.Builder
	last := -1
	for i, l := range lines {
		if !slices.ContainsFunc(matter, func(m int) bool { return i >= m-around && i <= m+around }) {
			continue
		}
		if last >= 0 && i > last+1 {
			b.WriteString("…\n")
		}
		b.WriteString(l + "\n")
		last = i
	}
	return b.String()
}
