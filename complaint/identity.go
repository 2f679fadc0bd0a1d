package complaint

import (
	"fmt"
	"strconv"
	"strings"
)

// ID identifies a complaint for ever. It is opaque, drawn when the form opens,
// and says nothing: not the number, not the year.
type ID string

// UserID is a person's Slack user id. It counts as a name: it is never logged
// and rests in Redis only sealed or as an HMAC.
type UserID string

// Person is someone with the name they had at that moment: people leave, and
// the dossier must still say who it was.
type Person struct {
	ID   UserID
	Name Text
}

// Number is the klachtnummer, K-2026-0007: the year in which the report is
// stored (Europe/Amsterdam) and a sequence without gaps that is never reused
// ("Registratie en classificatie", sentence 1: "Alle klachten worden
// geregistreerd"). The store issues it. The zero value is "not issued yet".
type Number struct{ Year, Seq int }

func (n Number) String() string {
	if n == (Number{}) {
		return ""
	}
	return fmt.Sprintf("K-%d-%04d", n.Year, n.Seq)
}

// ParseNumber reads K-2026-0007, forgiving case and surrounding space.
func ParseNumber(s string) (Number, error) {
	parts := strings.Split(strings.ToUpper(strings.TrimSpace(s)), "-")
	if len(parts) != 3 || parts[0] != "K" || len(parts[1]) != 4 || len(parts[2]) < 4 {
		return Number{}, ErrNotFound
	}
	year, err := digits(parts[1])
	if err != nil {
		return Number{}, ErrNotFound
	}
	seq, err := digits(parts[2])
	if err != nil || seq == 0 {
		return Number{}, ErrNotFound
	}
	n := Number{year, seq}
	if n.String() != strings.Join(parts, "-") {
		return Number{}, ErrNotFound
	}
	return n, nil
}

// digits reads an unsigned decimal number; strconv.Atoi also takes a sign.
func digits(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	return int(n), err
}
