package store

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/redis/go-redis/v9"

	"klachtbot/complaint"
)

// Options says which register to open, and with what.
type Options struct {
	Client   redis.UniversalClient // see Dial; Close closes it
	Register string                // one office; default "main"
	Keys     KeyWrapper
	// Overlay lays what only the environment knows over the stored settings;
	// nil lays nothing.
	Overlay func(*complaint.Settings)
	Real    clockwork.Clock // leases, TTLs and the access log; default the real one
	Profile Profile
	Log     *slog.Logger // default: silent
}

// Store is one register. It is safe for concurrent use.
type Store struct {
	rdb      redis.UniversalClient
	k        keys
	wrap     KeyWrapper
	sec      secrets
	overlay  func(*complaint.Settings)
	real     clockwork.Clock
	log      *slog.Logger
	settings atomic.Pointer[complaint.Settings] // as of one revision, overlay on
	bell     chan struct{}
	count    counters
}

var (
	//go:embed lua/commit.lua
	commitLua string
	//go:embed lua/lease.lua
	leaseLua string
	//go:embed lua/settle.lua
	settleLua string

	commitScript = redis.NewScript(commitLua)
	leaseScript  = redis.NewScript(leaseLua)
	settleScript = redis.NewScript(settleLua)
)

// ErrWrongKey says that the register was made with another keyset.
var ErrWrongKey = errors.New("store: this keyset does not open this register; expected the key file it was made with")

// ErrNoRoot says that a register in use has lost the secret that opens it: a
// new one would open nothing, and hide the loss.
var ErrNoRoot = errors.New("store: the register has data but no root secret; restore the key {kb:<register>}:meta from a backup")

// ErrNewer says that a later version of the program wrote the register.
var ErrNewer = errors.New("store: the register was written by a newer version of klachtbot")

var registerName = regexp.MustCompile(`^[a-z0-9_-]{1,40}$`)

// Open checks Redis (see Check), then opens the register or makes it. It waits
// while Redis is loading its data, until ctx ends. *GateError when Redis cannot
// keep what it is given, ErrWrongKey, ErrNoRoot, ErrNewer.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Register == "" {
		o.Register = "main"
	}
	if !registerName.MatchString(o.Register) {
		return nil, errors.New("store: open: a register's name is 1 to 40 of a-z, 0-9, _ and -")
	}
	if o.Client == nil || o.Keys == nil {
		return nil, errors.New("store: open: client and keys are required")
	}
	if o.Real == nil {
		o.Real = clockwork.NewRealClock()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{
		rdb: o.Client, k: keys{o.Register}, wrap: o.Keys, overlay: o.Overlay,
		real: o.Real, log: o.Log, bell: make(chan struct{}, 1),
	}
	if err := s.gate(ctx, o.Profile); err != nil {
		return nil, err
	}
	root, err := s.root(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	s.sec = deriveSecrets(o.Register, root)
	if err := s.checkKey(ctx); err != nil {
		return nil, fmt.Errorf("store: open: %w", err)
	}
	return s, nil
}

// Close closes the client.
func (s *Store) Close() error {
	if err := s.rdb.Close(); err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}

// root gives the root secret of the register, and draws it the first time. Of
// several instances that start at once the first to write wins.
func (s *Store) root(ctx context.Context) ([]byte, error) {
	place := aad(s.k.register, "", "root", "")
	meta, used, err := s.readMeta(ctx)
	if err != nil {
		return nil, err
	}
	if meta["root"] == "" && used {
		return nil, ErrNoRoot
	}
	if meta["root"] == "" {
		kid, wrapped, err := s.wrap.Wrap(random(keyBytes), place)
		if err != nil {
			return nil, err
		}
		if err := s.again(ctx, func() error {
			return s.rdb.HSetNX(ctx, s.k.meta(), "root", kid+":"+string(wrapped)).Err()
		}); err != nil {
			return nil, err
		}
		if meta, _, err = s.readMeta(ctx); err != nil {
			return nil, err
		}
	}
	if v, _ := strconv.Atoi(meta["schema"]); v > schema {
		return nil, ErrNewer
	}
	kid, wrapped, _ := cutKey(meta["root"])
	root, err := s.wrap.Unwrap(kid, wrapped, place)
	if errors.Is(err, ErrUnknownKey) || errors.Is(err, errOpen) {
		return nil, ErrWrongKey
	}
	return root, err
}

// readMeta reads the HASH meta and, at the same moment, whether the register
// was used.
func (s *Store) readMeta(ctx context.Context) (map[string]string, bool, error) {
	var meta *redis.MapStringStringCmd
	var used *redis.IntCmd
	err := s.again(ctx, func() error {
		_, err := s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
			meta = p.HGetAll(ctx, s.k.meta())
			used = p.Exists(ctx, s.k.settings(), s.k.counter())
			return nil
		})
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return meta.Val(), used.Val() > 0, nil
}

// cutKey splits "kid:wrapped".
func cutKey(v string) (kid string, wrapped []byte, ok bool) {
	for i := range len(v) {
		if v[i] == ':' {
			return v[:i], []byte(v[i+1:]), true
		}
	}
	return "", nil, false
}

// checkKey compares the key check value, which tells a damaged root from the
// right one, and writes down schema and check value the first time.
func (s *Store) checkKey(ctx context.Context) error {
	var check *redis.StringCmd
	err := s.again(ctx, func() error {
		_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
			p.HSetNX(ctx, s.k.meta(), "kcv", s.sec.check)
			p.HSetNX(ctx, s.k.meta(), "schema", schema)
			p.HSetNX(ctx, s.k.meta(), "created", s.real.Now().UTC().Format(time.RFC3339))
			check = p.HGet(ctx, s.k.meta(), "kcv")
			return nil
		})
		return err
	})
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(check.Val()), []byte(s.sec.check)) != 1 {
		return ErrWrongKey
	}
	return nil
}

// counters count since the start of this process.
type counters struct {
	retries, conflicts, repeats, lost atomic.Uint64
}

// Stats is what the store can say about itself, for metrics.
type Stats struct {
	Pool      redis.PoolStats
	Retries   uint64 // commands sent again after an error that may pass
	Conflicts uint64 // commits refused because someone else was first
	Repeats   uint64 // notices handed out that may have been sent before
	Lost      uint64 // answers for a lease that had ended
}

// Stats reads the counters.
func (s *Store) Stats() Stats {
	st := Stats{Retries: s.count.retries.Load(), Conflicts: s.count.conflicts.Load(), Repeats: s.count.repeats.Load(), Lost: s.count.lost.Load()}
	if p := s.rdb.PoolStats(); p != nil {
		st.Pool = *p
	}
	return st
}

// now is the real clock in ms.
func (s *Store) now() int64 { return s.real.Now().UnixMilli() }
