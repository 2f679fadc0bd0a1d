package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	if err := NewKeyFile(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info.Mode(), err)
	}
	if err := NewKeyFile(path); !errors.Is(err, fs.ErrExist) {
		t.Fatal("overwritten:", err)
	}
	a, err := LoadKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := LoadKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kid, wrapped, err := a.Wrap([]byte("secret"), []byte("here"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.Unwrap(kid, wrapped, []byte("here")); err != nil || !bytes.Equal(got, []byte("secret")) {
		t.Fatal(err)
	}
	if _, err := b.Unwrap(kid, wrapped, []byte("elsewhere")); err == nil {
		t.Fatal("opened elsewhere")
	}
	if _, err := b.Unwrap("none", wrapped, []byte("here")); !errors.Is(err, ErrUnknownKey) {
		t.Fatal(err)
	}
}

func TestKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	if err := NewKeyFile(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	one := strings.TrimSpace(strings.Trim(strings.TrimSpace(string(good)), "[]"))
	key := between(t, string(good), `"key": "`, `"`)
	for name, body := range map[string]string{
		"empty":         "",
		"no JSON":       key,
		"no key":        "[]",
		"two primaries": "[" + one + "," + strings.Replace(one, `"id": "`, `"id": "x`, 1) + "]",
		"no primary":    strings.Replace(string(good), "primary", "retired", 1),
		"state":         strings.Replace(string(good), "primary", key, 1),
		"same id":       "[" + one + "," + strings.Replace(one, "primary", "retired", 1) + "]",
		"short key":     strings.Replace(string(good), key, key[:8], 1),
		"not base64":    strings.Replace(string(good), key, key[:20]+"!", 1),
		"extra field":   strings.Replace(string(good), `"id"`, `"`+key+`": 1, "id"`, 1),
		"more behind":   string(good) + "x",
	} {
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := LoadKeyFile(path)
		if err == nil || strings.Contains(err.Error(), key[:8]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKeyFile(path); err == nil || !strings.Contains(err.Error(), "0600") {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	if _, err := LoadKeyFile(path + "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func between(t *testing.T, s, from, to string) string {
	t.Helper()
	_, s, ok := strings.Cut(s, from)
	s, _, ok2 := strings.Cut(s, to)
	if !ok || !ok2 {
		t.Fatal("no", from)
	}
	return s
}

func TestKeyringPrintsNoKey(t *testing.T) {
	t.Parallel()
	k := MemoryKeyring()
	for _, f := range []string{"%v", "%+v", "%#v", "%s"} {
		if s := fmt.Sprintf(f, k); s != "keyset of 1" {
			t.Error(s)
		}
	}
}
