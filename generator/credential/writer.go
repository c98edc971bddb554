package credential

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// writer writes the members of one object after another.
type writer struct {
	b   []byte
	err error
}

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

func (w *writer) member(name string, value any) {
	text, err := json.Marshal(value)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("writing %s: %w", name, err)
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, `":`...)
	w.b = append(w.b, text...)
	w.b = append(w.b, ',')
}

// text writes a text. One that JSON takes as it is, as addresses and dates
// are, needs no library.
func (w *writer) text(name, value string) {
	for i := range len(value) {
		if !asItIs[value[i]] {
			w.member(name, value)
			return
		}
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, `":"`...)
	w.b = append(w.b, value...)
	w.b = append(w.b, `",`...)
}

// asItIs are the characters that encoding/json writes as they are, of ASCII.
var asItIs = func() (is [256]bool) {
	for c := byte(' '); c <= '~'; c++ {
		is[c] = strings.IndexByte(`"\<>&`, c) < 0
	}
	return is
}()

// filled writes a text that is left out where it is empty.
func (w *writer) filled(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

// end closes an array or object in which at least one thing was written.
func (w *writer) end(bracket byte) {
	w.b[len(w.b)-1] = bracket
	w.b = append(w.b, ',')
}

// What follows writes what encoding/json would of the same values, in the order
// and with the omissions of their types: a run of issuing writes them by the
// ten thousand.

func (w *writer) results(all []ob3.Result) {
	if len(all) == 0 {
		return
	}
	w.raw(`"result":[`)
	for _, r := range all {
		w.raw(`{"type":["` + ob3.TypeResult + `"],`)
		w.filled("resultDescription", r.ResultDescription)
		w.filled("value", r.Value)
		if len(r.Alignment) > 0 {
			w.raw(`"alignment":[`)
			for _, a := range r.Alignment {
				w.raw(`{"type":["` + ob3.TypeAlignment + `"],`)
				w.filled("targetType", a.TargetType)
				w.filled("targetCode", a.TargetCode)
				w.text("targetName", a.TargetName)
				w.text("targetUrl", a.TargetURL)
				w.end('}')
			}
			w.end(']')
		}
		w.end('}')
	}
	w.end(']')
}

func (w *writer) evidence(all []ob3.Evidence) {
	if len(all) == 0 {
		return
	}
	w.raw(`"evidence":[`)
	for _, e := range all {
		w.raw(`{`)
		w.filled("id", e.ID)
		w.raw(`"type":["` + ob3.TypeEvidence + `"],`)
		w.filled("name", e.Name)
		w.filled("narrative", e.Narrative)
		w.filled("description", e.Description)
		w.end('}')
	}
	w.end(']')
}

func (w *writer) statuses(all ob3.Statuses) {
	if len(all) == 0 {
		return
	}
	w.raw(`"credentialStatus":`)
	if len(all) > 1 {
		w.raw(`[`)
	}
	for _, s := range all {
		w.raw(`{`)
		w.filled("id", s.ID)
		w.text("type", s.Type)
		w.filled("statusPurpose", s.StatusPurpose)
		w.filled("statusListIndex", s.StatusListIndex)
		w.filled("statusListCredential", s.StatusListCredential)
		w.end('}')
	}
	if len(all) > 1 {
		w.end(']')
	}
}
