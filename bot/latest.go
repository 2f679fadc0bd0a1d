package bot

import "sync"

// latest knows the newest click per modal. Two quick clicks carry the same hash,
// so the update for the second finds a view that has moved on; it must still
// win, or the form shows the fields of a choice that is no longer made. An
// update for an older click, or for a form that was submitted since, is
// dropped.
type latest struct {
	mu       sync.Mutex
	now, old map[string]string // view id to action_ts
}

const (
	submitted = "~" // later than every action_ts
	maxViews  = 1024
)

// note remembers that something happened in a view.
func (l *latest) note(view, ts string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.now) >= maxViews || l.now == nil {
		l.now, l.old = map[string]string{}, l.now
	}
	l.now[view] = max(l.now[view], l.old[view], ts)
}

// is reports whether nothing happened in the view after ts.
func (l *latest) is(view, ts string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(l.now[view], l.old[view]) <= ts
}
