package bot

import (
	"context"
	"sync"
)

// pool owns every goroutine that a request starts: it bounds them and waits
// for them.
type pool struct {
	mu     sync.Mutex
	closed bool
	busy   int
	size   int
	failed func(v any) // told of a panic that nobody else caught
	wg     sync.WaitGroup
}

type admission int

const (
	admitted admission = iota
	full
	stopping
)

// try runs fn unless the pool is full or stopping. It never blocks.
func (p *pool) try(fn func()) admission {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return stopping
	case p.busy >= p.size:
		return full
	}
	p.busy++
	p.wg.Add(1)
	go func() {
		defer func() {
			p.mu.Lock()
			p.busy--
			p.mu.Unlock()
			p.wg.Done()
		}()
		p.guard(fn)
	}()
	return admitted
}

// aside runs fn outside the bound, for what has a short deadline of its own;
// false when the pool is stopping.
func (p *pool) aside(fn func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.wg.Go(func() { p.guard(fn) })
	}
	return !p.closed
}

// guard keeps a panic that nobody caught from ending the process.
func (p *pool) guard(fn func()) {
	defer func() {
		if v := recover(); v != nil {
			p.failed(v)
		}
	}()
	fn()
}

// fork runs fn for a worker that is running: it is waited for also when the
// pool is stopping.
func (p *pool) fork(fn func()) { p.wg.Go(fn) }

// stop admits nothing more and waits; false when ctx ended first.
func (p *pool) stop(ctx context.Context) bool {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	return finished(ctx, &p.wg)
}

// finished waits for all of wg; false when ctx ended first.
func finished(ctx context.Context, wg *sync.WaitGroup) bool {
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-ctx.Done():
		return false
	}
}
