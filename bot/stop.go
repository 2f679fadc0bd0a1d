package bot

import (
	"context"

	"github.com/go-co-op/gocron/v2"
)

// stop ends everything that Run began, within stopIn.
func (b *Bot) stop(work context.Context, kill context.CancelFunc, in transport, jobs gocron.Scheduler) {
	b.ending.Store(true)
	in.halt()
	b.relay.stop()
	ctx, cancel := context.WithTimeout(work, drainIn)
	defer cancel()
	finished := b.pool.stop(ctx)
	if err := jobs.Shutdown(); err != nil {
		b.cfg.Log.Warn("tick not finished", "op", "stop", "err_kind", errKind(err))
	}
	told := b.relay.quit(ctx)
	if !finished || !told {
		b.cfg.Log.Error("work was cut off", "op", "stop")
	}
	in.close(ctx)
	kill() // what is still under way gives up now
	last, cancel := context.WithTimeout(context.WithoutCancel(work), stopIn-drainIn)
	defer cancel()
	b.pool.stop(last)
	b.relay.quit(last)
	b.web.idle()
}
