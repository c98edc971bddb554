package preview

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
)

//go:embed parts
var parts embed.FS

var templates = template.Must(template.ParseFS(parts, "parts/*.html"))

// bar is what the bar on a page says.
type bar struct {
	Address string // where the page will be
	Draft   bool   // it is of an award that may still change
	Tag     string
}

// dress adds the bar and the script to a page, and returns its tag. The tag
// covers everything on the page, and the files that it loads.
func (p *Preview) dress(s *state, at, file string, status int, it *cached) (body []byte, tag string) {
	b := bar{Address: s.address.URL(address.Path(strings.TrimSuffix(file, "index.html")))}
	if status != http.StatusOK {
		b.Address = s.address.String()
	}
	if id, ok := address.AwardID(address.Path(file)); ok && s.draft != nil {
		b.Draft = s.draft(id)
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d %q %t\n", status, b.Address, b.Draft)
	h.Write(it.data)
	for _, f := range it.page.files(at) {
		e, _ := s.find(address.Path(strings.TrimPrefix(f, s.address.Base())).File()) // zero where there is none
		fmt.Fprintf(h, "%q %x\n", f, e.Fingerprint)
	}
	b.Tag = hex.EncodeToString(h.Sum(nil)[:12])
	return slices.Concat(it.page.head, execute("bar.html", b), it.page.tail), b.Tag
}

// apology is a page of the preview's own, where the site has none to show.
func (p *Preview) apology(s *state, status int, title, text string, findings []byte) view {
	tag := digestOf(fmt.Appendf(nil, "%d %q %q %s", status, title, text, findings))
	body := execute("apology.html", struct {
		Title, Text, Tag string
		Findings         template.HTML
	}{title, text, tag, template.HTML(findings)}) // made by findingsHTML, escaped there
	return view{status: status, contentType: "text/html; charset=utf-8", tag: tag, body: body}
}

// finding is one finding as pages show it.
type finding struct {
	Severity, Place, Message, Rule, Mend string
	Excerpt                              string // the line, and below it the caret
	See                                  []string
}

// findingsHTML writes what was found: errors in the open, the rest behind a
// line that opens it.
func findingsHTML(site Site) []byte {
	var data struct {
		Errors, Others []finding
		Head           string
		More           int
		Shown          bool // a good site lies below
	}
	for i, f := range site.Findings {
		if i == diag.DefaultMost {
			data.More = len(site.Findings) - i
			break
		}
		one := finding{Severity: f.Severity.String(), Place: diag.Clean(f.Pos.String()), Message: diag.Clean(f.Message), Rule: f.Rule, Mend: diag.Clean(f.Mend),
			Excerpt: excerpt(site, f), See: f.See}
		if f.Severity == diag.Error {
			data.Errors = append(data.Errors, one)
		} else {
			data.Others = append(data.Others, one)
		}
	}
	return execute("findings.html", data)
}

// excerpt quotes the line of a finding. It is cut from what the printer
// writes, because the printer knows which values are not to be shown.
func excerpt(site Site, f diag.Finding) string {
	var out strings.Builder
	bare := diag.Finding{Pos: f.Pos, Severity: f.Severity}
	if err := (diag.Printer{Text: site.Text}).Print(&out, []diag.Finding{bare}); err != nil {
		return "" // a builder takes everything
	}
	_, quoted, _ := strings.Cut(out.String(), "\n")
	var lines []string
	for line := range strings.SplitSeq(strings.TrimRight(quoted, "\n"), "\n") {
		lines = append(lines, strings.TrimPrefix(line, "    "))
	}
	return strings.Join(lines, "\n")
}

// execute runs a template of the program; that it cannot is our mistake.
func execute(name string, data any) []byte {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, data); err != nil {
		panic(fmt.Sprintf("preview: %v", err))
	}
	return out.Bytes()
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:12])
}
