package survey

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/fetch"
)

// The limits of what a stranger's list may make us ask.
const (
	MaxListed   = 10_000 // awards
	maxSitemaps = 50
	maxList     = 16 << 20 // bytes of one list
)

// List are the awards that a site shows to everybody.
type List struct {
	Pages []string // the addresses of their pages
	From  string   // the list that names them; the last one that was asked for where there is none
	More  bool     // there are more than MaxListed
}

// Listed finds the awards that the site at an address lists: in its sitemap,
// else in its feed. Awards that are not listed cannot be found this way, and
// that is what their addresses are for. The error is that of a site that could
// not be asked at all.
func Listed(ctx context.Context, ask Ask, root string) (*List, error) {
	u, err := url.Parse(root)
	if err != nil {
		return nil, fmt.Errorf("%q is not an address", root)
	}
	u.RawQuery, u.Fragment = "", ""
	u.Path, u.RawPath = u.Path[:strings.LastIndex("/"+u.Path, "/")], ""
	base := u.JoinPath("/").String()
	l := &List{}
	seen := map[string]bool{}
	var last error
	for _, name := range []address.Path{address.Sitemap, address.Feed} {
		l.From = base + string(name)
		answer, err := ask(ctx, fetch.Request{URL: l.From, MaxBytes: maxList})
		if err != nil {
			last = err
			continue
		}
		last = nil
		if answer.Status != 200 {
			continue
		}
		if err := l.read(ctx, ask, base, answer.Body, seen); err != nil {
			return nil, err
		}
		if len(l.Pages) > 0 {
			return l, nil
		}
	}
	return l, last
}

// read takes the pages of awards out of a list, and out of the lists that it
// names.
func (l *List) read(ctx context.Context, ask Ask, base string, list []byte, seen map[string]bool) error {
	parts := 0
	for _, at := range locations(list) {
		if !strings.HasPrefix(at, base) {
			continue // another site's, or this one's under another address
		}
		if id, ok := awardPage(at); ok {
			switch {
			case seen[id]: // in another language
			case len(l.Pages) == MaxListed:
				l.More = true
				return nil
			default:
				seen[id] = true
				l.Pages = append(l.Pages, at)
			}
			continue
		}
		if parts++; !strings.HasSuffix(at, ".xml") || parts > maxSitemaps || seen[at] {
			continue
		}
		seen[at] = true
		answer, err := ask(ctx, fetch.Request{URL: at, MaxBytes: maxList})
		if err := ctx.Err(); err != nil {
			return err
		}
		if err != nil || answer.Status != 200 {
			continue
		}
		for _, page := range locations(answer.Body) {
			if id, ok := awardPage(page); ok && strings.HasPrefix(page, base) && !seen[id] {
				if len(l.Pages) == MaxListed {
					l.More = true
					return nil
				}
				seen[id] = true
				l.Pages = append(l.Pages, page)
			}
		}
	}
	return nil
}

var awardAt = regexp.MustCompile(`/awards/([a-z2-7]{26})/$`)

// awardPage returns the id of the award whose page stands at an address.
func awardPage(at string) (id string, ok bool) {
	m := awardAt.FindStringSubmatch(at)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// locations returns the addresses that a sitemap or an Atom feed names. What
// cannot be read ends it.
func locations(list []byte) []string {
	d := xml.NewDecoder(bytes.NewReader(list))
	var found []string
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) || err != nil {
			return found
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "loc":
			if text, err := d.Token(); err == nil {
				if chars, ok := text.(xml.CharData); ok {
					found = append(found, strings.TrimSpace(string(chars)))
				}
			}
		case "link":
			for _, a := range start.Attr {
				if a.Name.Local == "href" && start.Name.Space == "http://www.w3.org/2005/Atom" {
					found = append(found, strings.TrimSpace(a.Value))
				}
			}
		}
	}
}
