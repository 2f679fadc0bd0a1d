package store

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// tries is how often a command is sent before the store gives up; with the
// pauses between them that is about 150 ms plus the time the commands take.
const tries = 4

// again runs fn until it succeeds, fails for good, or was tried often enough.
// Only what may happen twice belongs in it: reads, and scripts that carry a
// request id or a token.
func (s *Store) again(ctx context.Context, fn func() error) error {
	var err error
	for i := range tries {
		if i > 0 {
			s.count.retries.Add(1)
			if pause(ctx, i) != nil {
				break
			}
		}
		if err = fn(); err == nil || !passing(err) || ctx.Err() != nil {
			break
		}
	}
	return plainError(err)
}

// pause waits longer each time, with some chance in it so that rivals part.
// It is a wait for the network, so no clock of the caller drives it.
func pause(ctx context.Context, i int) error {
	most := time.Duration(4<<min(i, 5)) * time.Millisecond
	t := time.NewTimer(most/2 + rand.N(most))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// passing reports whether err may be gone in a moment.
func passing(err error) bool {
	var n net.Error
	switch {
	case errors.Is(err, redis.Nil), errors.Is(err, redis.ErrClosed):
		return false
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, redis.ErrPoolTimeout), errors.As(err, &n):
		return true
	}
	for _, code := range []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS"} {
		if redis.HasErrorPrefix(err, code) {
			return true
		}
	}
	return false
}

// serverError is what Redis answered, without the arguments it may quote.
type serverError struct{ said string }

func (e *serverError) Error() string { return "redis: " + e.said }

// plainError cuts from an answer of Redis what could repeat an argument.
func plainError(err error) error {
	var r redis.Error
	if err == nil || errors.Is(err, redis.Nil) || !errors.As(err, &r) {
		return err
	}
	said, _, _ := strings.Cut(r.Error(), "\n")
	for _, mark := range []string{", with args", " script:", " command: "} {
		said, _, _ = strings.Cut(said, mark)
	}
	return &serverError{said}
}
