package verify

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxAlternates is how many data files of a page are judged. Ours names three.
const maxAlternates = 6

// page judges the page of an award: every data file that it names in its head,
// on its own host. The worst of those that are signed is the answer: a good
// token does not make up for a broken proof beside it. What the page shows to
// people is not read.
func (j *judge) page(a *Answer) {
	j.out.Source = FromPage
	links, folder := alternates(a.Body, a.URL)
	more := len(links) > maxAlternates
	links = links[:min(len(links), maxAlternates)]
	if len(links) > 0 {
		folder = ""
	} else if folder != "" {
		// The page of an award that does not stand names no files, and they
		// tell why.
		links = []string{folder + "credential.json", folder + "assertion.json"}
	}
	var parts []*judge
	for _, link := range links {
		answer, problem := j.document(codeFormat, Question{URL: link})
		if problem != nil && problem.Case == "absent" && folder != "" {
			continue
		}
		part := j.inside()
		part.inner, part.out.Source, part.out.Input = false, FromPage, link
		if problem != nil {
			problem.Evidence = link + ": " + problem.Evidence
			part.note(*problem)
		} else {
			part.bytes(answer.Body)
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		j.unknown(codeFormat, "page", a.URL+" names no credential")
		return
	}
	j.join(parts)
	if more {
		j.unknown(codeFormat, "forms", fmt.Sprintf("%s names more than %d files", a.URL, maxAlternates))
	}
}

// alternates returns the addresses of the data files that a page names, and one
// more than are judged where there are more: the credential, its token, the
// Assertion. Files of another host are left out. folder is where the files of an award stand; empty where the page is none of
// an award.
func alternates(body []byte, base string) (links []string, folder string) {
	at, err := url.Parse(base)
	if err != nil {
		return nil, ""
	}
	folder = awardFolder(at, "")
	z := html.NewTokenizer(bytes.NewReader(body))
	z.SetMaxBuf(MaxSize)
	for len(links) <= maxAlternates {
		switch z.Next() {
		case html.ErrorToken:
			return links, folder
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom == atom.Body {
				return links, folder
			}
			target, kind := linkOf(t, at)
			switch {
			case target == nil || slices.Contains(links, target.String()):
			case isData(target, kind):
				links = append(links, target.String())
			case kind == "":
				folder = awardFolder(target, folder)
			}
		}
	}
	return links, folder
}

// awardPage is the path of an award's page, in any language and below any
// folder.
var awardPage = regexp.MustCompile(`^/(?:[A-Za-z0-9._~-]+/)*awards/[a-z2-7]{26}/$`)

// awardFolder returns the address of an award's page, or the one that was found
// before where that is shorter: the files stand beside the page in the site's
// first language.
func awardFolder(page *url.URL, before string) string {
	if !awardPage.MatchString(page.Path) || !plainPath(page) || before != "" && len(before) <= len(page.String()) {
		return before
	}
	return (&url.URL{Scheme: page.Scheme, Host: page.Host, Path: page.Path}).String()
}

// linkOf returns where a link to another form of the page leads on the same
// host, and the type that it names.
func linkOf(t html.Token, page *url.URL) (*url.URL, string) {
	if t.DataAtom != atom.Link {
		return nil, ""
	}
	value := map[string]string{}
	for _, a := range t.Attr {
		if _, twice := value[a.Key]; !twice {
			value[a.Key] = a.Val
		}
	}
	if !slices.Contains(strings.Fields(strings.ToLower(value["rel"])), "alternate") {
		return nil, ""
	}
	ref, err := url.Parse(strings.TrimSpace(value["href"]))
	if err != nil {
		return nil, ""
	}
	target := page.ResolveReference(ref)
	target.Fragment, target.RawFragment = "", ""
	if target.Host != page.Host || target.Scheme != page.Scheme || target.User != nil {
		return nil, ""
	}
	return target, strings.ToLower(value["type"])
}

// isData reports whether a link leads to a credential.
func isData(target *url.URL, kind string) bool {
	switch kind {
	case "application/json", "application/ld+json", "application/vc", "application/vc+jwt":
		return true
	case "text/plain":
		return strings.HasSuffix(target.Path, ".jwt")
	}
	return false
}
