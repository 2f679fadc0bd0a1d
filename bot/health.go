package bot

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Handler serves GET /healthz (the process answers), /readyz (the register can
// be used and Slack is being reached; not while stopping) and /metrics. None of
// them belongs behind a public proxy. In HTTP mode it also takes what Slack
// posts under /slack/, which does.
func (b *Bot) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		switch {
		case b.ending.Load():
			plain(w, http.StatusServiceUnavailable, "stopping")
		case !b.dialled.Load(), b.http != nil && b.http.work.Load() == nil: // its routes would refuse
			plain(w, http.StatusServiceUnavailable, "not connected to Slack yet")
		case b.cfg.Gate != nil && b.cfg.Gate(ctx) != nil:
			plain(w, http.StatusServiceUnavailable, "register not available")
		default:
			plain(w, http.StatusOK, "ready")
		}
	})
	if b.http != nil {
		b.http.routes(mux)
	}
	exposed := promhttp.HandlerFor(b.cfg.Metrics, promhttp.HandlerOpts{})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		b.measure(r.Context())
		exposed.ServeHTTP(w, r)
	})
	return mux
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}

// measure asks the outbox how it stands, when someone wants to know.
func (b *Bot) measure(ctx context.Context) {
	if b.cfg.Outbox == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if n, oldest, err := b.cfg.Outbox.Pending(ctx); err == nil {
		b.m.pending.Set(float64(n))
		b.m.oldest.Set(oldest.Seconds())
	}
	if n, err := b.cfg.Outbox.Dead(ctx); err == nil {
		b.m.dead.Set(float64(n))
	}
}
