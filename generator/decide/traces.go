package decide

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// traces lists by what an award is recognised in a foreign file: its ids, and
// what stands for its holder.
func traces(c *badge.Catalog, a *Award) []string {
	var all []string
	f := finder{catalog: c}
	for edition := range a.Decided.Edition + 1 {
		if id := f.idOf(a.Pinned, a.Key, edition); id != "" {
			all = append(all, id)
		}
	}
	return append(all, holder(c, a)...)
}

// holder lists what stands for the holder of an award: e-mail, hashed identity
// and salt.
func holder(c *badge.Catalog, a *Award) []string {
	if a.Award == nil {
		return nil
	}
	r := a.Award.Recipient
	all := []string{r.Email, strings.TrimPrefix(r.Identity, "sha256$"), r.Salt}
	if r.Email != "" && c.Site.Seed != "" {
		salt := c.Site.Seed.Salt(a.Key)
		sum := sha256.Sum256([]byte(r.Email + salt))
		all = append(all, hex.EncodeToString(sum[:]), salt)
	}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// minName is the length in characters from which a name is searched for:
// shorter ones are parts of words.
const minName = 5

// Mention is a place that speaks of a person.
type Mention struct {
	File string
	Line int
}

// Mentions lists the places in a content folder that still speak of the
// holders of awards: by name, e-mail, hashed identity, URL or DID. It is asked
// with awards as they were before they were erased. The store is left out: it
// keeps what was signed of other awards.
func Mentions(content fs.FS, c *badge.Catalog, awards []Award) ([]Mention, error) {
	var texts []string
	for i := range awards {
		a := &awards[i]
		if a.Award == nil {
			continue
		}
		texts = append(texts, holder(c, a)...)
		for _, t := range []string{a.Award.Recipient.Name, a.Award.Recipient.URL, a.Award.Recipient.DID} {
			if utf8.RuneCountInString(t) >= minName {
				texts = append(texts, t)
			}
		}
	}
	var found []Mention
	err := search(content, ".", texts, func(name string) bool { return name == "issued" }, func(file string, line int) {
		found = append(found, Mention{prefix + file, line})
	})
	return found, err
}

// evidence plans the removal of the site's own files that are evidence of
// these awards alone.
func (p *planner) evidence(cohorts iter.Seq[*badge.Cohort], awards []Award) error {
	site, err := address.Parse(p.catalog.Site.URL)
	if err != nil {
		return fmt.Errorf("reading the address of the site: %w", err)
	}
	there := map[string]bool{}
	for _, f := range p.catalog.Static {
		there[f.Name] = true
	}
	mine := map[badge.Key]bool{}
	var files []string
	for i := range awards {
		mine[awards[i].Key] = true
		if awards[i].Award == nil {
			continue
		}
		for _, e := range awards[i].Award.Evidence {
			if name := ownFile(site, e.URL); there[name] && !slices.Contains(files, name) {
				files = append(files, name)
			}
		}
	}
	if len(files) == 0 {
		return nil
	}
	usedBy := map[string]string{}
	for co := range cohorts {
		for _, a := range co.Awards {
			if mine[a.Key] {
				continue
			}
			for _, e := range a.Evidence {
				if name := ownFile(site, e.URL); there[name] && usedBy[name] == "" {
					usedBy[name] = co.Place.File
				}
			}
		}
	}
	others := func(name string) bool {
		top, _, _ := strings.Cut(name, "/")
		return slices.Contains([]string{"awards", "decisions", "issued", "imported", "static"}, top)
	}
	for _, name := range files {
		if usedBy[name] == "" {
			err := search(p.content, ".", []string{name, (&url.URL{Path: name}).EscapedPath()}, others, func(file string, _ int) {
				usedBy[name] = prefix + file
			})
			if err != nil {
				return err
			}
		}
		file := prefix + path.Join("static", name)
		if usedBy[name] != "" {
			p.Kept = append(p.Kept, Use{file, usedBy[name]})
			continue
		}
		p.Remove = append(p.Remove, file)
	}
	return nil
}

// ownFile returns the name below static/ of the file that an address of the
// site leads to.
func ownFile(site address.Site, addr string) string {
	u, err := url.Parse(addr)
	if err != nil || u.Host == "" {
		return ""
	}
	name, own := site.Path(u.Scheme + "://" + strings.ToLower(u.Host) + u.Path)
	if !own {
		return ""
	}
	return string(name)
}
