package preview

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/render"
)

// own is where the preview's own files are served: beside the site's root,
// whatever its base path. A site cannot publish a folder of this name unless
// its author puts one into static, and then the preview wins.
const own = "/.sealpress/"

// Handler serves the preview on a port of loopback.
func (p *Preview) Handler(port int) http.Handler {
	return guard(hosts(port), http.HandlerFunc(p.serve))
}

// hosts returns what a request to the port may call its host.
func hosts(port int) []string {
	var out []string
	for _, name := range []string{"localhost", "127.0.0.1", "[::1]"} {
		out = append(out, name+":"+strconv.Itoa(port))
		if port == 80 {
			out = append(out, name)
		}
	}
	return out
}

// guard refuses what a browser sends on behalf of other sites, and all but
// reading. A site that points its own name at 127.0.0.1 is known by the Host
// header.
func guard(hosts []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "SAMEORIGIN")
		h.Set("Cache-Control", "no-cache")
		host := strings.ToLower(r.Host)
		switch {
		case !slices.Contains(hosts, host):
			http.Error(w, "the preview answers to localhost only", http.StatusMisdirectedRequest)
		case len(r.Header.Values("Origin")) > 0 && !strings.EqualFold(strings.Join(r.Header.Values("Origin"), ","), "http://"+host):
			http.Error(w, "the preview does not answer other sites", http.StatusForbidden)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "the preview can only be read", http.StatusMethodNotAllowed)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (p *Preview) serve(w http.ResponseWriter, r *http.Request) {
	s := p.board.await(r.Context())
	if s == nil {
		return // gone, or the end
	}
	if name, ok := strings.CutPrefix(r.URL.Path, own); ok {
		p.serveOwn(w, r, s, name)
		return
	}
	v := p.view(s, r.URL.Path)
	if v.redirect != "" {
		to := url.URL{Path: v.redirect, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusFound)
		return
	}
	send(w, r, v.status, v.contentType, v.tag, v.body)
}

// view is what an address shows.
type view struct {
	redirect    string // to a path, and nothing else
	status      int
	contentType string
	tag         string // differs where the body, or what a page loads, differs
	body        []byte
}

// view finds what an address shows in a state. It is a function of the two,
// which is why the tag of a page tells whether it must be loaded again.
func (p *Preview) view(s *state, at string) view {
	if s.find == nil {
		return p.apology(s, http.StatusServiceUnavailable, "Nothing to show yet", "The site appears here as soon as the errors are mended.", s.findings.html)
	}
	base := s.address.Base()
	file, inside := strings.CutPrefix(at, base)
	switch {
	case at == "/" && base != "/", at+"/" == base:
		return view{redirect: base}
	case inside:
		e, ok := s.find(address.Path(file).File())
		if ok {
			return p.entry(s, at, address.Path(file).File(), e, http.StatusOK)
		}
		if _, ok := s.find(file + "/index.html"); ok && file != "" {
			return view{redirect: at + "/"}
		}
	}
	missing := address.NotFound.File()
	if e, ok := s.find(missing); ok {
		return p.entry(s, at, missing, e, http.StatusNotFound)
	}
	return view{status: http.StatusNotFound, contentType: "text/plain; charset=utf-8", tag: "none", body: []byte("there is no such page\n")}
}

// entry renders one file of the plan.
func (p *Preview) entry(s *state, at, file string, e render.Entry, status int) view {
	it, err := p.cache.rendered(file, e)
	if err != nil {
		return p.apology(s, http.StatusInternalServerError, "This page cannot be made", err.Error(), nil)
	}
	if it.page == nil {
		return view{status: status, contentType: contentType(file), tag: hex.EncodeToString(e.Fingerprint[:]), body: it.data}
	}
	body, tag := p.dress(s, at, file, status, it)
	return view{status: status, contentType: contentType(file), tag: tag, body: body}
}

// send answers, or says that the browser has it already.
func send(w http.ResponseWriter, r *http.Request, status int, contentType, tag string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("ETag", `"`+tag+`"`)
	if status == http.StatusOK {
		// ServeContent knows conditions, and ranges for sound and film.
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a browser that went away is no concern of ours
}

// isPage reports whether a file is a page, which gets the bar.
func isPage(file string) bool { return path.Ext(file) == ".html" }

// contentType returns the type of a file by its name. It is a table of our
// own, because the one of the library has the machine's entries in it.
func contentType(file string) string {
	switch ext := strings.ToLower(path.Ext(file)); ext {
	case ".html", ".css", ".csv":
		return "text/" + ext[1:] + "; charset=utf-8"
	case ".txt", ".md", "":
		return "text/plain; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".svg":
		return "image/svg+xml; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json; charset=utf-8"
	case ".jwt", ".pdf", ".zip":
		return "application/" + ext[1:]
	case ".png", ".gif", ".webp", ".avif", ".jpeg":
		return "image/" + ext[1:]
	case ".jpg":
		return "image/jpeg"
	case ".ico":
		return "image/x-icon"
	case ".woff", ".woff2", ".ttf", ".otf":
		return "font/" + ext[1:]
	case ".mp4", ".webm":
		return "video/" + ext[1:]
	case ".mp3":
		return "audio/mpeg"
	case ".ogg", ".wav":
		return "audio/" + ext[1:]
	case ".vtt":
		return "text/vtt; charset=utf-8"
	}
	return "application/octet-stream"
}

// serveOwn serves the preview's own files.
func (p *Preview) serveOwn(w http.ResponseWriter, r *http.Request, s *state, name string) {
	switch name {
	case "events":
		p.events(w, r)
	case "findings":
		send(w, r, http.StatusOK, "text/html; charset=utf-8", "f"+s.findings.id, s.findings.html)
	case "preview.js", "preview.css":
		data, err := parts.ReadFile("parts/" + name)
		if err != nil {
			panic(fmt.Sprintf("preview: a file of the program is missing: %v", err))
		}
		send(w, r, http.StatusOK, contentType(name), digestOf(data), data)
	default:
		http.NotFound(w, r)
	}
}
