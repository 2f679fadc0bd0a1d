package store

import (
	"bytes"
	"io"
	"net"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// proxy stands between client and Redis and loses answers on demand.
type proxy struct {
	url  string
	lose atomic.Int64 // answers to scripts still to lose, after execution
	lost atomic.Int64
}

// newProxy listens on a unix socket and forwards to the address of network.
func newProxy(t *testing.T, network, addr string) *proxy {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p := &proxy{url: "unix://" + path}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c, network, addr)
		}
	}()
	return p
}

func (p *proxy) serve(client net.Conn, network, addr string) {
	defer func() { _ = client.Close() }()
	redis, err := net.Dial(network, addr)
	if err != nil {
		return
	}
	defer func() { _ = redis.Close() }()
	var script atomic.Bool
	go func() {
		b := make([]byte, 1<<20)
		for {
			n, err := client.Read(b)
			if err != nil {
				_ = redis.Close()
				return
			}
			if bytes.Contains(b[:n], []byte("\r\nevalsha\r\n")) {
				script.Store(true)
			}
			if _, err := redis.Write(b[:n]); err != nil {
				return
			}
		}
	}()
	b := make([]byte, 1<<20)
	for {
		n, err := redis.Read(b)
		if err != nil {
			return
		}
		if script.Swap(false) && p.lose.Add(-1) >= 0 {
			p.lost.Add(1)
			return
		}
		if _, err := io.Copy(client, bytes.NewReader(b[:n])); err != nil {
			return
		}
	}
}
