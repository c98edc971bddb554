package adopt

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/artwork"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/starter"
	"github.com/sealpress/sealpress/generator/verify"
)

// picture finds the artwork of an achievement: at its address, among the files
// beside the credentials, or in a picture into which one was baked. Where none
// can be used, one is drawn when the site is built.
func (p *planning) picture(ctx context.Context, d *defined, slug string) {
	for _, look := range p.looks(ctx, d) {
		data, err := look()
		if err != nil || len(data) == 0 || len(data) > maxImage {
			continue
		}
		if clean, ending := admit(data); clean != nil {
			p.pictures = append(p.pictures, starter.File{Name: "content/achievements/" + slug + ending, Data: clean})
			return
		}
	}
	p.Drawn++
	d.imageAlt = ""
}

const maxImage = 2 << 20 // what content takes

// admit returns a picture without anything that is no picture: no credential of
// a person stays in it.
func admit(data []byte) (clean []byte, ending string) {
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		clean, _, err := artwork.PNG(data)
		if err != nil || len(clean) > maxImage {
			return nil, ""
		}
		return clean, ".png"
	}
	clean, _, problems := artwork.SVG(data)
	if clean == nil || slices.ContainsFunc(problems, func(q artwork.Problem) bool { return q.Severity == diag.Error }) {
		return nil, ""
	}
	return clean, ".svg"
}

// looks lists where the artwork may be, the likeliest first.
func (p *planning) looks(ctx context.Context, d *defined) []func() ([]byte, error) {
	var all []func() ([]byte, error)
	switch {
	case strings.HasPrefix(d.image, "data:"):
		all = append(all, func() ([]byte, error) { return dataURI(d.image) })
	case isWeb(d.image):
		if local := p.local(d.image); local != nil {
			all = append(all, local)
		}
		if ask := p.found.ask; ask != nil && ask.Fetch != nil {
			all = append(all, func() ([]byte, error) {
				a, err := ask.Ask(ctx, verify.Question{URL: d.image})
				if err != nil || a.Status != 200 {
					return nil, errors.Join(err, errors.New("no picture"))
				}
				return a.Body, nil
			})
		}
	}
	for _, c := range d.awards {
		if len(c.looks) > 0 {
			all = append(all, c.looks[0])
			break
		}
	}
	return all
}

// local finds a picture among the files by the end of its address: the more of
// its path is the same, the better; two that are equally good are none.
func (p *planning) local(at string) func() ([]byte, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil
	}
	want := strings.Split(strings.Trim(u.Host+u.Path, "/"), "/")
	best, common := -1, 0
	for i, pic := range p.found.pictures {
		have := strings.Split(strings.ReplaceAll(pic.from, ": ", "/"), "/")
		n := 0
		for n < len(have) && n < len(want) && have[len(have)-1-n] == want[len(want)-1-n] {
			n++
		}
		switch {
		case n > common:
			best, common = i, n
		case n == common:
			best = -1
		}
	}
	if best < 0 || common == 0 {
		return nil
	}
	return p.found.pictures[best].look
}

// dataURI reads a picture that is written into a document (RFC 2397).
func dataURI(s string) ([]byte, error) {
	head, body, ok := strings.Cut(s, ",")
	if !ok {
		return nil, errors.New("a data URI without data")
	}
	if strings.HasSuffix(head, ";base64") {
		return base64.StdEncoding.DecodeString(strings.TrimSpace(body))
	}
	text, err := url.PathUnescape(body)
	return []byte(text), err
}
