package load

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/artwork"
	"github.com/sealpress/sealpress/generator/diag"
)

// active lists the endings under which a host serves a file as something that
// a browser runs on the issuer's origin.
var active = []string{".htm", ".html", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".js", ".mjs", ".cjs", ".wasm", ".xml", ".xsl", ".xslt",
	".svgz", ".swf", ".hta", ".php", ".jsp", ".asp", ".aspx", ".cgi", ".htaccess", ".webmanifest"}

// passive reports whether a static file is one that no browser runs. Content
// may be written by many; a file that runs script on the issuer's origin could
// change every page there.
func (c *Content) passive(file string, data []byte) bool {
	name := strings.ToLower(path.Base(file))
	switch ext := path.Ext(name); {
	case slices.Contains(active, ext) || name == ".htaccess":
		c.find(diag.Error, "static-active", file, 0, 0, "write it as a page in "+c.shown("pages")+", or keep it on another site",
			"files that end in %s can run script on your site, so they are not copied", ext)
		return false
	case strings.HasPrefix(name, "_") && path.Dir(file) == "static":
		c.find(diag.Error, "static-active", file, 0, 0, "set it at your host", "hosts read files that begin with an underscore as orders, which could put another site in the place of yours")
		return false
	case ext == ".svg":
		_, problems := artwork.Logo(data, ext)
		for _, p := range problems {
			c.find(p.Severity, "static-active", file, p.Line, p.Column, p.Mend, "%s", p.Message)
		}
		return len(problems) == 0
	case looksActive(data):
		c.find(diag.Error, "static-active", file, 0, 0, "write it as a page in "+c.shown("pages"), "the file is HTML, whatever its name says, and a browser may run it")
		return false
	}
	return true
}

// looksActive reports whether a browser that guesses would take a file for
// HTML or XML.
func looksActive(data []byte) bool {
	head := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\ufeff")), " \t\r\n\f"))
	return slices.ContainsFunc([]string{"<!doctype html", "<html", "<head", "<script", "<body", "<iframe", "<svg", "<?xml", "<!--"}, func(tag string) bool {
		return bytes.HasPrefix(head, []byte(tag))
	})
}
