package store

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

func TestPackRoundTrips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "b")
		got, err := unpack(pack(b))
		if err != nil || !bytes.Equal(got, b) {
			t.Fatal(err)
		}
	})
	if _, err := unpack([]byte("not packed")); err == nil {
		t.Fatal("unpacked what was not packed")
	}
	if _, err := unpack(pack(make([]byte, maxUnpacked))); err == nil {
		t.Fatal("unpacked more than the bound")
	}
}
