package adopt

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// groups joins the forms of one award: what has one id; what was baked in one
// picture, or is named by one page; and an Open Badge 2.0 and one of 3.0 that
// stand alone together in a folder of their host under the names of two forms
// (assertion.json, credential.json) and say the same. That two lie beside each
// other among many joins nothing: they may be two persons'.
func groups(all []judged) [][]judged {
	up := make([]int, len(all))
	for i := range up {
		up[i] = i
	}
	root := func(i int) int {
		for up[i] != i {
			i = up[i]
		}
		return i
	}
	join := func(i, j int) {
		if a, b := root(i), root(j); a < b {
			up[b] = a
		} else {
			up[a] = b
		}
	}
	first := map[string]int{}
	same := func(kind, name string, i int) {
		if name == "" {
			return
		}
		if j, there := first[kind+" "+name]; there {
			join(i, j)
		} else {
			first[kind+" "+name] = i
		}
	}
	for i, j := range all {
		same("id", j.object.text("id"), i)
		same("picture", j.picture, i)
	}
	folders := map[string]*pair{}
	var order []string
	for i, j := range all {
		at := hostFolder(j)
		if at == "" {
			continue
		}
		if folders[at] == nil {
			folders[at] = &pair{two: -1, three: -1}
			order = append(order, at)
		}
		folders[at].see(all, i)
	}
	for _, at := range order {
		if p := folders[at]; !p.several && p.two >= 0 && p.three >= 0 && alike(all[p.two], all[p.three]) {
			join(p.two, p.three)
		}
	}
	var out [][]judged
	at := map[int]int{}
	for i, j := range all {
		r := root(i)
		if n, there := at[r]; there {
			out[n] = append(out[n], j)
			continue
		}
		at[r] = len(out)
		out = append(out, []judged{j})
	}
	return out
}

// pair is the one Assertion and the one credential of a folder.
type pair struct {
	two, three int // -1: none
	several    bool
}

func (p *pair) see(all []judged, i int) {
	to := &p.two
	if all[i].sort == credential {
		to = &p.three
	}
	switch {
	case *to < 0:
		*to = i
	case all[*to].object.text("id") != all[i].object.text("id") || all[i].object.text("id") == "":
		p.several = true
	}
}

// alike reports whether two forms say the same, as far as both say it.
func alike(a, b judged) bool {
	return a.claim != nil && b.claim != nil && a.claim.of.name == b.claim.of.name && a.claim.issued == b.claim.issued &&
		(a.claim.holder.name == "" || b.claim.holder.name == "" || a.claim.holder.name == b.claim.holder.name)
}

// formName is the name of a file that is one of several forms of a credential.
var formName = regexp.MustCompile(`^(assertion|credential|badge|open-?badges?|ob|v|vc|hosted|signed)[-_]?v?([23](p0|\.0)?)?(\.[a-z]+)?$`)

// hostFolder is the folder of its host in which a form of a credential stands;
// empty where nothing shows that it is one of several.
func hostFolder(j judged) string {
	u, err := url.Parse(j.object.text("id"))
	if err != nil || u.Host == "" || strings.Count(u.Path, "/") < 2 || !formName.MatchString(strings.ToLower(path.Base(u.Path))) {
		return ""
	}
	return u.Host + path.Dir(u.Path)
}
