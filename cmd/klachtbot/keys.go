package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"klachtbot/store"
)

// keys new writes a keyset file; it never overwrites one.
func keys(args []string, out io.Writer) error {
	if len(args) == 0 || args[0] != "new" || len(args) > 2 {
		return errors.New("usage: klachtbot keys new [FILE]")
	}
	path := os.Getenv("KLACHTBOT_KEYS")
	if len(args) == 2 {
		path = args[1]
	}
	if path == "" {
		return errors.New("no file named: give one, or set KLACHTBOT_KEYS")
	}
	if err := store.NewKeyFile(path); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "A new keyset is in %s.\nKeep a copy in a safe place, apart from the backups of Redis: without it nothing can be read, by anyone.\n", path)
	return err
}
