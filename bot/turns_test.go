package bot

import (
	"sync"
	"testing"
)

func TestTurns(t *testing.T) {
	t.Parallel()
	var all turns
	var wg sync.WaitGroup
	inside, most := 0, 0
	for range 50 {
		wg.Go(func() {
			defer all.take("one")()
			inside++ // the race detector objects when two are inside
			most = max(most, inside)
			inside--
		})
	}
	wg.Wait()
	if most != 1 {
		t.Errorf("%d at once", most)
	}
	pass := all.take("one")
	all.take("another")() // does not wait for the first
	pass()
	if len(all.all) != 0 {
		t.Errorf("%d turns are kept for ever", len(all.all))
	}
}
