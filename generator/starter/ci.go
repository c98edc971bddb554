package starter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// CI lists the git hosts for which there are workflow files. Those that end in
// "-hosted" publish without a key; the others also issue, with a key that the
// host keeps.
func CI() []string { return []string{"github", "github-hosted", "gitlab", "gitlab-hosted"} }

// CIFiles returns the workflow file for one of CI, and the file that says who
// has to agree to what. owners are names of persons or teams at that host,
// such as "@harbour/registrar"; without them the second file is there with
// each of its lines set aside.
//
// A workflow file is the same for every site, to the byte, so that it can be
// compared with the one in docs/workflows.
func CIFiles(host string, owners []string) ([]File, error) {
	if !slices.Contains(CI(), host) {
		return nil, fmt.Errorf("%q is none of %s", host, strings.Join(CI(), ", "))
	}
	for _, o := range owners {
		if !ownerForm.MatchString(o) {
			return nil, fmt.Errorf("owner %q: expected the name of a person or a team, such as @ada or @harbour/registrar", o)
		}
	}
	template, name, folder := host+".yml", ".gitlab-ci.yml", ".gitlab"
	if !strings.HasSuffix(host, "-hosted") {
		template = host + "-key.yml"
	}
	if strings.HasPrefix(host, "github") {
		name, folder = ".github/workflows/publish.yml", ".github"
	}
	workflow, err := asIs(template)
	if err != nil {
		return nil, err
	}
	consent, err := asIs("codeowners")
	if err != nil {
		return nil, err
	}
	own := []string{"/" + folder + "/"}
	if folder == ".gitlab" {
		own = append(own, "/"+name)
	}
	return []File{{Name: name, Data: []byte(workflow)}, {Name: folder + "/CODEOWNERS", Data: []byte(consents(consent, own, owners))}}, nil
}

// ownerForm is a name at GitHub, or a path of names at GitLab.
var ownerForm = regexp.MustCompile(`^@[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$`)

// consents fills in who has to agree. A line that names nobody would mean that
// nobody has to, so without owners each line is set aside.
func consents(text string, own, owners []string) string {
	for _, o := range own {
		text += o + " OWNERS\n"
	}
	if len(owners) > 0 {
		return strings.ReplaceAll(text, " OWNERS\n", " "+strings.Join(owners, " ")+"\n")
	}
	head, rest, _ := strings.Cut(text, "\n\n")
	rest = strings.ReplaceAll(rest, " OWNERS\n", " @your-organisation/your-team\n")
	return head + "\n#\n# Nobody is named yet: put in whom you mean, and take away the # before each /.\n\n" + strings.ReplaceAll(rest, "\n/", "\n#/")
}

// asIs returns a file as it stands among the templates.
func asIs(name string) (string, error) {
	text, err := templates.ReadFile("templates/ci/" + name)
	if err != nil {
		return "", fmt.Errorf("finding the template: %w", err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n"), nil
}
