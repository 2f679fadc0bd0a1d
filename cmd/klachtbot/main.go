// Command klachtbot carries out an office's complaints procedure in Slack.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // Europe/Amsterdam, also where the machine has no zone files
)

const usage = `klachtbot carries out an office's complaints procedure in Slack.

  klachtbot serve              run the bot (also without a command)
  klachtbot demo               play every role in a browser; keeps nothing
      --addr 127.0.0.1:8090    where the page listens; loopback only
      --no-open                do not open a browser
  klachtbot doctor             check what can be checked from here; changes nothing
  klachtbot keys new [FILE]    write a new keyset file (default KLACHTBOT_KEYS)
  klachtbot version            version, commit, Go version

The environment variables are described in docs/operator.md.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "klachtbot:", err)
		os.Exit(1)
	}
}

// run is main without the process around it.
func run(ctx context.Context, args []string, out, errOut io.Writer) error {
	command := "serve"
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	switch command {
	case "serve":
		return serve(ctx, errOut)
	case "demo":
		return demo(ctx, args, out)
	case "doctor":
		return doctor(ctx, args, out)
	case "keys":
		return keys(args, out)
	case "version", "--version":
		return version(out)
	case "help", "-h", "--help":
		_, err := io.WriteString(out, usage)
		return err
	}
	return fmt.Errorf("unknown command %q\n\n%s", command, usage)
}
