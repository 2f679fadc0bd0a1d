package page

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	// settle gathers the changes that one action brings about.
	settle = 40 * time.Millisecond
	// beat keeps the connection and the clock on the page alive.
	beat = 20 * time.Second
)

// live tells the page, as Server-Sent Events, that something may have changed;
// what changed it then asks for itself.
func (p *page) live(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		version, changed := p.ws.Changes()
		p.mu.Lock()
		own, ownChanged := p.version, p.changed
		p.mu.Unlock()
		if _, err := fmt.Fprintf(w, "data: %d.%d\n\n", version, own); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-changed:
		case <-ownChanged:
		case <-tick.C:
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(settle):
		}
	}
}

// raw shows one exchange as it travelled.
func (p *page) raw(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	for _, e := range p.ws.Transcript() {
		if e.N == n {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			_, _ = fmt.Fprintf(w, "verzoek\n%s\n\nantwoord\n%s\n", pretty(e.Request), pretty(e.Response))
			return
		}
	}
	http.NotFound(w, r)
}

func pretty(raw json.RawMessage) string {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return "(leeg)"
	}
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return string(raw)
	}
	return string(b)
}
