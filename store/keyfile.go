package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// NewKeyFile writes a keyset with one new key to path, mode 0600, and flushes
// it to disk. It never overwrites: fs.ErrExist when the file is there.
func NewKeyFile(path string) error {
	body, err := json.MarshalIndent([]wrapKey{newWrapKey(time.Now())}, "", "  ")
	if err != nil {
		return errors.New("store: encode keyset")
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("store: new key file: %w", err)
	}
	_, err = f.Write(append(body, '\n'))
	err = errors.Join(err, f.Sync(), f.Close(), syncDir(filepath.Dir(path)))
	if err != nil {
		return fmt.Errorf("store: new key file: %w", err)
	}
	return nil
}

// syncDir makes the name of a new file survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// LoadKeyFile reads a keyset. It refuses a file that group or others can read
// and content that is not a keyset; no message repeats what the file holds.
func LoadKeyFile(path string) (*Keyring, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("store: key file: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("store: key file: %w", err)
	}
	if info.Mode()&fs.ModeType != 0 {
		return nil, fmt.Errorf("store: key file %s: not a regular file", path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("store: key file %s: mode %#o lets others in; expected 0600 (chmod 600)", path, info.Mode().Perm())
	}
	k, err := readKeyset(f)
	if err != nil {
		return nil, fmt.Errorf("store: key file %s: %w", path, err)
	}
	return k, nil
}

// errNotKeyset stands for every decoding error: those of encoding/json can
// quote the input.
var errNotKeyset = errors.New("not a keyset; expected the JSON list that `klachtbot keys new` writes")

func readKeyset(r io.Reader) (*Keyring, error) {
	body, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, errNotKeyset
	}
	var list []wrapKey
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if d.Decode(&list) != nil || d.Decode(&struct{}{}) != io.EOF {
		return nil, errNotKeyset
	}
	return newKeyring(list)
}
