package preview

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/sealpress/sealpress/generator/diag"
)

// heartbeat keeps a silent stream open through whatever lies between.
const heartbeat = 15 * time.Second

// news is what a page is told: what its address shows now, and what is wrong
// with the content. It says the whole state and not the change, so that one
// that was missed does no harm.
type news struct {
	Tag      string `json:"tag"`      // of the page; another one than the page has: load it again
	Findings string `json:"findings"` // id of the findings; empty: none
	Summary  string `json:"summary"`  // "2 errors, 1 warning"
	Errors   int    `json:"errors"`
	Broken   bool   `json:"broken"` // the last good site is shown, not the newest content
}

// events tells a page of each change that concerns it, as Server-Sent Events
// (HTML Living Standard, 9.2).
func (p *Preview) events(w http.ResponseWriter, r *http.Request) {
	stream := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	at := r.URL.Query().Get("page")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	if r.Method == http.MethodHead {
		return
	}
	_, _ = fmt.Fprint(w, "retry: 500\n\n") // an error shows at the next flush
	var told news
	for first := true; ; first = false {
		s := p.board.current()
		if now := p.newsOf(s, at); first || now != told {
			text, err := json.Marshal(now)
			if err != nil {
				panic(fmt.Sprintf("preview: news that cannot be written: %v", err))
			}
			_, _ = fmt.Fprintf(w, "data: %s\n\n", text)
			told = now
		}
		if stream.Flush() != nil {
			return
		}
		if !p.pause(w, r, stream, s, beat) {
			return
		}
	}
}

// pause waits for the next state; false where the page or the preview went
// away.
func (p *Preview) pause(w http.ResponseWriter, r *http.Request, stream *http.ResponseController, s *state, beat *time.Ticker) bool {
	for {
		select {
		case <-r.Context().Done():
			return false
		case <-s.next:
			return true
		case <-beat.C:
			_, _ = fmt.Fprint(w, ":\n\n")
			if stream.Flush() != nil {
				return false
			}
		}
	}
}

func (p *Preview) newsOf(s *state, at string) news {
	f := s.findings
	return news{Tag: p.view(s, at).tag, Findings: f.id, Summary: f.summary(), Errors: f.count[diag.Error], Broken: s.broken}
}
