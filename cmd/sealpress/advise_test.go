package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/advise"
)

// adviceSite makes a site and a world in which somebody answers.
func adviceSite(t *testing.T, answers string) (a *app, stdout, stderr *bytes.Buffer, site string) {
	t.Helper()
	site = filepath.Join(t.TempDir(), "site")
	w, _, talk := testWorld()
	if got := run([]string{"init", site}, w); got != exitOK {
		t.Fatalf("init: exit status %d\n%s", got, talk)
	}
	a, out, errs := testWorld()
	a.stdin, a.inTerminal, a.errTerminal = strings.NewReader(answers), true, true
	return a, out, errs, site
}

// In a console advise asks what no flag says, recommends, and writes the file
// under the name that is answered.
func TestAdviseAsksInAConsole(t *testing.T) {
	for _, tt := range []struct {
		name, answers string
		flags         []string
		asked         []string
		unasked       string
		stdout        string
		file          string // below content/achievements
		holds         string
	}{
		{"micro-credential", "deckhands\nThrow a line\nCoil a wet line\n\nwell\nevidence-based\nscenario sheet\nAgency\nCoast Rescue\n\nThrow Bag\nthrow-bag\nThe Throw Bag\n", nil,
			[]string{"Who is it for?", "What can they do", "How is that assessed?", `"well": expected none, informal, evidence-based`, "What is kept", "Who accredits", "Who should recognise", "Write it?", "cannot be a slug", "Its title"}, "",
			"make it  a micro-credential", "throw-bag.md", "name: The Throw Bag\n"},
		{"badge", "\n\n\n\n\nopen-day\n\n", nil,
			[]string{"How is that assessed?", "Who accredits", "Write it?", "Its title"}, "What is kept",
			"make it  a badge", "open-day.md", "kind: badge\n"},
		{"no file", "\n\n\n\n\n\n", nil, []string{"Write it?"}, "Its title", "make it  a badge", "", ""},
		{"all by flags but one", "i\n", []string{"--for", "x", "--outcomes", "Coil a wet line", "--evidence", "no", "--accredited", "no", "--recognised-by", "nobody", "--write", "coil", "--name", "Coil"},
			[]string{"How is that assessed?"}, "Write it?", "make it  a badge", "coil.md", "name: Coil\n"},
	} {
		a, stdout, stderr, site := adviceSite(t, tt.answers)
		if got := run(append([]string{"advise", "--site", site}, tt.flags...), a); got != exitOK {
			t.Errorf("%s: exit status %d\n%s", tt.name, got, stderr)
			continue
		}
		for _, want := range tt.asked {
			if !strings.Contains(stderr.String(), want) {
				t.Errorf("%s: was not asked %q:\n%s", tt.name, want, stderr)
			}
		}
		if tt.unasked != "" && strings.Contains(stderr.String(), tt.unasked) {
			t.Errorf("%s: was asked %q:\n%s", tt.name, tt.unasked, stderr)
		}
		if !strings.HasPrefix(stdout.String(), tt.stdout+"\n") {
			t.Errorf("%s: got\n%s\nwant %s", tt.name, stdout, tt.stdout)
		}
		made, err := filepath.Glob(filepath.Join(site, "content", "achievements", "*"))
		if err != nil {
			t.Fatal(err)
		}
		if tt.file == "" {
			if len(made) != 2 {
				t.Errorf("%s: %v, want no new file", tt.name, made)
			}
			continue
		}
		text, err := os.ReadFile(filepath.Join(site, "content", "achievements", tt.file))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if !strings.Contains(string(text), tt.holds) {
			t.Errorf("%s: %s lacks %q:\n%s", tt.name, tt.file, tt.holds, text)
		}
	}
}

// Who leaves in the middle has written nothing.
func TestAdviseWithoutAnswerWritesNothing(t *testing.T) {
	for _, answers := range []string{"", "deckhands\n", "deckhands\nThrow a line\n", "x\n\nnone\n"} {
		a, stdout, stderr, site := adviceSite(t, answers)
		if got := run([]string{"advise", "--site", site, "--write", "throw-bag"}, a); got != exitUsage {
			t.Errorf("answers %q: exit status %d, want %d\n%s", answers, got, exitUsage, stderr)
		}
		if !strings.Contains(stderr.String(), "no answer, and nothing was written") {
			t.Errorf("answers %q: %s", answers, stderr)
		}
		if _, err := os.Stat(filepath.Join(site, "content", "achievements", "throw-bag.md")); err == nil {
			t.Errorf("answers %q: a file was written, after %s", answers, stdout)
		}
	}
}

// The issuer's file answers for the issuer.
func TestAdviseKnowsTheIssuer(t *testing.T) {
	a, stdout, stderr, site := adviceSite(t, "\nCoil a wet line\n\ne\nyes\n\nno\n")
	name := filepath.Join(site, "content", "issuer.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	with := strings.Replace(string(text), "\n---\nThis", "\naccreditations:\n  - body: Agency\n---\nThis", 1)
	if err := os.WriteFile(name, []byte(with), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := run([]string{"advise", "--site", site}, a); got != exitOK {
		t.Fatalf("exit status %d\n%s", got, stderr)
	}
	if strings.Contains(stderr.String(), "Who accredits") || !strings.Contains(stdout.String(), "Agency answers for the issuer") {
		t.Errorf("was asked\n%s\nand told\n%s", stderr, stdout)
	}
}

// docs/choosing.md shows the table as it is, explains every flag, and names
// every member of the JSON.
func TestChoosingIsDocumented(t *testing.T) {
	data, err := os.ReadFile("../../docs/choosing.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, row := range advise.Aspects() {
		if want := fmt.Sprintf("| %s | %s | %s |\n", row.Name, row.Badge, row.Micro); !strings.Contains(page, want) {
			t.Errorf("docs/choosing.md lacks the row %s", want)
		}
	}
	for _, flag := range adviseFlagNames() {
		if !strings.Contains(page, "`--"+flag+"`") {
			t.Errorf("docs/choosing.md does not explain --%s", flag)
		}
	}
	for _, v := range []any{adviceJSON{}, adviceRow{}, adviceMissing{}, adviceNeed{}} {
		for i := range reflect.TypeOf(v).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(v).Field(i).Tag.Get("json"), ",")
			if !strings.Contains(page, "`"+name+"`") {
				t.Errorf("docs/choosing.md does not name the member %q", name)
			}
		}
	}
}

// Every flag of advise is an answer, and refused beside the name of what is
// written.
func TestAdviseFlags(t *testing.T) {
	var f adviseFlags
	if diff := cmp.Diff(f.names(), adviseFlagNames()); diff != "" {
		t.Errorf("flags (-refused +there):\n%s", diff)
	}
}

func adviseFlagNames() []string {
	a, _, _ := testWorld()
	var all []string
	for line := range strings.Lines(a.adviseCommand().LocalFlags().FlagUsages()) {
		name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "--"), " ")
		all = append(all, name)
	}
	return all
}
