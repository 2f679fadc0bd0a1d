package page

import (
	"context"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// browser is a real chromium on one tab; whatever it complains of, such as a
// violated Content-Security-Policy, is in complaints.
type browser struct {
	t    *testing.T
	ctx  context.Context
	dir  string
	base string

	mu         sync.Mutex
	complaints []string
}

// chromium finds the browser, or skips with a plain message. Where the browser
// is required its absence fails.
func chromium(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if strings.Contains(os.Getenv("KLACHTBOT_TEST_REQUIRE"), "chromium") {
		t.Fatal("KLACHTBOT_TEST_REQUIRE asks for chromium, and there is none on the PATH")
	}
	t.Skip("no chromium on the PATH: the page was not tried in a browser")
	return ""
}

func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-first-run", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-sync", true))
	alloc, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, base: base, dir: os.Getenv("KLACHTBOT_SHOTS")}
	if b.dir == "" {
		b.dir = t.TempDir()
	}
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			b.complain(m.String())
		}
	}()
	return b
}

func (b *browser) complain(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = append(b.complaints, s)
}

func (b *browser) run(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := b.try(steps...); err != nil {
		b.shot("failed")
		b.mu.Lock()
		defer b.mu.Unlock()
		b.t.Fatalf("%s: %v; the browser said %q", what, err, b.complaints)
	}
}

func (b *browser) try(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(b.ctx, 15*time.Second)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// dress sets the size of the window and light or dark.
func (b *browser) dress(width, height int64, scheme string) {
	b.t.Helper()
	b.run("size", chromedp.EmulateViewport(width, height))
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) shot(name string) {
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(b.dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Log(err)
	}
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.run("open "+path, chromedp.Navigate(b.base+path), chromedp.WaitReady(chromedp.CSS("html.js")))
}

func (b *browser) click(sel string) {
	b.t.Helper()
	b.run("click "+sel, chromedp.Click(chromedp.CSS(sel), chromedp.NodeVisible))
}

func (b *browser) keys(s string) { b.t.Helper(); b.run("keys", chromedp.KeyEvent(s)) }

func (b *browser) js(script string) {
	b.t.Helper()
	b.run(script, chromedp.Evaluate[chromedp.Void](script))
}

// until waits for a JavaScript condition.
func (b *browser) until(condition string) {
	b.t.Helper()
	b.run(condition, chromedp.Poll[chromedp.Void](condition, chromedp.WithPollingTimeout(8*time.Second)))
}

// want checks a JavaScript expression now.
func (b *browser) want(expression, want string) {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil || got != want {
		b.t.Errorf("%s: %q, want %q (%v)", expression, got, want, err)
	}
}

// serve puts the page on a port until the test ends.
func (l *lunch) serve() string {
	ctx, cancel := context.WithCancel(context.Background())
	srv := httptest.NewUnstartedServer(l.handler)
	srv.Config.BaseContext = func(net.Listener) context.Context { return ctx }
	srv.Config.ErrorLog = nil
	srv.Start()
	l.t.Cleanup(func() { cancel(); srv.CloseClientConnections(); srv.Close() })
	return srv.URL
}
