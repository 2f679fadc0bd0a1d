package slackfake

import (
	"context"
	"fmt"
	"slices"
)

// touch announces a change of state. The caller holds the lock.
func (w *Workspace) touch() {
	w.version++
	close(w.changed)
	w.changed = make(chan struct{})
}

// Version counts changes of state.
func (w *Workspace) Version() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version
}

// Changes returns the present version and a channel that is closed at the
// next change.
func (w *Workspace) Changes() (uint64, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version, w.changed
}

// Wait returns as soon as done is true; it asks again at every change of
// state. done may call any method of the workspace and its people.
func (w *Workspace) Wait(ctx context.Context, done func() bool) error {
	for {
		_, changed := w.Changes()
		if done() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("slackfake: wait: %w", ctx.Err())
		case <-w.ctx.Done():
			return fmt.Errorf("slackfake: wait: workspace closed")
		}
	}
}

// Violations lists, oldest first, what a good app never does.
func (w *Workspace) Violations() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.violations)
}

// Refusals lists, oldest first, every Web API call that was refused, also
// those that are no violation: a stale hash, a person who has left.
func (w *Workspace) Refusals() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.refusals)
}

// violate records a violation. The caller holds the lock.
func (w *Workspace) violate(format string, a ...any) {
	s := fmt.Sprintf(format, a...)
	w.violations = append(w.violations, s)
	w.opt.Log("violation: %s", s)
	w.touch()
}

// Transcript returns the exchanges between app and Slack, oldest first, as
// many as [Options.TranscriptSize]. Tokens are left out.
func (w *Workspace) Transcript() []Exchange {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.transcript)
}

// record adds an exchange. The caller holds the lock.
func (w *Workspace) record(e Exchange) {
	if n := len(w.transcript); n > 0 {
		e.N = w.transcript[n-1].N + 1
	} else {
		e.N = 1
	}
	if n := w.opt.TranscriptSize; len(w.transcript) >= n {
		w.transcript = slices.Delete(w.transcript, 0, len(w.transcript)-n+1)
	}
	w.transcript = append(w.transcript, e)
	w.opt.Log("%d to_app=%t %s %s %s", e.N, e.ToApp, e.Method, e.Error, e.Took)
	w.touch()
}
