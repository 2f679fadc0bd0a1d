package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"klachtbot/handlers"
)

// bareSlack is a socket that a test writes frames to by hand.
func bareSlack(t *testing.T) (url string, conns <-chan *websocket.Conn) {
	t.Helper()
	all := make(chan *websocket.Conn, 1)
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	mux.HandleFunc("/api/auth.test", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"ok":true,"team_id":"T1","user_id":"U0BOT"}`)
	})
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"ok":true,"url":"ws%s/link"}`, strings.TrimPrefix(srv.URL, "http"))
	})
	mux.HandleFunc("/api/users.info", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"ok":false,"error":"user_not_found"}`)
	})
	mux.HandleFunc("/link", func(w http.ResponseWriter, r *http.Request) {
		c, err := up.Upgrade(w, r, nil)
		if err == nil {
			all <- c
		}
	})
	t.Cleanup(srv.Close)
	return srv.URL + "/api/", all
}

// TestUndecodableEnvelope: slack-go drops what it cannot decode without an
// acknowledgement. We read less of it: a click in a message that holds
// something newer than the library still works, the rest is acknowledged.
func TestUndecodableEnvelope(t *testing.T) {
	t.Parallel()
	url, conns := bareSlack(t)
	b, err := New(Config{Token: "xoxb-1", AppToken: "xapp-1", APIURL: url, Outbox: newOutbox(), Connections: 1,
		Explain: func(error, string) string { return "x" }, Notice: notice})
	if err != nil {
		t.Fatal(err)
	}
	clicked := make(chan string, 1)
	if err := b.Wire(&service{}, []Route{{Kind: Action, Name: "case.open", Handle: func(_ context.Context, r handlers.Request) (handlers.Reply, error) {
		clicked <- r.Value
		return handlers.Reply{}, nil
	}}}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	conn := <-conns
	click := strings.Replace(string(fixture(t, "click_message")), `"type":"from_the_future"`,
		`"type":"data_table","rows":[[{"type":"from_the_future"}]]`, 1)
	for id, payload := range map[string]string{"e1": click, "e2": `{"type":"block_actions","actions":7}`} {
		frame := fmt.Sprintf(`{"type":"interactive","envelope_id":%q,"payload":%s}`, id, payload)
		if err := conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
			t.Fatal(err)
		}
	}
	acked := map[string]bool{}
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for len(acked) < 2 {
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if err := conn.ReadJSON(&ack); err != nil {
			t.Fatal(err)
		}
		acked[ack.ID] = true
	}
	if v := <-clicked; v != "c-1" {
		t.Errorf("clicked %q", v)
	}
	if n := testutil.ToFloat64(b.m.undecodable); n != 2 {
		t.Errorf("counted %v", n)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
