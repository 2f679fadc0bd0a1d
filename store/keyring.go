package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// keyBytes is the size of every secret key here: AES-256.
const keyBytes = 32

// KeyWrapper wraps small secrets under a key that never enters Redis. The key
// file is the first; a key management service can be another.
type KeyWrapper interface {
	// Wrap seals plain under the primary key and gives the id of that key.
	Wrap(plain, aad []byte) (kid string, wrapped []byte, err error)
	// Unwrap opens what Wrap sealed. ErrUnknownKey when kid is not held here.
	Unwrap(kid string, wrapped, aad []byte) ([]byte, error)
}

// ErrUnknownKey says that a secret was wrapped under a key that is not here.
var ErrUnknownKey = errors.New("store: wrapped under a key that this keyset does not hold")

// keyState tells the one key that wraps from those that only unwrap.
type keyState string

const (
	primary keyState = "primary"
	retired keyState = "retired"
)

// Keyring is a keyset in memory. It prints as nothing but its size.
type Keyring struct {
	primary string
	aeads   map[string]cipher.AEAD
}

// wrapKey is one key of the keyset file.
type wrapKey struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"` // UTC
	State   keyState  `json:"state"`
	Key     []byte    `json:"key"` // base64 in the file
}

// newWrapKey draws a key.
func newWrapKey(now time.Time) wrapKey {
	return wrapKey{ID: hex.EncodeToString(random(4)), Created: now.UTC().Truncate(time.Second), State: primary, Key: random(keyBytes)}
}

// MemoryKeyring is a keyset that dies with the process: for the demo, which
// keeps nothing.
func MemoryKeyring() *Keyring {
	k, err := newKeyring([]wrapKey{newWrapKey(time.Time{})})
	if err != nil {
		panic(err) // a key of our own making
	}
	return k
}

// newKeyring checks a keyset. Its errors hold no key material.
func newKeyring(list []wrapKey) (*Keyring, error) {
	k := &Keyring{aeads: map[string]cipher.AEAD{}}
	for i, w := range list {
		switch {
		case w.ID == "":
			return nil, fmt.Errorf("key %d has no id", i+1)
		case k.aeads[w.ID] != nil:
			return nil, fmt.Errorf("key %d has the id of an earlier key", i+1)
		case w.State != primary && w.State != retired:
			return nil, fmt.Errorf("key %d has a state other than primary or retired", i+1)
		case w.State == primary && k.primary != "":
			return nil, errors.New("more than one primary key")
		case len(w.Key) != keyBytes:
			return nil, fmt.Errorf("key %d is not %d bytes long", i+1, keyBytes)
		}
		k.aeads[w.ID] = newAEAD(w.Key)
		if w.State == primary {
			k.primary = w.ID
		}
	}
	if k.primary == "" {
		return nil, errors.New("no primary key")
	}
	return k, nil
}

// Wrap seals plain under the primary key.
func (k *Keyring) Wrap(plain, aad []byte) (string, []byte, error) {
	return k.primary, k.aeads[k.primary].Seal(nil, nil, plain, aad), nil
}

// Unwrap opens what Wrap sealed.
func (k *Keyring) Unwrap(kid string, wrapped, aad []byte) ([]byte, error) {
	aead, ok := k.aeads[kid]
	if !ok {
		return nil, ErrUnknownKey
	}
	plain, err := aead.Open(nil, nil, wrapped, aad)
	if err != nil {
		return nil, errOpen
	}
	return plain, nil
}

func (k *Keyring) String() string   { return fmt.Sprintf("keyset of %d", len(k.aeads)) }
func (k *Keyring) GoString() string { return k.String() }

// newAEAD is AES-256-GCM that draws a random nonce and puts it in front. key
// must be 32 bytes.
func newAEAD(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("store: a key of the wrong size")
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("store: AES-GCM is not available")
	}
	return aead
}

// random draws n bytes; crypto/rand never fails.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}
