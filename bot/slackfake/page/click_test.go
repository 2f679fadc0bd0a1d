package page

import (
	"testing"

	"github.com/slack-go/slack"
)

const (
	escape = "\u001b"
	enter  = "\r"
	tab    = "\t"
	what   = `[data-block="order.what"] textarea`
)

// TestInBrowser clicks and types through the page in a real browser.
func TestInBrowser(t *testing.T) {
	t.Parallel()
	l := newLunch(t)
	b := newBrowser(t, l.serve())
	b.dress(1440, 900, "light")
	b.open("/")
	b.shot("start")
	b.orderAndErr(l)
	b.elsewhereAndBack()
	b.submitAndCancel(l)
	b.homeAndClock()
	b.small()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.complaints) > 0 {
		t.Errorf("the browser complains: %q", b.complaints)
	}
}

// orderAndErr opens the form by keyboard and fills it in, while the world moves.
func (b *browser) orderAndErr(l *lunch) {
	b.t.Helper()
	b.click("#say")
	b.keys("/lu")
	b.until(`!document.querySelector('#commands').hidden`)
	b.want(`document.querySelector('#say').getAttribute('aria-activedescendant')`, "command-0")
	b.shot("commands")
	b.keys(tab)
	b.want(`document.querySelector('#say').value`, "/lunch ")
	b.keys(enter)
	b.until(`document.querySelector('#modal')`)
	b.want(`document.activeElement.matches('`+what+`')`, "true")
	b.want(`document.querySelector('main').inert`, "true")
	b.keys("zwaan")
	b.want(`document.querySelector('[data-count]').textContent`, "5 van 60 tekens")
	// A message comes in while someone types.
	_, _, err := l.api.PostMessageContext(b.t.Context(), anna, slack.MsgOptionText("Intussen", false))
	l.check(nil, err)
	b.until(`document.querySelector('.log').textContent.includes('Intussen')`)
	b.keys("tje")
	b.want(`document.activeElement.value`, "zwaantje")
	// A choice redraws the form: the text stays, and so does the focus.
	b.click(`[data-block="order.size"] input[value=s]`)
	b.until(`document.querySelector('[data-block="order.why"]')`)
	b.want(`document.activeElement.value`, "s")
	b.want(`document.querySelector('`+what+`').value`, "zwaantje")
	b.click(`[data-block="order.with"] [data-filter]`)
	b.keys("gi")
	b.want(`[...document.querySelectorAll('[data-block="order.with"] .option')].filter(n => !n.hidden).length`, "1")
	b.click(`[data-option=` + gita + `]`)
	b.want(`document.querySelector('[data-chosen]').textContent`, "Gekozen: Gita Smit")
	b.click("#modal-submit")
	b.until(`document.querySelector('.error')`)
	b.until(`document.activeElement.matches('` + what + `')`)
	b.want(`document.getElementById(document.activeElement.getAttribute('aria-describedby').split(' ').find(id => id.endsWith('-error'))).textContent`, "Dat staat niet op de kaart.")
	b.shot("errors")
	b.dress(1440, 900, "dark")
	b.shot("errors-dark")
	b.dress(1440, 900, "light")
}

// elsewhereAndBack: other people, another window, and the keyboard's limits.
func (b *browser) elsewhereAndBack() {
	b.t.Helper()
	b.keys(" met mosterd")
	b.click(`[data-person=` + bob + `]`)
	b.until(`document.body.dataset.page === '/p/` + bob + `/dm'`)
	b.want(`document.querySelector('#modal') === null && !document.querySelector('main').inert`, "true")
	b.click(`[data-person=` + anna + `]`)
	b.until(`document.querySelector('` + what + `')`)
	b.want(`document.querySelector('`+what+`').value`, "zwaantje met mosterd")
	b.click(`#modal [data-action="order.menu"]`)
	b.until(`document.querySelector('#modal-title').textContent === 'De kaart'`)
	b.until(`document.activeElement.id === 'modal-title'`)
	b.shot("pushed")
	b.keys(escape)
	b.until(`document.querySelector('#modal-title').textContent === 'Lunch bestellen'`)
	b.until(`document.activeElement.dataset.action === 'order.menu'`)
	b.want(`document.querySelector('`+what+`').value`, "zwaantje met mosterd")
	b.js(`document.querySelector('#modal-submit').focus()`)
	b.keys(tab)
	b.want(`document.querySelector('#modal').contains(document.activeElement)`, "true")
	b.want(`document.activeElement.id`, "modal-clear")
}

func (b *browser) submitAndCancel(l *lunch) {
	b.t.Helper()
	b.js(`document.querySelector('` + what + `').select()`)
	b.js(`document.querySelector('` + what + `').focus()`)
	b.keys("Soep met brood")
	b.click("#modal-submit")
	b.until(`!document.querySelector('#modal')`)
	b.until(`document.querySelector('[data-action="card.cancel"]')`)
	b.until(`document.querySelector('main').contains(document.activeElement)`)
	b.shot("card")
	b.click(`[data-action="card.cancel"]`)
	b.until(`document.activeElement.id === 'confirm-no'`)
	b.shot("confirm")
	b.keys(escape)
	b.until(`!document.querySelector('#confirm')`)
	b.until(`document.activeElement.dataset.action === 'card.cancel'`)
	b.click(`[data-action="card.cancel"]`)
	b.click(`#confirm-yes`)
	b.until(`document.querySelector('.edited')`)
	if n := l.count("card.cancel=7"); n != 1 {
		b.t.Errorf("the app heard of %d clicks", n)
	}
}

func (b *browser) homeAndClock() {
	b.t.Helper()
	b.click(`[data-conversation=home]`)
	b.until(`document.querySelector('.home')`)
	b.want(`location.pathname`, "/p/"+anna+"/home")
	b.shot("home")
	b.click(`#clock-7`)
	b.until(`document.querySelector('[data-clock]').textContent.startsWith('maandag 30 november 2026')`)
	b.js(`history.back()`)
	b.until(`document.body.dataset.page === '/p/` + anna + `/dm'`)
	b.click(`.transcript li summary`)
	b.until(`document.querySelector('.transcript pre').textContent.includes('"')`)
}

// small looks at the page on a phone: nothing sticks out at the side.
func (b *browser) small() {
	b.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		b.dress(390, 844, scheme)
		b.open("/p/" + anna + "/dm")
		b.want(`document.documentElement.scrollWidth`, "390")
		b.shot("phone-" + scheme)
		b.keys(tab)
		b.want(`document.activeElement.className`, "skip")
		b.click(`[data-person=` + bob + `]`)
		b.until(`document.body.dataset.page === '/p/` + bob + `/dm'`)
		b.click("#say")
		b.keys("/lunch" + enter)
		b.until(`document.querySelector('#modal')`)
		b.want(`document.querySelector('#modal form').clientWidth`, "390")
		b.want(`document.documentElement.scrollWidth`, "390")
		b.shot("phone-form-" + scheme)
		b.keys(escape)
		b.until(`!document.querySelector('#modal')`)
		b.until(`document.activeElement.id === 'say'`)
	}
}
