package adopt

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
)

// Site is what a site holds already.
type Site struct {
	catalog *badge.Catalog
	at      address.Site
	origins map[string]badge.Key // ids where awards were first issued
	earned  map[string]badge.Key // person, achievement and day
	cohorts map[string]bool      // names that are taken
}

// ReadSite reads what a site holds. What is wrong with it is in the content's
// report.
func ReadSite(ctx context.Context, c *load.Content) (*Site, error) {
	s := &Site{catalog: c.Catalog, origins: map[string]badge.Key{}, earned: map[string]badge.Key{}, cohorts: map[string]bool{}}
	if at, err := address.Parse(c.Catalog.Site.URL); err == nil {
		s.at = at
	}
	for _, file := range c.CohortFiles() {
		s.cohorts[strings.TrimSuffix(path.Base(file), ".yaml")] = true
	}
	// The keys of awards that were erased or lost stay theirs.
	for _, d := range c.Catalog.Decisions {
		cohort, _ := d.Award.Split()
		s.cohorts[cohort] = true
	}
	for r := range c.Issued.Records() {
		cohort, _ := r.Award.Split()
		s.cohorts[cohort] = true
	}
	for _, co := range c.Cohorts(ctx) {
		for _, a := range co.Awards {
			if a.Origin.ID != "" {
				s.origins[a.Origin.ID] = a.Key
			}
			for _, who := range whose(a.Recipient) {
				s.earned[who+" "+a.Achievement.Slug+" "+a.Awarded.String()] = a.Key
			}
		}
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("reading awards: %w", ctx.Err())
	}
	return s, nil
}

// whose lists what tells that two awards are one person's. The rule book
// compares the same.
func whose(r badge.Recipient) []string {
	var all []string
	for _, id := range []struct{ kind, value string }{{"email", r.Email}, {"did", r.DID}, {"url", r.URL}} {
		if id.value != "" {
			all = append(all, id.kind+" "+id.value)
		}
	}
	if len(all) == 0 && r.Identity != "" {
		all = append(all, "hash "+r.Identity+" "+r.Salt)
	}
	return all
}

// own reports whether an id is an address of the site itself.
func (s *Site) own(id string) bool {
	if s.at.Host() == "" {
		return false
	}
	_, own := s.at.Path(id)
	return own
}

// there returns the award that was made of a credential before.
func (s *Site) there(ids []string) (badge.Key, bool) {
	for _, id := range ids {
		if key, there := s.origins[id]; there {
			return key, true
		}
	}
	return "", false
}

// defined returns the achievement that was made of a definition before.
func (s *Site) defined(ids map[string]bool) *badge.Achievement {
	for _, a := range s.catalog.Achievements {
		if a.Newest && a.Origin != "" && ids[a.Origin] {
			return a
		}
	}
	return nil
}
