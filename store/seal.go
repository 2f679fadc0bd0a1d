package store

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"

	"klachtbot/complaint"
)

// schema is the version of the layout in Redis, and part of everything that is
// sealed. A register with a newer one is refused.
const schema = 1

// errOpen says that sealed data does not open: another key, another place, or
// tampered with. It says no more on purpose.
var errOpen = errors.New("store: sealed data does not open")

// secrets are the keys of one register, all derived from one root.
type secrets struct {
	register     string
	index, audit []byte
	check        string      // key check value
	tenant       cipher.AEAD // notices, cards, settings, access log, rows
}

// deriveSecrets makes the keys from the root secret of the register.
func deriveSecrets(register string, root []byte) secrets {
	key := func(label string) []byte {
		k, err := hkdf.Key(sha256.New, root, []byte(register), "klachtbot/"+label, keyBytes)
		if err != nil {
			panic("store: HKDF is not available")
		}
		return k
	}
	return secrets{
		register: register, index: key("index"), audit: key("audit"),
		check: hex.EncodeToString(key("check")[:8]), tenant: newAEAD(key("tenant")),
	}
}

// aad says what sealed bytes are and where they belong: moved elsewhere they do
// not open. It never holds the case number, which the script issues later.
func aad(register, id, field, version string) []byte {
	return []byte("klachtbot|" + strconv.Itoa(schema) + "|" + register + "|" + id + "|" + field + "|" + version)
}

// sealRow seals a row of the register itself, such as a notice or the settings.
func (s secrets) sealRow(kind, place string, plain []byte) []byte {
	return s.tenant.Seal(nil, nil, plain, aad(s.register, place, kind, ""))
}

// openRow opens what sealRow sealed for the same kind and place.
func (s secrets) openRow(kind, place string, sealed []byte) ([]byte, error) {
	plain, err := s.tenant.Open(nil, nil, sealed, aad(s.register, place, kind, ""))
	if err != nil {
		return nil, errOpen
	}
	return plain, nil
}

// hash is a keyed hash, n bytes in hex, for names of keys and index members.
func (s secrets) hash(kind, v string, n int) string {
	m := hmac.New(sha256.New, s.index)
	m.Write([]byte(kind + "|" + v))
	return hex.EncodeToString(m.Sum(nil)[:n])
}

// person stands for a user id in Redis; "-" is nobody.
func (s secrets) person(p complaint.UserID) string {
	if p == "" {
		return "-"
	}
	return s.hash("person", string(p), 8)
}

// link is h_n of the chain: HMAC(audit, h_{n-1} | id | n | SHA-256(sealed)).
func (s secrets) link(head []byte, id complaint.ID, n int, sealed []byte) []byte {
	m := hmac.New(sha256.New, s.audit)
	sum := sha256.Sum256(sealed)
	m.Write(head)
	m.Write([]byte("|" + string(id) + "|" + strconv.Itoa(n) + "|"))
	m.Write(sum[:])
	return m.Sum(nil)
}

// dossierKey is the data key of one complaint: destroying its wrapped form
// makes record and entries unreadable for ever.
type dossierKey struct {
	register string
	id       complaint.ID
	aead     cipher.AEAD
	kid      string
	wrapped  []byte
}

// newDossierKey draws a data key and wraps it.
func newDossierKey(register string, id complaint.ID, w KeyWrapper) (dossierKey, error) {
	dek := random(keyBytes)
	kid, wrapped, err := w.Wrap(dek, aad(register, string(id), "dek", ""))
	if err != nil {
		return dossierKey{}, err
	}
	return dossierKey{register, id, newAEAD(dek), kid, wrapped}, nil
}

// openDossierKey unwraps the data key of a complaint.
func openDossierKey(register string, id complaint.ID, w KeyWrapper, kid string, wrapped []byte) (dossierKey, error) {
	dek, err := w.Unwrap(kid, wrapped, aad(register, string(id), "dek", ""))
	if err != nil {
		return dossierKey{}, err
	}
	if len(dek) != keyBytes {
		return dossierKey{}, errOpen
	}
	return dossierKey{register, id, newAEAD(dek), kid, wrapped}, nil
}

// The fields that a dossier key seals; the version is the revision.
const (
	fieldRecord = "record"
	fieldEntry  = "entry"
)

func (k dossierKey) seal(field string, revision int, plain []byte) []byte {
	return k.aead.Seal(nil, nil, pack(plain), aad(k.register, string(k.id), field, strconv.Itoa(revision)))
}

func (k dossierKey) open(field string, revision int, sealed []byte) ([]byte, error) {
	packed, err := k.aead.Open(nil, nil, sealed, aad(k.register, string(k.id), field, strconv.Itoa(revision)))
	if err != nil {
		return nil, errOpen
	}
	return unpack(packed)
}
