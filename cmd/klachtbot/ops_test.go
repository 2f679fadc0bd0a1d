package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/client_golang/prometheus"
)

// What an operator relies on: the pages under docs/ against the program.

// docs is where the pages are, seen from this package.
const docs = "../../docs/"

// readDoc gives a file under docs/.
func readDoc(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(docs + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// metric is one row of docs/metrics.md, or one metric as the program knows it.
type metric struct{ kind, labels string }

var metricRow = regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ([a-z]+) \\|([^|]*)\\|")

// documented reads docs/metrics.md.
func documented(t *testing.T) map[string]metric {
	t.Helper()
	rows := map[string]metric{}
	for _, m := range metricRow.FindAllStringSubmatch(readDoc(t, "metrics.md"), -1) {
		if _, twice := rows[m[1]]; twice {
			t.Errorf("docs/metrics.md has %s twice", m[1])
		}
		rows[m[1]] = metric{m[2], strings.NewReplacer("`", "", " ", "").Replace(m[3])}
	}
	if len(rows) < 40 {
		t.Fatalf("docs/metrics.md has %d rows; is its table still read?", len(rows))
	}
	return rows
}

var described = regexp.MustCompile(`^Desc\{fqName: "([^"]+)", .*, variableLabels: \{([^}]*)\}\}$`)

// registered gives the labels of every metric that the program can show, also
// of those that nothing has happened to yet.
func registered(t *testing.T, reg *prometheus.Registry) map[string]string {
	t.Helper()
	descs := make(chan *prometheus.Desc)
	go func() { reg.Describe(descs); close(descs) }()
	all := map[string]string{}
	for d := range descs {
		m := described.FindStringSubmatch(d.String())
		if m == nil {
			t.Fatalf("cannot read %s", d)
		}
		all[m[1]] = m[2]
	}
	return all
}

var exposedType = regexp.MustCompile(`(?m)^# TYPE (\S+) (\S+)$`)

// docs/metrics.md and /metrics of a running office say the same, both ways.
func TestMetricsPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	number, err := o.report(o.ctx, sanne, "Klacht melden", o.oral()...)
	o.must(err)
	o.wait("the melder has a receipt", func() bool { return o.sees(sanne, number) })
	text := o.get("/metrics")
	rows, known := documented(t), registered(t, o.app.metrics)

	for name, row := range rows {
		labels, ok := known[name]
		if !ok && !strings.HasPrefix(name, "process_") { // those differ between operating systems
			t.Errorf("docs/metrics.md has %s; the program does not", name)
		}
		if row.labels != labels && !strings.HasPrefix(name, "go_") { // a summary's quantile is no label of its description
			t.Errorf("docs/metrics.md gives %s the labels %q; the program %q", name, row.labels, labels)
		}
	}
	for name := range known {
		if _, ok := rows[name]; !ok {
			t.Errorf("docs/metrics.md lacks %s", name)
		}
	}
	shown := exposedType.FindAllStringSubmatch(text, -1)
	if len(shown) < 30 {
		t.Errorf("/metrics shows %d metrics only:\n%s", len(shown), text)
	}
	for _, m := range shown {
		row, ok := rows[m[1]]
		if !ok {
			t.Errorf("/metrics shows %s; docs/metrics.md lacks it", m[1])
		} else if row.kind != m[2] {
			t.Errorf("%s is a %s; docs/metrics.md says %s", m[1], m[2], row.kind)
		}
	}
	for _, want := range []string{"klachtbot_redis_up 1", `klachtbot_ticks_total{outcome="ok"}`, "klachtbot_redis_pool_hits_total "} {
		if !strings.Contains(text, want) {
			t.Errorf("/metrics lacks %s:\n%s", want, text)
		}
	}
}

// get asks the running office for a page.
func (o *office) get(path string) string {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.ctx, http.MethodGet, "http://"+o.app.listener.Addr().String()+path, nil)
	o.must(err)
	res, err := http.DefaultClient.Do(r)
	o.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	o.must(err)
	return string(b)
}

// Redis gone is to be seen in /readyz and /metrics, and so is its return.
func TestReadyFollowsRedis(t *testing.T) {
	t.Parallel()
	server := newRedisServer(t.TempDir())
	if err := server.start(); err != nil {
		t.Skip("redis-server is not installed")
	}
	t.Cleanup(server.stop)
	o := newOffice(t, func(o *office) { o.redis = server.addr })
	if got := o.get("/readyz"); got != "ready\n" {
		t.Fatalf("/readyz says %q", got)
	}
	server.stop()
	if got := o.get("/readyz"); got != "register not available\n" {
		t.Errorf("without Redis /readyz says %q", got)
	}
	if got := o.get("/metrics"); !strings.Contains(got, "klachtbot_redis_up 0") {
		t.Errorf("without Redis /metrics says\n%s", got)
	}
	if got := o.get("/healthz"); got != "ok\n" {
		t.Errorf("without Redis /healthz says %q", got)
	}
	if err := server.start(); err != nil {
		t.Fatal(err)
	}
	for o.get("/readyz") != "ready\n" { // get gives up with the test
		time.Sleep(10 * time.Millisecond) // polls another process: there is nothing to wait on
	}
}

// The example rules parse, and every metric they name is documented.
func TestAlertRules(t *testing.T) {
	t.Parallel()
	var file struct {
		Groups []struct {
			Name  string `yaml:"name"`
			Rules []struct {
				Alert       string            `yaml:"alert"`
				Expr        string            `yaml:"expr"`
				For         string            `yaml:"for"`
				Labels      map[string]string `yaml:"labels"`
				Annotations map[string]string `yaml:"annotations"`
			} `yaml:"rules"`
		} `yaml:"groups"`
	}
	if err := yaml.UnmarshalWithOptions([]byte(readDoc(t, "deploy/alerts.yml")), &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	rows, seen := documented(t), map[string]bool{}
	for _, g := range file.Groups {
		for _, r := range g.Rules {
			if r.Alert == "" || r.Expr == "" || r.Labels["severity"] == "" || r.Annotations["summary"] == "" || r.Annotations["do"] == "" {
				t.Errorf("%s: alert %q lacks something", g.Name, r.Alert)
			}
			for _, name := range regexp.MustCompile(`\b(?:klachtbot|process|go)_[a-z_]+`).FindAllString(r.Expr, -1) {
				seen[name] = true
				base := regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, "")
				if _, ok := rows[name]; !ok && rows[base].kind != "histogram" {
					t.Errorf("alert %s names %s, which docs/metrics.md lacks", r.Alert, name)
				}
			}
		}
	}
	for _, must := range []string{"klachtbot_redis_up", "klachtbot_sockets_up", "klachtbot_outbox_oldest_seconds", "klachtbot_outbox_dead",
		"klachtbot_tick_lag_seconds", "klachtbot_outbox_repeats_total", "klachtbot_undecodable_total", "klachtbot_refused_total", "klachtbot_panics_total"} {
		if !seen[must] {
			t.Errorf("no rule looks at %s", must)
		}
	}
}

// settingNames lists what config reads from the environment.
func settingNames() []string {
	var names []string
	for f := range reflect.TypeFor[config]().Fields() {
		if name := f.Tag.Get("env"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// secretSettings may also be given as NAME_FILE.
var secretSettings = []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "REDIS_URL"}

// Every setting is in the guide and in the example, and neither invents one.
func TestSettingsAreDocumented(t *testing.T) {
	t.Parallel()
	names := settingNames()
	guide, example := readDoc(t, "operator.md"), readDoc(t, "deploy/klachtbot.env.example")
	for _, name := range names {
		if !strings.Contains(guide, "| `"+name+"`") && !strings.Contains(guide, ", `"+name+"` |") {
			t.Errorf("docs/operator.md has no row for %s", name)
		}
		if !regexp.MustCompile(`(?m)^#?` + name + `(_FILE)?=`).MatchString(example) {
			t.Errorf("klachtbot.env.example lacks %s", name)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^#?([A-Z][A-Z_]+)=`).FindAllStringSubmatch(example, -1) {
		if !slices.Contains(names, m[1]) && !slices.Contains(secretSettings, strings.TrimSuffix(m[1], "_FILE")) {
			t.Errorf("klachtbot.env.example has %s, which the program does not read", m[1])
		}
	}
	for _, name := range secretSettings {
		if !strings.Contains(guide, "`"+name+"_FILE`") {
			t.Errorf("docs/operator.md does not say that %s may come from a file", name)
		}
	}
}

// The office's file in the guide parses, and shows the defaults.
func TestOfficeFileInTheGuide(t *testing.T) {
	t.Parallel()
	m := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindStringSubmatch(readDoc(t, "operator.md"))
	if m == nil {
		t.Fatal("docs/operator.md shows no office file")
	}
	path := filepath.Join(t.TempDir(), "office.yml")
	if err := os.WriteFile(path, []byte(m[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readOfficeFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := defaultSettings(); fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("the guide's file gives\n%+v\nthe defaults are\n%+v", got, want)
	}
	for key := range strings.FieldsSeq("name postal_address complaints_email website privacy_url external_body process_owner teams channel_members " +
		"version effective settle_days retention_months open_on_good_friday liberation_day closed") {
		if !strings.Contains(m[1], key+":") {
			t.Errorf("the guide's file lacks %s", key)
		}
	}
}

// settingsFrom fills the environment with settings that are right, changed by
// change.
func settingsFrom(t *testing.T, change map[string]string) {
	t.Helper()
	keyfile := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(keyfile, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range settingNames() {
		t.Setenv(name, "")
		t.Setenv(name+"_FILE", "")
	}
	all := map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": "https://slack.com/api/", "REDIS_URL": "redis://localhost",
		"KLACHTBOT_KEYS": keyfile, "KLACHTBOT_OFFICER": "U1OFFICER", "KLACHTBOT_OFFICE": "U1OFFICE", "HTTP_ADDR": "127.0.0.1:0", "LOG_FORMAT": "json"}
	maps.Copy(all, change)
	for name, value := range all {
		t.Setenv(name, value)
	}
}

// Every secret may come from a file; what is wrong with it is said without
// saying what it holds.
func TestSecretsFromFiles(t *testing.T) {
	file := func(content string) string {
		path := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	values := map[string]string{"SLACK_BOT_TOKEN": "xoxb-bestand", "SLACK_APP_TOKEN": "xapp-bestand", "SLACK_SIGNING_SECRET": "geheim", "REDIS_URL": "redis://:geheim@localhost:6379/1"}
	from := map[string]string{}
	for name, value := range values {
		from[name], from[name+"_FILE"] = "", file("  "+value+"\n")
	}
	settingsFrom(t, from)
	c, err := loadConfig()
	if err != nil {
		t.Fatal(err)
	}
	if got := (map[string]string{"SLACK_BOT_TOKEN": c.BotToken, "SLACK_APP_TOKEN": c.AppToken, "SLACK_SIGNING_SECRET": c.SigningSecret, "REDIS_URL": c.RedisURL}); !maps.Equal(got, values) {
		t.Errorf("read %v", got)
	}

	for name, change := range map[string]struct {
		set  map[string]string
		want string
	}{
		"both":      {map[string]string{"REDIS_URL_FILE": file("redis://:geheim@elders")}, "REDIS_URL is set, and so is REDIS_URL_FILE"},
		"no file":   {map[string]string{"SLACK_BOT_TOKEN": "", "SLACK_BOT_TOKEN_FILE": "/nergens/geheim"}, "SLACK_BOT_TOKEN_FILE names a file that cannot be read"},
		"empty":     {map[string]string{"SLACK_APP_TOKEN": "", "SLACK_APP_TOKEN_FILE": file(" \n")}, "SLACK_APP_TOKEN_FILE names an empty file"},
		"two words": {map[string]string{"SLACK_SIGNING_SECRET": "", "SLACK_SIGNING_SECRET_FILE": file("geheim geheim")}, "SLACK_SIGNING_SECRET_FILE names a file that holds more than one word"},
		"too long":  {map[string]string{"REDIS_URL": "", "REDIS_URL_FILE": file(strings.Repeat("geheim", maxSecret))}, "REDIS_URL_FILE names a file that holds more than one word"},
		"a folder":  {map[string]string{"REDIS_URL": "", "REDIS_URL_FILE": t.TempDir()}, "REDIS_URL_FILE names a file that cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			settingsFrom(t, change.set)
			_, err := loadConfig()
			if err == nil || !strings.Contains(err.Error(), change.want) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("got %v, want %s and no secret", err, change.want)
			}
		})
	}
}

// The image holds the folders that the program is built from and no others, and
// its Go is the one of go.mod.
func TestContainerfile(t *testing.T) {
	t.Parallel()
	text := readDoc(t, "deploy/Containerfile")
	var copied []string
	for _, m := range regexp.MustCompile(`(?m)^COPY (\w+) (\w+)$`).FindAllStringSubmatch(text, -1) {
		if m[1] != m[2] {
			t.Errorf("COPY %s %s", m[1], m[2])
		}
		copied = append(copied, m[1])
	}
	var folders []string
	all, err := filepath.Glob("../../*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if found, _ := filepath.Glob(f + "/*.go"); len(found) > 0 || filepath.Base(f) == "cmd" {
			folders = append(folders, filepath.Base(f))
		}
	}
	if !slices.Equal(copied, folders) {
		t.Errorf("the Containerfile copies %v; the program is in %v", copied, folders)
	}
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(module); m == nil || !strings.Contains(text, "FROM golang:"+string(m[1])+" ") {
		t.Errorf("the Containerfile does not build with the Go of go.mod")
	}
}

// logKeys is the list of the style guide, "Logging": no key can hold a person,
// a text or a payload.
var logKeys = []string{"op", "complaint", "event", "state", "attempt", "ms", "err_kind", "ref"}

// logExceptions are keys outside the list: file and key, with the reason.
var logExceptions = map[string]string{
	// Which of Slack's limits a view broke and where, in our own words: "no more
	// than 24 characters allowed [json-pointer:/title]". It quotes no value.
	"bot/slack.go": "problem",
}

// Every call that logs uses a key of the list, written out.
func TestLogKeys(t *testing.T) {
	t.Parallel()
	calls := 0
	for _, dir := range []string{"bot", "store", "handlers", "complaint", "cmd"} {
		err := filepath.WalkDir("../../"+dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			n, wrong := logCalls(t, path, nil)
			calls += n
			for _, w := range wrong {
				if key := logExceptions[strings.TrimPrefix(path, "../../")]; key == "" || !strings.Contains(w, "log key "+key+" ") {
					t.Error(w)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if calls < 15 {
		t.Errorf("only %d calls found; does the search still work?", calls)
	}
}

// The search finds what it is for.
func TestLogKeysFindsMistakes(t *testing.T) {
	t.Parallel()
	const source = `package p
func f() {
	s.log.Error("x", "op", "y", "user", u)
	slog.Info("x", slog.String("text", v))
	o.cfg.Log.Warn("x", key, v)
	log := o.Log.Warn
	log("x", "err", err)
	l.Log(ctx, level, "x", "op", o, "channel", c)
	l.ErrorContext(ctx, "x", "payload", p)
	a.With("name", n).Info("x")
	fine.Debug("x", "op", "y", "ms", 3, "ref", r)
	fmt.Println("x", "user", u)
}`
	n, wrong := logCalls(t, "p.go", source)
	if n != 8 || len(wrong) != 7 {
		t.Errorf("%d calls, %d wrong: %s", n, len(wrong), strings.Join(wrong, "\n"))
	}
}

// logSkip says how many arguments come before the pairs of a logging method.
var logSkip = map[string]int{"Debug": 1, "Info": 1, "Warn": 1, "Error": 1, "DebugContext": 2, "InfoContext": 2, "WarnContext": 2, "ErrorContext": 2,
	"Log": 3, "LogAttrs": 3, "With": 0}

// slogAttr are the functions of package slog that build one attribute.
var slogAttr = []string{"String", "Int", "Int64", "Uint64", "Float64", "Bool", "Time", "Duration", "Any", "Group"}

// logCalls counts the calls that log in a file, and describes those with a key
// outside the list. It goes by names, without types: a method of slog.Logger
// whose message is written out or whose receiver is called log or slog, and a
// function called log.
func logCalls(t *testing.T, path string, source any) (n int, wrong []string) {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	bad := func(at ast.Node, key string) {
		wrong = append(wrong, set.Position(at.Pos()).String()+": the log key "+key+" is not one of "+strings.Join(logKeys, ", "))
	}
	ast.Inspect(f, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, receiver := "", ""
		switch fn := call.Fun.(type) {
		case *ast.Ident:
			if fn.Name == "log" {
				method, receiver = "Info", "log"
			}
		case *ast.SelectorExpr:
			method, receiver = fn.Sel.Name, lastName(fn.X)
		}
		if isAttr(call) {
			if key, ok := literal(call.Args[0]); !ok || !slices.Contains(logKeys, key) {
				bad(call, cmp.Or(key, "(not written out)"))
			}
			return true
		}
		skip, logs := logSkip[method]
		if !logs || len(call.Args) < skip || !isLogger(receiver) && !speaks(call.Args, skip) {
			return true
		}
		n++
		for i := skip; i < len(call.Args); i++ {
			if isAttr(call.Args[i]) {
				continue // judged by itself
			}
			if key, ok := literal(call.Args[i]); !ok || !slices.Contains(logKeys, key) {
				bad(call.Args[i], cmp.Or(key, "(not written out)"))
			}
			i++ // its value
		}
		return true
	})
	return n, wrong
}

func isAttr(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := call.Fun.(*ast.SelectorExpr)
	return ok && lastName(fn.X) == "slog" && slices.Contains(slogAttr, fn.Sel.Name)
}

func isLogger(name string) bool { return name == "slog" || strings.EqualFold(name, "log") }

// speaks reports whether the argument before the pairs is a message in words.
func speaks(args []ast.Expr, skip int) bool {
	if skip == 0 {
		return len(args) > 1
	}
	said := false
	ast.Inspect(args[skip-1], func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			_, is := literal(e)
			said = said || is
		}
		return true
	})
	return said && len(args) > skip
}

// lastName is the name nearest to a call: log in s.cfg.log.
func lastName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}
