package bot

import "sync"

// turns lets one at a time work on a thing. The relay takes turns per person
// and case: a card that is being posted is written down before anyone looks
// which cards there are to update, and a card that is retired is not revived.
type turns struct {
	mu  sync.Mutex
	all map[string]*turn
}

type turn struct {
	sync.Mutex
	waiting int
}

// take waits for the turn; the function that it gives passes it on.
func (t *turns) take(thing string) (pass func()) {
	t.mu.Lock()
	if t.all == nil {
		t.all = map[string]*turn{}
	}
	one := t.all[thing]
	if one == nil {
		one = &turn{}
		t.all[thing] = one
	}
	one.waiting++
	t.mu.Unlock()
	one.Lock()
	return func() {
		one.Unlock()
		t.mu.Lock()
		defer t.mu.Unlock()
		if one.waiting--; one.waiting == 0 {
			delete(t.all, thing)
		}
	}
}
