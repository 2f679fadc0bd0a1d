package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/caarlos0/env/v11"

	"klachtbot/complaint"
)

// config is the environment. Secrets come from here or from a file (see
// fromFiles), are never printed and never a flag.
type config struct {
	BotToken      string `env:"SLACK_BOT_TOKEN"`
	AppToken      string `env:"SLACK_APP_TOKEN"`
	SigningSecret string `env:"SLACK_SIGNING_SECRET"`
	APIURL        string `env:"SLACK_API_URL" envDefault:"https://slack.com/api/"`
	RedisURL      string `env:"REDIS_URL"`
	Keys          string `env:"KLACHTBOT_KEYS"`
	Office        string `env:"KLACHTBOT_OFFICE"`
	Channel       string `env:"KLACHTBOT_CHANNEL"`
	Officer       string `env:"KLACHTBOT_OFFICER"`
	Deputies      string `env:"KLACHTBOT_DEPUTIES"`
	OfficeFile    string `env:"KLACHTBOT_CONFIG"`
	HTTPAddr      string `env:"HTTP_ADDR" envDefault:"127.0.0.1:8080"`
	Clock         string `env:"KLACHTBOT_CLOCK"`
	LogLevel      string `env:"LOG_LEVEL" envDefault:"info"`
	LogFormat     string `env:"LOG_FORMAT" envDefault:"json"`

	seed  complaint.Settings // officer, deputies and the office file
	start time.Time          // KLACHTBOT_CLOCK
}

// problems are settings that are missing or wrong. They name the setting, what
// was found (never a secret) and what is expected.
type problems []string

func (p *problems) add(setting, format string, a ...any) {
	*p = append(*p, setting+" "+fmt.Sprintf(format, a...))
}

func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return fmt.Errorf("the settings are not right:\n  - %s", strings.Join(p, "\n  - "))
}

// loadConfig reads and checks everything at once, so that an operator sees all
// that is wrong in one go.
func loadConfig() (config, error) {
	var c config
	if err := env.Parse(&c); err != nil {
		return c, fmt.Errorf("read the environment: %w", err)
	}
	var p problems
	c.fromFiles(&p)
	c.checkSlack(&p)
	c.checkStorage(&p)
	c.checkPeople(&p)
	c.checkClock(&p)
	if c.LogFormat != "json" && c.LogFormat != "text" {
		p.add("LOG_FORMAT", "is %s; expected json or text", shown(c.LogFormat))
	}
	return c, p.err()
}

// maxSecret is more than any token or address takes.
const maxSecret = 64 << 10

// fromFiles fills in the secrets that are given as NAME_FILE, the path of a file
// whose trimmed content counts: what systemd (LoadCredential) and containers
// hand out. No message repeats what a file holds.
func (c *config) fromFiles(p *problems) {
	for _, s := range []struct {
		name string
		to   *string
	}{
		{"SLACK_BOT_TOKEN", &c.BotToken}, {"SLACK_APP_TOKEN", &c.AppToken},
		{"SLACK_SIGNING_SECRET", &c.SigningSecret}, {"REDIS_URL", &c.RedisURL},
	} {
		path := os.Getenv(s.name + "_FILE")
		if path == "" {
			continue
		}
		if *s.to != "" {
			p.add(s.name, "is set, and so is %s_FILE; expected one of the two", s.name)
			continue
		}
		secret, err := readSecret(path)
		if err != nil {
			p.add(s.name+"_FILE", "names %v; expected the path of a file that holds %s and nothing else", err, s.name)
		}
		*s.to = secret
	}
}

func readSecret(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", errors.New("a file that cannot be read")
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	secret := strings.TrimSpace(string(b))
	switch {
	case err != nil:
		return "", errors.New("a file that cannot be read")
	case secret == "":
		return "", errors.New("an empty file")
	case len(b) > maxSecret || strings.ContainsFunc(secret, unicode.IsSpace):
		return "", errors.New("a file that holds more than one word")
	}
	return secret, nil
}

func (c config) checkSlack(p *problems) {
	if !strings.HasPrefix(c.BotToken, "xoxb-") {
		p.add("SLACK_BOT_TOKEN", "is %s; expected the bot token of the app, which starts with xoxb-", found(c.BotToken))
	}
	if c.AppToken == "" && c.SigningSecret == "" {
		p.add("SLACK_APP_TOKEN", "is missing; expected the app-level token with connections:write, which starts with xapp- (Socket Mode), or SLACK_SIGNING_SECRET (HTTP mode)")
	}
	if c.AppToken != "" && !strings.HasPrefix(c.AppToken, "xapp-") {
		p.add("SLACK_APP_TOKEN", "is set to something else; expected the app-level token with connections:write, which starts with xapp-")
	}
	u, err := url.Parse(c.APIURL)
	if err != nil || u.Host == "" || !strings.HasSuffix(c.APIURL, "/") {
		p.add("SLACK_API_URL", "is not an address that ends in a slash; expected https://slack.com/api/")
	}
	if _, _, err := net.SplitHostPort(c.HTTPAddr); err != nil {
		p.add("HTTP_ADDR", "is %s; expected host:port", shown(c.HTTPAddr))
	}
}

// found describes a secret without showing it.
func found(secret string) string {
	if secret == "" {
		return "missing"
	}
	return "set to something else"
}

// shown quotes a setting that is no secret, unless someone pasted one there.
func shown(value string) string {
	if len(value) > 26 || strings.HasPrefix(value, "xox") || strings.HasPrefix(value, "xapp") {
		return "something else"
	}
	return strconv.Quote(value)
}

func (c config) checkStorage(p *problems) {
	u, err := url.Parse(c.RedisURL)
	switch {
	case c.RedisURL == "":
		p.add("REDIS_URL", "is missing; expected redis://host:6379/0, or rediss:// for TLS")
	case err != nil || u.Scheme != "redis" && u.Scheme != "rediss":
		p.add("REDIS_URL", "is not an address of Redis; expected redis:// or rediss://")
	}
	if c.Keys == "" {
		p.add("KLACHTBOT_KEYS", "is missing; expected the path of a keyset file, made with: klachtbot keys new FILE")
	} else if _, err := os.Stat(c.Keys); err != nil {
		p.add("KLACHTBOT_KEYS", "names a file that cannot be read; expected the path of a keyset file, made with: klachtbot keys new FILE")
	}
}

// userID and channelID are the shapes that Slack's ids have.
var (
	userID    = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)
	channelID = regexp.MustCompile(`^[CG][A-Z0-9]{2,20}$`)
)

func (c *config) checkPeople(p *problems) {
	seed, err := readOfficeFile(c.OfficeFile)
	if err != nil {
		p.add("KLACHTBOT_CONFIG", "%v", err)
	}
	c.seed = seed
	c.seed.Officer = complaint.UserID(strings.TrimSpace(c.Officer))
	c.seed.Deputies = users(c.Deputies)
	c.seed.Office = users(c.Office)
	c.seed.Channel = c.Channel
	for setting, list := range map[string][]complaint.UserID{
		"KLACHTBOT_OFFICER": nonEmpty(c.seed.Officer), "KLACHTBOT_DEPUTIES": c.seed.Deputies, "KLACHTBOT_OFFICE": c.seed.Office,
	} {
		for _, id := range list {
			if !userID.MatchString(string(id)) {
				p.add(setting, "holds %s; expected Slack user ids such as U012AB3CD", shown(string(id)))
			}
		}
	}
	if c.Channel != "" && !channelID.MatchString(c.Channel) {
		p.add("KLACHTBOT_CHANNEL", "is %s; expected the id of a private channel such as C012AB3CD", shown(c.Channel))
	}
	for _, found := range c.seed.Check() {
		p.add(found.Setting, "%s", found.Problem)
	}
}

func nonEmpty(id complaint.UserID) []complaint.UserID {
	if id == "" {
		return nil
	}
	return []complaint.UserID{id}
}

func users(list string) []complaint.UserID {
	var ids []complaint.UserID
	for _, s := range strings.Split(list, ",") {
		if s = strings.TrimSpace(s); s != "" {
			ids = append(ids, complaint.UserID(s))
		}
	}
	return ids
}

func (c *config) checkClock(p *problems) {
	if c.Clock == "" {
		return
	}
	t, err := time.Parse(time.RFC3339, c.Clock)
	if err != nil {
		p.add("KLACHTBOT_CLOCK", "is %s; expected a moment such as 2026-11-20T09:00:00+01:00", shown(c.Clock))
	}
	if !loopback(c.APIURL) {
		p.add("KLACHTBOT_CLOCK", "is for rehearsals only; expected SLACK_API_URL to be a loopback address")
	}
	c.start = t
}

func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
