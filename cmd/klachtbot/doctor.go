package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/redis/go-redis/v9"

	"klachtbot/bot"
	"klachtbot/complaint"
	"klachtbot/store"
)

// checks is what doctor looks at, in this order: who mends the first line
// first sees what is left. A check may use what an earlier one found out.
var checks = []check{
	{"settings", checkSettings},
	{"key file", checkKeyFile},
	{"Redis", checkRedis},
	{"appendfsync", checkFsync},
	{"Redis user", checkRights},
	{"register", checkRegister},
	{"notices", checkNotices},
	{"own settings", checkDrift},
	{"bot token", checkBotToken},
	{"scopes", checkScopes},
	{"transport", checkTransport},
	{"App Home", askAppHome},
	{"app manifest", askManifest},
	{"restricted channel", checkChannel},
	{"officer", checkOfficer},
	{"deputies", checkDeputies},
	{"guests' shortcuts", askGuestShortcuts},
	{"office", checkOffice},
	{"process owner", checkProcessOwner},
	{"teams", checkTeams},
	{"roles", checkRoles},
	{"left open", checkLeftOpen},
	{"backups", askBackups},
}

// check is one subject. look gives at least one finding.
type check struct {
	name string
	look func(context.Context, *visit) []finding
}

// checkTimeout bounds one check, so that doctor ends when nothing answers.
const checkTimeout = 20 * time.Second

// level says in a word how bad a finding is: a colour does not survive a log
// or a screen reader.
type level string

// The levels. Only levelFail makes doctor fail.
const (
	levelOK   level = "ok"
	levelHand level = "hand" // Slack or Redis does not let us read it: check by hand
	levelWarn level = "warn"
	levelFail level = "fail"
)

// finding is one line. what is empty when the name of the check says it.
type finding struct {
	level       level
	what, found string
	do          string // empty only when it is ok
}

func green(found string, a ...any) finding {
	return finding{level: levelOK, found: fmt.Sprintf(found, a...)}
}
func byHand(found, do string) finding { return finding{level: levelHand, found: found, do: do} }
func yellow(found, do string) finding { return finding{level: levelWarn, found: found, do: do} }
func red(found, do string) finding    { return finding{level: levelFail, found: found, do: do} }

// about names the subject more precisely than the check does.
func (f finding) about(what string, a ...any) finding {
	f.what = fmt.Sprintf(what, a...)
	return f
}

// notChecked stands for a check that needs what an earlier one found wrong.
func notChecked(because string) []finding {
	return []finding{yellow("not checked: "+because, "mend that first, then run doctor again")}
}

// visit is one run of doctor: what it was given, and what the checks found out
// for each other.
type visit struct {
	config   config
	problems []string // of the settings
	register string   // empty is "main"
	now      func() time.Time

	ring  *store.Keyring        // nil: no usable key file
	redis redis.UniversalClient // nil: does not answer
	store *store.Store          // nil: the register is not open
	// set is the register's settings, or those it will start with.
	set    complaint.Settings
	seeded bool // the register has settings
	fresh  bool // the register is not there yet

	slack    *bot.Inspector // nil: SLACK_API_URL is no address
	token    bool           // Slack accepts the bot token
	scopes   []string
	scoped   bool // Slack said which scopes the token has
	accounts map[complaint.UserID]account
}

// doctor checks everything that can be checked from here, one line each. It
// changes nothing, in Slack or in Redis, and prints no secret.
func doctor(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 {
		return errors.New("usage: klachtbot doctor")
	}
	c, err := loadConfig()
	_, logErr := newLogger(c, io.Discard)
	v := &visit{config: c, problems: append(each(err), each(logErr)...), now: time.Now}
	return v.run(ctx, out)
}

// each takes apart the message of the settings, one problem per line.
func each(err error) []string {
	if err == nil {
		return nil
	}
	list := strings.Split(err.Error(), "\n  - ")
	if len(list) > 1 {
		list = list[1:] // the line above them
	}
	return list
}

// run carries out the checks and prints what they found. The error says how
// many are wrong.
func (v *visit) run(ctx context.Context, out io.Writer) error {
	v.set, v.accounts = v.config.seed, map[complaint.UserID]account{}
	defer v.close()
	v.slack, _ = bot.NewInspector(v.config.BotToken, v.config.AppToken, v.config.APIURL)
	count := map[level]int{}
	for _, c := range checks {
		ctx, cancel := context.WithTimeout(ctx, checkTimeout)
		found := c.look(ctx, v)
		cancel()
		for _, f := range found {
			count[f.level]++
			if f.what == "" {
				f.what = c.name
			}
			if _, err := fmt.Fprintln(out, v.line(f)); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(out, "\n%d ok, %d to check by hand, %d warn, %d fail\n", count[levelOK], count[levelHand], count[levelWarn], count[levelFail])
	if n := count[levelFail]; n > 0 && err == nil {
		err = fmt.Errorf("doctor: %d to mend before the bot can be trusted", n)
	}
	return err
}

func (v *visit) close() {
	if v.redis != nil {
		_ = v.redis.Close()
	}
	if v.slack != nil {
		v.slack.Close()
	}
}

// line is a finding on one line, without secrets.
func (v *visit) line(f finding) string {
	s := f.what + ": " + f.found
	if f.do != "" {
		s += " -> " + f.do
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	return fmt.Sprintf("%-4s  %s", f.level, v.hide(strings.Join(words, " ")))
}

// slackToken is what every token of Slack looks like.
var slackToken = regexp.MustCompile(`\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[A-Za-z0-9-]+`)

// hide takes secrets out of a line. None should be in it; but people paste a
// token into the wrong setting, and a problem quotes what it found.
func (v *visit) hide(line string) string {
	secrets := []string{v.config.BotToken, v.config.AppToken, v.config.SigningSecret, v.config.RedisURL}
	if u, err := url.Parse(v.config.RedisURL); err == nil {
		password, _ := u.User.Password()
		secrets = append(secrets, password)
	}
	for _, s := range secrets {
		if len(s) >= 4 { // less than that is in every line
			line = strings.ReplaceAll(line, s, "[hidden]")
		}
	}
	return slackToken.ReplaceAllString(line, "[hidden]")
}

// checkSettings gives what would stop the start, all of it.
func checkSettings(_ context.Context, v *visit) []finding {
	if len(v.problems) == 0 {
		return []finding{green("what the start needs is there")}
	}
	var list []finding
	for _, p := range v.problems {
		name, problem, _ := strings.Cut(p, " ")
		found, expected, _ := strings.Cut(problem, "; expected ")
		do := "set " + name + " as docs/operator.md says"
		if expected != "" {
			do = "set " + name + " to " + expected
		}
		list = append(list, red(found, do).about("%s", name))
	}
	return list
}

// checkLeftOpen lists what the klachtenregeling leaves to the office. Nothing
// is filled in by guess: texts then leave it out.
func checkLeftOpen(_ context.Context, v *visit) []finding {
	place := "in the file of KLACHTBOT_CONFIG, before the first start"
	if v.seeded {
		place = "in the register's own settings; the file of KLACHTBOT_CONFIG no longer counts for this register"
	}
	var list []finding
	for _, open := range []struct{ setting, value, misses string }{
		{"office.postal_address", v.set.PostalAddress, "clients are not told where to send a letter"},
		{"office.privacy_url", v.set.PrivacyURL, "clients are not pointed to the privacy statement"},
		{"office.external_body", v.set.ExternalBody, "a client who stays dissatisfied is not told where to turn"},
		{"office.process_owner", string(v.set.ProcessOwner), "nobody answers for a complaint about the office as a whole"},
		{"policy.version", v.set.Policy.Version, "nobody can tell under which text a complaint was handled"},
		{"policy.effective", v.set.Policy.Effective, "nobody can tell from when this text holds"},
	} {
		if open.value == "" {
			list = append(list, yellow("not set: "+open.misses, "let the office decide, and set it "+place).about("%s", open.setting))
		}
	}
	if list == nil {
		list = append(list, green("everything the klachtenregeling leaves open is set"))
	}
	return list
}

func askBackups(context.Context, *visit) []finding {
	return []finding{byHand("whether key file and Redis are backed up cannot be seen from here",
		"restore both on another machine once; keep the copy of the key file apart from the copies of Redis, because together they open every complaint")}
}
