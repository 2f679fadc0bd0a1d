package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"klachtbot/complaint"
	"klachtbot/handlers/view"
)

// people is how many report, and how many are reported on: at 200 a second
// nobody gets more than the one message a second that Slack allows.
const people = 400

func reporterNo(i int) string { return fmt.Sprintf("U0MELDER%04d", i%people) }
func employeeNo(i int) string { return fmt.Sprintf("U0COLLEGA%04d", i%people) }

// klacht is the i-th /klacht.
func klacht(i int) (place, body string) { return klachtOf(reporterNo(i)) }

// hello is a /klacht of each of the people in turn.
func hello(i int) (place, body string) {
	if i%2 == 0 {
		return klachtOf(reporterNo(i / 2))
	}
	return klachtOf(employeeNo(i / 2))
}

func klachtOf(user string) (place, body string) {
	return "commands", url.Values{
		"token": {"x"}, "team_id": {"T0BENCH"}, "team_domain": {"bench"}, "channel_id": {"C0ALGEMEEN"}, "channel_name": {"algemeen"},
		"user_id": {user}, "user_name": {"melder"}, "command": {view.CommandKlacht}, "text": {""}, "api_app_id": {"A0BENCH"},
		"response_url": {"https://hooks.slack.com/commands/T0BENCH/1/x"}, "trigger_id": {"123.456." + rand.Text()},
	}.Encode()
}

// words are 2 KB of a complaint.
var words = strings.Repeat("De behandelaar belde niet terug op de afgesproken dag. ", 38)[:2048]

// filledReport is Klacht melden, filled in.
func filledReport(employee string) view.Values {
	in := func(f complaint.Field) string { return view.Block(view.FormReport, f) }
	return view.Values{
		in(complaint.FieldReceivedOn): {Date: complaint.Today(time.Now()).String()}, in(complaint.FieldIntake): {Options: []string{string(complaint.Phone)}},
		in(complaint.FieldWords): {Text: words}, in(complaint.FieldClient): {Text: "Dossier KB-17"},
		in(complaint.FieldSubject):   {Options: []string{string(complaint.AboutEmployees)}},
		in(complaint.FieldEmployees): {Users: []string{employee}},
		in("speaker"):                {Options: []string{"client"}},
	}
}

// submissionTemplate is a view_submission of Klacht melden as Slack sends it,
// with the whole view; submission replaces what is in capitals.
var submissionTemplate = sync.OnceValue(func() string {
	values := filledReport("EMPLOYEE")
	raw, _ := json.Marshal(view.ReportForm(view.Meta{Case: "CASECASECASECASECASECASECA"}, values, complaint.Today(time.Now())))
	var v map[string]any
	_ = json.Unmarshal(raw, &v)
	v["id"], v["hash"], v["team_id"] = "VIEWID", "1.abc", "T0BENCH"
	state := map[string]any{}
	for block, value := range values {
		e := map[string]any{"type": "plain_text_input"}
		switch {
		case value.Date != "":
			e = map[string]any{"type": "datepicker", "selected_date": value.Date}
		case value.Users != nil:
			e = map[string]any{"type": "multi_users_select", "selected_users": value.Users}
		case value.Options != nil:
			e = map[string]any{"type": "static_select", "selected_option": map[string]any{
				"text": map[string]any{"type": "plain_text", "text": value.One()}, "value": value.One()}}
		default:
			e["value"] = value.Text
		}
		state[block] = map[string]any{block: e}
	}
	v["state"] = map[string]any{"values": state}
	payload, _ := json.Marshal(map[string]any{
		"type": "view_submission", "team": map[string]any{"id": "T0BENCH", "domain": "bench"},
		"user": map[string]any{"id": "REPORTER", "username": "melder", "team_id": "T0BENCH"}, "api_app_id": "A0BENCH",
		"token": "x", "trigger_id": "123.456.x", "view": v, "response_urls": []any{}, "is_enterprise_install": false,
	})
	return url.Values{"payload": {string(payload)}}.Encode()
})

// submission is the i-th Klacht melden that is sent.
func submission(i int) (place, body string) {
	return "interactions", strings.NewReplacer("CASECASECASECASECASECASECA", rand.Text(), "VIEWID", "V"+rand.Text(),
		"REPORTER", reporterNo(i), "EMPLOYEE", employeeNo(i)).Replace(submissionTemplate())
}

// client is what Slack posts with: it keeps its connections.
var client = &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{MaxIdleConns: 256, MaxIdleConnsPerHost: 256}}

// send signs one delivery, posts it, and gives how long the acknowledgement
// took and what it said.
func send(addr, place, body string) (time.Duration, string, error) {
	req, err := http.NewRequest(http.MethodPost, "http://"+addr+"/slack/"+place, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	ts := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(benchSecret))
	_, _ = io.WriteString(mac, "v0:"+ts+":"+body)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Slack-Request-Timestamp", ts)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	begun := time.Now()
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	ack, err := io.ReadAll(res.Body)
	took := time.Since(begun)
	_ = res.Body.Close()
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", res.StatusCode)
	}
	return took, string(ack), err
}

// load sends n deliveries at a rate per second, whether or not the ones before
// were answered, and gives how long the acknowledgements took, sorted, and how
// many were not what they should be: the bot takes up 64 requests at a time, so
// a machine that halts for a third of a second makes it refuse.
func load(b testing.TB, c *child, delivery func(i int) (string, string), n, rate int) (took []time.Duration, refused int) {
	b.Helper()
	took = make([]time.Duration, n)
	var failed []error
	var mu sync.Mutex
	var all sync.WaitGroup
	begun := time.Now()
	for i := range n {
		place, body := delivery(i)
		time.Sleep(time.Until(begun.Add(time.Duration(i) * time.Second / time.Duration(rate))))
		all.Go(func() {
			d, ack, err := send(c.addr, place, body)
			took[i] = d
			if err == nil && !accepted(place, ack) {
				err = fmt.Errorf("refused: %.200s", ack)
			}
			if err != nil {
				mu.Lock()
				failed = append(failed, err)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(failed) > 0 {
		b.Logf("%s: %d of %d failed, the first: %v", c.kind(), len(failed), n, failed[0])
	}
	slices.Sort(took)
	return took, len(failed)
}

// accepted reports whether an acknowledgement is the one that is wanted: plain
// for a command, the page that thanks for a submission.
func accepted(place, ack string) bool {
	if place == "commands" {
		return ack == ""
	}
	return strings.Contains(ack, `"response_action":"update"`) && strings.Contains(ack, "Dank je wel")
}

func percentile(sorted []time.Duration, p float64) time.Duration {
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}
