package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The end-to-end suite runs in both modes: this is the second run. What starts
// a process or a browser of its own says nothing about the transport.
func TestOverHTTP(t *testing.T) {
	if overHTTP || testing.Short() {
		t.Skip("this is the run in HTTP mode, or a short one")
	}
	t.Parallel()
	const elsewhere = "Accessible|ClickedThrough|Demo|OverHTTP|Doctor|Manifest|Install|Guide|Start|ARedis|ARehearsal|AToken|AnotherKey|" +
		"Differences|Hide|Judges|ReadOnly|Rights|LogKeys|Metrics|Secrets|Settings|Alert|Ready"
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.parallel=4", "-test.skip", elsewhere)
	cmd.Env = append(os.Environ(), "KLACHTBOT_TEST_TRANSPORT=http")
	out, err := cmd.CombinedOutput()
	passed := strings.Count(string(out), "--- PASS")
	if err != nil || passed < 30 {
		t.Fatalf("%d tests passed in HTTP mode: %v\n%s", passed, err, failures(string(out)))
	}
	t.Logf("%d tests passed in HTTP mode", passed)
}

// failures keeps what a person needs of a long output.
func failures(out string) string {
	var keep []string
	for _, line := range strings.Split(out, "\n") {
		if !strings.HasPrefix(line, "=== ") && !strings.Contains(line, "--- PASS") {
			keep = append(keep, line)
		}
	}
	return strings.Join(keep[max(0, len(keep)-80):], "\n")
}

// Requests that never end do not keep a request that does from its answer.
func TestSlowRequestsHoldNobodyUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(o *office) { o.useHTTP() })
	addr := o.app.listener.Addr().String()
	for range 100 {
		c, err := net.Dial("tcp", addr)
		o.must(err)
		defer c.Close()
		_, err = fmt.Fprintf(c, "POST /slack/commands HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Slack-Request-Timestamp: 1\r\n\r\nteam_id=")
		o.must(err)
	}
	_, err := o.report(o.ctx, sanne, "Klacht melden", o.oral()...)
	o.must(err)
	o.clean()
}

// Only /slack/ belongs behind a public proxy, and nothing there speaks without
// a signature.
func TestNothingSpeaksWithoutASignature(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(o *office) { o.useHTTP() })
	base := "http://" + o.app.listener.Addr().String()
	for _, path := range []string{"/slack/commands", "/slack/interactions", "/slack/events"} {
		res, err := http.Post(base+path, "application/json", strings.NewReader(`{"type":"url_verification","challenge":"x"}`))
		o.must(err)
		line, _ := bufio.NewReader(res.Body).ReadString('\n')
		_ = res.Body.Close()
		if res.StatusCode != http.StatusUnauthorized || strings.TrimSpace(line) != "Unauthorized" {
			t.Errorf("%s: %d %q", path, res.StatusCode, line)
		}
	}
}
