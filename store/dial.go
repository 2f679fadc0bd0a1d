package store

import (
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// errURL never repeats the URL: it can hold a password.
var errURL = errors.New("store: REDIS_URL is not usable; expected redis://[user:password@]host:port[/db], or rediss:// for TLS, or unix:///path")

// Dial builds a client for url without connecting. The client never retries:
// a script whose reply was lost would run again, and only the store knows which
// of its scripts may (see retry.go).
func Dial(url string) (redis.UniversalClient, error) {
	scheme, _, _ := strings.Cut(url, "://")
	if scheme != "redis" && scheme != "rediss" && scheme != "unix" {
		return nil, errURL
	}
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, errURL
	}
	o.Protocol = 3
	o.DisableIdentity = true
	o.ContextTimeoutEnabled = true // or a deadline of 300 ms takes 2 s
	o.MaxRetries = -1
	o.ReadTimeout, o.WriteTimeout, o.DialTimeout = 2*time.Second, 2*time.Second, 2*time.Second
	o.DialerRetries = 1
	o.PoolSize = 10
	o.PipelinePoolSize = -1
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(o), nil
}
