package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// leastAwards fills the twenty files of the smallest site.
const leastAwards = 100

// passphrase locks the key of the synthetic site, which signs nothing else.
const passphrase = "correct horse battery staple"

// badges are the achievements of the sample that people earn on the way to its
// micro-credential: four for one.
var badges = []string{"safety-morning", "first-drill", "aed-basics", "knots-and-lines"}

const goal = "emergency-first-aid"

// makeSite writes the content of a site: the definitions of the sample in one
// language, and awards, four badges and a micro-credential for each person.
// The same number gives the same bytes.
func makeSite(site string, awards int, outputs string) error {
	if err := copyDefinitions(site); err != nil {
		return err
	}
	if err := describeSite(filepath.Join(site, "content", "site.yaml"), outputs); err != nil {
		return err
	}
	people := awards / (len(badges) + 1)
	groups := groupsOf(awards)
	for group := range groups {
		from, to := group*people/groups, (group+1)*people/groups
		for i, slug := range badges {
			if err := writeCohort(site, fmt.Sprintf("%s-%03d", slug, group), badgeHead(slug, i), from, to, i, ""); err != nil {
				return err
			}
		}
		if err := writeCohort(site, fmt.Sprintf("%s-%03d", goal, group), goalHead, from, to, len(badges), "    result: pass\n"); err != nil {
			return err
		}
	}
	return nil
}

// groupsOf is among how many groups of people the awards are shared; each has
// five files. Files are as many as they are long: 20 at the least, 1,000 at
// the most.
func groupsOf(awards int) int {
	files := min(max(math.Sqrt(float64(awards)), 20), 1000)
	return int(files) / (len(badges) + 1)
}

// copyDefinitions takes over what the sample defines, without what was awarded.
func copyDefinitions(site string) error {
	sample := os.DirFS("content")
	return fs.WalkDir(sample, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading the sample, which is done in the repository: %w", err)
		}
		switch first, _, _ := strings.Cut(name, "/"); {
		case first == "awards" || first == "decisions" || first == "issued" || first == "keys":
			return nil
		case d.IsDir() || strings.HasSuffix(name, ".it.md"):
			return nil
		}
		data, err := fs.ReadFile(sample, name)
		if err != nil {
			return err
		}
		to := filepath.Join(site, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	})
}

// describeSite leaves one language to the site, and the outputs asked for.
func describeSite(file, outputs string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := strings.Replace(string(data), "  - it\n", "", 1)
	if outputs != "" {
		text += "outputs:\n"
		for output := range strings.SplitSeq(outputs, ",") {
			text += "  - " + output + "\n"
		}
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

func badgeHead(slug string, month int) string {
	return fmt.Sprintf("achievement: %s\nawarded: 2025-%02d-12\nawards:\n", slug, month+1)
}

const goalHead = `achievement: ` + goal + `
awarded: 2026-05-14
assessed:
  by: Tom Byrne
  on: 2026-05-13
  identity-checked: true
approved:
  by: Orla Keane
  on: 2026-05-14
awards:
`

// writeCohort writes the award file of some people.
func writeCohort(site, name, head string, from, to, kind int, more string) error {
	file := filepath.Join(site, "content", "awards", name+".yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	_, _ = w.WriteString(head) // the writer keeps its first error for Flush
	for n := from; n < to; n++ {
		fmt.Fprintf(w, "  k%07d:\n    name: %s\n    email: person%d@example.org\n%s", n, nameOf(n), n, more)
		evidence(w, n+kind, kind == len(badges))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// evidence writes none to three pieces of evidence; a micro-credential needs
// one.
func evidence(w *bufio.Writer, n int, needed bool) {
	count := n % 4
	if needed {
		count = max(count, 1)
	}
	if count == 0 {
		return
	}
	_, _ = w.WriteString("    evidence:\n")
	for i := range count {
		switch i {
		case 0:
			_, _ = w.WriteString("      - name: Observed scenario sheets\n        description: Two sheets with the assessor's notes. Kept by us for six years, shown with the holder's consent.\n        date: 2025-01-12\n")
		case 1:
			fmt.Fprintf(w, "      - name: Debrief on the second scenario\n        description: What the holder would do differently, in their own words.\n        url: https://harbour.example/evidence/%d\n", n)
		default:
			_, _ = w.WriteString("      - name: Sheet of the day, signed by the instructor\n")
		}
	}
}

var (
	firstNames = []string{"Ada", "Bruno", "Caoilfhionn", "Dmytro", "Ελένη", "Farid", "Giulia", "Hanna", "Ines", "Jan", "Katarzyna", "Lars", "Mei", "Noor", "Þórunn", "雨桐"}
	lastNames  = []string{"Rossi", "Ek", "Ní Ruairc", "Шевчук", "Παπαδάκη", "Aziz", "De Santis", "Lindqvist", "Ferreira", "Novák", "Wójcikowski", "Ødegård", "Chen", "O'Dwyer", "Einarsdóttir"}
)

func nameOf(n int) string {
	return firstNames[n%len(firstNames)] + " " + lastNames[n%len(lastNames)]
}

// addAward writes one award more into the last file of badges.
func addAward(site string, n int) error {
	names, err := filepath.Glob(filepath.Join(site, "content", "awards", badges[0]+"-*.yaml"))
	if err != nil || len(names) == 0 {
		return fmt.Errorf("finding a file of awards: %v", err)
	}
	f, err := os.OpenFile(names[len(names)-1], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := fmt.Fprintf(f, "  new%d:\n    name: Nora Late\n    email: late%d@example.org\n", n, n); err != nil {
		return err
	}
	return f.Close()
}

// changeAchievement rewords what is not frozen of a badge: its tags.
func changeAchievement(site string, n int) error {
	return reword(filepath.Join(site, "content", "achievements", badges[2]+".md"), "tags:\n", fmt.Sprintf("tags:\n  - edition %d\n", n))
}

// changeTheme puts a part of the site's own in the place of the theme's.
func changeTheme(site string, n int) error {
	part := path.Join("default", "parts", "foot.html")
	data, err := os.ReadFile(filepath.Join("themes", filepath.FromSlash(part)))
	if err != nil {
		return err
	}
	to := filepath.Join(site, "themes", filepath.FromSlash(part))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		return err
	}
	return reword(to, "</footer>", fmt.Sprintf("<p>%d</p></footer>", n))
}

func reword(file, old, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !strings.Contains(string(data), old) {
		return fmt.Errorf("%s does not hold %q", file, old)
	}
	return os.WriteFile(file, []byte(strings.Replace(string(data), old, text, 1)), 0o644)
}
