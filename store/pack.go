package store

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"
)

// A complaint is text, and the entry that reports it repeats the record: packed
// before sealing it takes about half the memory. What an outsider could learn
// from the length of sealed text they could learn without packing, too.

// maxUnpacked bounds what one record or entry may unpack to, in bytes.
const maxUnpacked = 16 << 20

// deflaters are reused: a new one costs more than the work it does.
var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		panic("store: flate level")
	}
	return w
}}

// pack deflates b. It writes to memory, which does not fail.
func pack(b []byte) []byte {
	var out bytes.Buffer
	w, _ := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// unpack gives what pack was given.
func unpack(b []byte) ([]byte, error) {
	r := flate.NewReader(bytes.NewReader(b))
	plain, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
	if err != nil || len(plain) == maxUnpacked {
		return nil, errOpen
	}
	return plain, nil
}
