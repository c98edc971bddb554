package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

// Slip is one thing that is wrong with what a host serves, said in the language
// of the report.
type Slip struct {
	Severity      diag.Severity
	Rule          string
	Message, Mend string
	Count         int      // addresses of which it is true
	Addresses     []string // the first of them
	Evidence      string   // in English
}

// Slip prints one thing that is wrong with a host: what, where, and what helps.
func (t Text) Slip(to io.Writer, s Slip) error {
	word, color := t.say("live.error"), "1;31"
	if s.Severity != diag.Error {
		word, color = t.say("live.warning"), "1;33"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s\n", t.paint(color, word), diag.Clean(s.Message), t.paint("2", "["+s.Rule+"]"))
	for _, at := range s.Addresses {
		fmt.Fprintf(&b, "    %s\n", diag.Clean(at))
	}
	if more := s.Count - len(s.Addresses); more > 0 {
		fmt.Fprintf(&b, "    "+t.say("live.more")+"\n", t.grouped(more))
	}
	if s.Evidence != "" {
		fmt.Fprintf(&b, "  %s %s\n", t.paint("2", t.say("live.found")), diag.Clean(s.Evidence))
	}
	fmt.Fprintf(&b, "  %s %s\n\n", t.paint("36", t.say("live.mend")), diag.Clean(s.Mend))
	_, err := io.WriteString(to, b.String())
	return err
}

// Served says in one line what a host serves of what was built.
func (w Words) Served(host string, asked, same, errors, warnings int) string {
	return fmt.Sprintf(w.say("live.served"), host, w.number("live.files", asked), w.grouped(same), w.number("live.errors", errors), w.number("live.warnings", warnings))
}

// number counts things, of which one is called otherwise than several.
func (w Words) number(key string, n int) string {
	if n == 1 {
		key += ".one"
	}
	return fmt.Sprintf(w.say(key), w.grouped(n))
}
