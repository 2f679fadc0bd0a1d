package complaint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sight says by hand what each persona sees: the number, the status with its
// dates, the names for the statement of independence, the content, of it only
// the part, their own input, the classes, the log. "yes,-" differs per state:
// gemeld, then afterwards.
const sight = `
                                       | number status names content part own    classes log
melder                                 | yes    yes    -     -       -    yes,-  -       -
employee                               | yes    yes    -     yes     -    -      -       -
employee who has seen it               | yes    yes    -     yes     -    -      -       -
employee with a part                   | yes    yes    -     yes     yes  -      -       -
melder who is concerned                | yes    yes    -     yes     -    yes,-  -       -
manager who is concerned               | yes    yes    -     yes     -    -      -       -
officer                                | yes    yes    yes   -       -    -      -       -
independent officer                    | yes    yes    yes   yes     -    yes    yes     yes
independent deputy                     | yes    yes    yes   yes     -    yes    yes     yes
officer after a deputy's statement     | yes    yes    yes   -       -    -      -       -
officer who is melder                  | yes    yes    yes   -       -    yes,-  -       -
manager                                | yes    yes    -     -       -    -      -       -
manager, nobody left                   | yes    yes    -     -       -    -      -       -
manager who is melder                  | yes    yes    -     -       -    yes,-  -       -
manager who may be concerned           | -      -      -     -       -    -      -       -
officer who stood back                 | yes    -      -     -       -    -      -       -
melder who stood back as officer       | yes    -      -     -       -    -      -       -
officer who was never asked            | yes    -      -     -       -    -      -       -
officer appointed later                | yes    -      -     -       -    -      -       -
officer appointed later, who is melder | yes    yes    -     -       -    yes,-  -       -
manager appointed officer by mistake, who may be concerned | yes - - - - - - -
officer before the settings changed    | yes    yes    yes   yes     -    yes    yes     yes
officer concerned                      | yes    -      -     -       -    -      -       -
deputy concerned                       | yes    -      -     -       -    -      -       -
officer in name, yet concerned         | yes    -      -     -       -    -      -       -
officer in name, yet stood back        | yes    -      -     -       -    -      -       -
deputy who waits                       | -      -      -     -       -    -      -       -
employee who may be concerned          | -      -      -     -       -    -      -       -
stranger                               | -      -      -     -       -    -      -       -
nobody                                 | -      -      -     -       -    -      -       -
nobody, and nobody left                | -      -      -     -       -    -      -       -`

// "Geheimhouding dient onder alle omstandigheden te zijn gewaarborgd" (P4).
func TestP4Sight(t *testing.T) {
	_, cells := grid(t, sight)
	if len(cells) != len(personas()) {
		t.Fatalf("%d rows for %d personas", len(cells), len(personas()))
	}
	for _, p := range personas() {
		for _, state := range States() {
			see := func(i int) bool {
				first, later, differs := strings.Cut(cells[p.name][i], ",")
				if differs && state != Reported {
					first = later
				}
				return first == "yes"
			}
			want := Sight{see(0), see(1), see(2), see(3), see(4), see(5), see(6), see(7)}
			c, s := p.in(t, state)
			if got := See(c, p.id, s); got != want {
				t.Errorf("%s in %s:\n got %+v\nwant %+v", p.name, state, got, want)
			} else if got.Shielded() != (want.Exists && !want.Status) {
				t.Errorf("%s in %s: shielded %v", p.name, state, got.Shielded())
			}
		}
	}
}

// Whatever the case: content only for a betrokken medewerker or an officer who
// stated independence.
func TestP4NeverContentForAnybodyElse(t *testing.T) {
	for _, p := range personas() {
		for _, state := range States() {
			c, s := p.in(t, state)
			v := See(c, p.id, s)
			concerned := slices.Contains(p.roles, InvolvedEmployee)
			stated := slices.Contains(p.roles, Officer) && c.Independence.By.ID == p.id
			if v.Content && !concerned && !stated {
				t.Errorf("%s in %s sees content", p.name, state)
			}
			if (v.Log || v.Classes) && !stated {
				t.Errorf("%s in %s sees classes or log", p.name, state)
			}
			if v.OwnInput && !stated && (c.Reporter.ID != p.id || state != Reported) {
				t.Errorf("%s in %s sees what the melder typed", p.name, state)
			}
		}
	}
}

// Not found and not yours look the same, to the letter.
func TestP4NotFoundEqualsNotYours(t *testing.T) {
	c, s := gemeld(t), office()
	for _, a := range Actions() {
		for _, other := range []UserID{stranger, dirk, waarnemer, ""} {
			notYours, notThere := Allow(c, a.Verb, other, s), Allow(Complaint{}, a.Verb, other, Settings{})
			if !errors.Is(notYours, ErrNotFound) || !errors.Is(notThere, ErrNotFound) || notYours.Error() != notThere.Error() {
				t.Errorf("%s by %q: not yours %q, not there %q", a.Verb, other, notYours, notThere)
			}
		}
	}
}

// What a store hands out holds no more than the access rule says, and everyone
// stays who they are in it.
func TestP4StripOfEachPersona(t *testing.T) {
	for _, p := range personas() {
		for _, state := range States() {
			t.Run(fmt.Sprintf("%s in %s", p.name, state), func(t *testing.T) { stripped(t, p, state) })
		}
	}
}

func stripped(t *testing.T, p persona, state State) {
	c, s := p.in(t, state)
	c.ExternalRef, c.Words, c.MoreWords, c.Wish, c.Done = NewText("m-ref"), NewText("m-words"), NewText("m-more"), NewText("m-wish"), NewText("m-done")
	c.Complainant = Complainant{Client: NewText("m-client"), Representative: NewText("m-rep"), Contact: NewText("m-contact")}
	before, v := roomy(c), See(c, p.id, s)
	d := c.Strip(v, p.id)
	if diff := cmp.Diff(before, roomy(c)); diff != "" {
		t.Fatalf("stripping changed the case itself:\n%s", diff)
	}
	if !v.Exists {
		if !cmp.Equal(d, Complaint{}) {
			t.Error("something is left for who may not know of it")
		}
		return
	}
	var all strings.Builder
	for _, f := range Fields(d) {
		fmt.Fprintln(&all, f.Name, f.Value.Reveal())
	}
	has := func(word string) bool { return strings.Contains(all.String(), word) }
	for _, word := range []string{"m-words", "m-more", "m-wish", "m-done"} {
		if want := v.OwnInput || v.Content && !v.Part; has(word) != want {
			t.Errorf("%s shown: %v", word, has(word))
		}
	}
	for _, word := range []string{"m-ref", "m-client", "m-rep", "m-contact"} {
		if want := v.OwnInput || v.Content; has(word) != want {
			t.Errorf("%s shown: %v", word, has(word))
		}
	}
	if !v.Names && !v.Content && !v.OwnInput {
		for _, other := range []UserID{bram, cato, dirk} {
			if other != p.id && has(string(other)) {
				t.Errorf("%s is named", other)
			}
		}
	}
	if got, want := RolesOf(d, p.id, s), RolesOf(c, p.id, s); !slices.Equal(got, want) {
		t.Errorf("roles %v, were %v", got, want)
	}
}
