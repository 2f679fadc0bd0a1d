package main

import (
	"fmt"
	"io"
	"runtime/debug"
)

// release is set by the build: -ldflags "-X main.release=v1.0.0".
var release = "development"

func version(out io.Writer) error {
	commit, goVersion := "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	_, err := fmt.Fprintf(out, "klachtbot %s, commit %s, %s\n", release, commit, goVersion)
	return err
}
