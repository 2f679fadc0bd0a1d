// The page works without this file: every action is a form. With it, forms are
// sent in the background and the page that comes back is merged into this one,
// so that typing, focus and scroll position stay as they are.
(() => {
  'use strict';
  const $ = (q, in_ = document) => in_.querySelector(q);
  const $$ = (q, in_ = document) => [...in_.querySelectorAll(q)];
  const narrow = matchMedia('(max-width: 1179px)');
  const root = document.documentElement;
  root.classList.add('js');

  // One thing at a time: an answer never overtakes a later one.
  let chain = Promise.resolve(), looking = false, busy = 0;
  const queue = job => {
    busy++;
    const slow = setTimeout(() => root.classList.add('busy'), 250);
    chain = chain.then(job).catch(() => announce('De demo is niet bereikbaar.')).finally(() => {
      clearTimeout(slow);
      if (--busy === 0) root.classList.remove('busy');
    });
    return chain;
  };
  async function ask(url, body, comesIn) {
    const res = await fetch(url, {method: body ? 'POST' : 'GET', body, headers: comesIn ? {} : {'X-Page': 'refresh'}});
    const doc = new DOMParser().parseFromString(await res.text(), 'text/html');
    const to = new URL(res.url).pathname;
    // Someone went elsewhere meanwhile: their page comes from its own request.
    if (!res.ok || !doc.body.dataset.page || !comesIn && to !== location.pathname) return;
    merge(doc);
    if (comesIn !== 'back' && to !== location.pathname) history.pushState(null, '', to);
    document.title = doc.title;
  }
  const visit = (url, how = true) => { flush(); return queue(() => ask(url, null, how)); };
  const look = () => {
    if (looking) return;
    looking = true;
    queue(() => { looking = false; return ask(location.pathname, null, false); });
  };
  function post(form, button, extra) {
    const data = new URLSearchParams(new FormData(form, button)), to = form.action, goes = form.hasAttribute('data-navigate');
    for (const [k, v] of Object.entries(extra || {})) data.set(k, v);
    return queue(() => ask(to, data, goes));
  }

  // Merging: nodes that stay the same node keep what was typed in them.
  const key = n => n.nodeType === 1 ? n.dataset.key || n.id || '' : '';
  const alike = (a, b) => a.nodeName === b.nodeName && key(a) === key(b);
  const drop = n => { const next = n.nextSibling; n.remove(); return next; };
  const dirty = n => n.type === 'checkbox' || n.type === 'radio' ? n.checked !== n.defaultChecked
    : n.nodeName === 'SELECT' ? n.value !== ($('option[selected]', n) || n.options[0] || {}).value
    : n.value !== n.defaultValue;
  function children(from, to) {
    const stay = new Set([...to.childNodes].map(key).filter(Boolean));
    let at = from.firstChild;
    for (const next of [...to.childNodes]) {
      while (at && key(at) && !stay.has(key(at)) && !alike(at, next)) at = drop(at);
      let found = at && alike(at, next) ? at : null;
      if (!found && key(next)) {
        for (found = at; found && !alike(found, next);) found = found.nextSibling;
        while (found && at !== found && !stay.has(key(at))) at = drop(at);
        if (found && at !== found) from.insertBefore(found, at);
      }
      if (!found) { from.insertBefore(document.importNode(next, true), at); continue; }
      node(found, next);
      if (at === found) at = at.nextSibling;
    }
    while (at) at = drop(at);
  }
  function node(from, to) {
    if (from.nodeType !== 1) { if (from.data !== to.data) from.data = to.data; return; }
    if (from.hasAttribute('data-still')) return;
    const field = /^(INPUT|TEXTAREA|SELECT)$/.test(from.nodeName) && from.type !== 'hidden';
    const typed = field && dirty(from), value = from.value, checked = from.checked;
    const mine = name => name === 'open' && from.nodeName === 'DETAILS';
    for (const a of [...from.attributes]) if (!to.hasAttribute(a.name) && !mine(a.name)) from.removeAttribute(a.name);
    for (const a of to.attributes) if (from.getAttribute(a.name) !== a.value && !mine(a.name)) from.setAttribute(a.name, a.value);
    children(from, to);
    if (!field) return;
    if (from.type === 'checkbox' || from.type === 'radio') from.checked = typed ? checked : to.defaultChecked;
    else if (typed) { if (from.value !== value) from.value = value; }
    else if (from.value !== to.value) from.value = to.value;
  }
  const openers = new Map();
  function merge(doc) {
    const dialogs = $$('dialog').map(key), focus = document.activeElement;
    const box = $('[data-scroll]'), end = box && box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    const boxKey = box && key(box), last = lastMessage(), page = document.body.dataset.page;
    node(document.body, doc.body);
    const now = $('[data-scroll]');
    if (now && key(now) !== boxKey) arrive();
    else if (now && end && last !== lastMessage()) now.scrollTop = now.scrollHeight;
    if (page !== document.body.dataset.page) showPerson();
    dress();
    const shown = $$('dialog');
    // A window that was under another one, or waited for its person, comes back;
    // any other one is entered. Whoever switched people stays with the people.
    const moved = page !== document.body.dataset.page, lost = () => document.activeElement === document.body;
    const fresh = shown.filter(d => !dialogs.includes(key(d)) && !openers.has(key(d)));
    for (const d of fresh) { openers.set(key(d), focus && focus.id); if (!moved || lost()) enter(d); }
    const gone = dialogs.filter(k => !shown.some(d => key(d) === k));
    const top = shown.at(-1);
    if (lost() && (gone.length || focus !== document.body)) {
      const back = gone.map(k => document.getElementById(openers.get(k) || '')).find(n => n && !n.closest('[inert]'));
      if (back) back.focus(); else if (top) enter(top); else $('#main').focus();
    } else if (top && document.activeElement === $('h2', top) && first(top) !== document.activeElement) enter(top); // it was loading
    if (!moved && !fresh.some(d => d.dataset.depth > 1)) gone.forEach(k => openers.delete(k));
  }
  // Whoever comes in starts at what is new, else at the end.
  function arrive() {
    const at = $('[data-scroll]'), fresh = at && $('.new', at);
    if (at) at.scrollTop = fresh ? at.scrollTop + fresh.getBoundingClientRect().top - at.getBoundingClientRect().top - 60 : at.scrollHeight;
  }
  function showPerson() {
    for (const n of $$('.people [aria-current], .places [aria-current]')) {
      const strip = n.closest('ul');
      if (strip.scrollWidth > strip.clientWidth) strip.scrollLeft = n.offsetLeft - (strip.clientWidth - n.offsetWidth) / 2;
    }
  }
  const lastMessage = () => ($('.log > li:last-child') || {dataset: {}}).dataset.key;

  // Dialogs: the focus goes in, stays in, and goes back.
  const usable = d => $$('button, input, select, textarea, a[href], summary, [tabindex="0"]', d)
    .filter(n => !n.disabled && n.tabIndex >= 0 && n.type !== 'hidden' && n.getClientRects().length);
  const first = d => $('[autofocus]', d) || $('#confirm-no', d) || $('.block.input input:not([type=hidden]), .block.input textarea, .block.input select', d) || $('h2', d);
  function enter(d) { first(d).focus(); announce('Venster: ' + $('h2', d).textContent); }
  function announce(text) { const p = $('#announce'); p.textContent = ''; setTimeout(() => { p.textContent = text; }, 50); }

  // What merging cannot know: counters, filters, drafts.
  function dress() {
    for (const c of $$('[data-count]')) {
      const field = document.getElementById(c.dataset.count), n = [...field.value].length, most = +c.dataset.limit;
      c.textContent = `${n} van ${most} tekens`;
      c.classList.toggle('over', n > most);
    }
    for (const s of $$('[data-search]')) {
      const q = $('[data-filter]', s).value.trim().toLowerCase();
      const names = [];
      for (const o of $$('.option', s)) {
        const name = o.textContent.trim();
        o.hidden = q && !name.toLowerCase().includes(q) && !$('input', o).checked;
        if ($('input', o).checked) names.push($('span', o).firstChild.textContent);
      }
      const said = names.length ? 'Gekozen: ' + names.join(', ') : 'Nog niemand gekozen';
      if ($('[data-chosen]', s).textContent !== said) $('[data-chosen]', s).textContent = said;
    }
    const say = $('#say');
    if (say && !say.value && drafts.get(say.dataset.draft)) say.value = drafts.get(say.dataset.draft);
  }
  const drafts = new Map();

  // What was typed in a form goes along before anything else happens.
  let waiting = 0;
  function flush() {
    clearTimeout(waiting);
    const form = waiting && $('#modal-form');
    waiting = 0;
    if (!form) return;
    const data = new URLSearchParams(new FormData(form)), to = form.action.replace(/modal$/, 'draft');
    queue(() => ask(to, data, false));
  }
  function later() { clearTimeout(waiting); waiting = setTimeout(flush, 600); }

  document.addEventListener('submit', e => {
    e.preventDefault();
    const form = e.target, button = e.submitter;
    if (form.dataset.sending) return;
    clearTimeout(waiting); waiting = 0;
    form.dataset.sending = 'yes';
    if (button) button.setAttribute('aria-busy', 'true');
    $$('details.more, details.plus').forEach(d => { d.open = false; });
    const say = $('#say', form);
    const sent = post(form, button);
    if (say) { say.value = ''; drafts.delete(say.dataset.draft); suggest(); }
    sent.then(() => {
      delete form.dataset.sending;
      if (button) button.removeAttribute('aria-busy');
      const wrong = form.id === 'modal-form' && button && button.value === 'submit' && $('#modal [aria-invalid=true], #modal .wrong input:not([type=hidden])');
      if (!wrong) return;
      wrong.focus();
      wrong.closest('.field').scrollIntoView({block: 'center'});
    });
  });
  document.addEventListener('click', e => {
    const person = e.target.closest('a[data-person]');
    if (person && !e.ctrlKey && !e.metaKey && !e.shiftKey) { e.preventDefault(); visit(person.getAttribute('href')); return; }
    const linked = e.target.closest('a[data-click]');
    if (linked) post(linked.closest('form'), null, {click: linked.dataset.click});
    const command = e.target.closest('[data-command]');
    if (command) complete(command);
    for (const d of $$('details.more[open], details.plus[open]')) if (!d.contains(e.target)) d.open = false;
  });
  document.addEventListener('change', e => {
    const live = e.target.dataset.live;
    if (live) { clearTimeout(waiting); waiting = 0; post(e.target.form, null, {click: live}); }
    else if (e.target.form && e.target.form.id === 'modal-form') later();
    dress();
  });
  document.addEventListener('input', e => {
    if (e.target.id === 'say') { drafts.set(e.target.dataset.draft, e.target.value); suggest(); return; }
    dress();
    if (e.target.form && e.target.form.id === 'modal-form' && !e.target.dataset.live && !e.target.hasAttribute('data-filter')) later();
  });
  document.addEventListener('toggle', e => {
    const pre = e.target.open && $('[data-raw]', e.target);
    if (pre && e.target.parentNode.nodeName === 'LI' && $('a', pre)) fetch(pre.dataset.raw).then(r => r.text()).then(t => { pre.textContent = t; });
  }, true);

  // Slash commands.
  const options = () => $$('#commands [role=option]:not([hidden])');
  const chosen = () => options().find(o => o.getAttribute('aria-selected') === 'true');
  function suggest() {
    const say = $('#say'), list = $('#commands'), text = say.value;
    for (const o of $$('[role=option]', list)) o.hidden = !o.dataset.command.startsWith(text);
    const open = text.startsWith('/') && !text.includes(' ') && options().length > 0;
    list.hidden = !open;
    say.setAttribute('aria-expanded', String(open));
    select(open ? options()[0] : null);
  }
  function select(option) {
    for (const o of $$('#commands [role=option]')) o.setAttribute('aria-selected', String(o === option));
    if (option) $('#say').setAttribute('aria-activedescendant', option.id); else $('#say').removeAttribute('aria-activedescendant');
  }
  function complete(option) {
    const say = $('#say');
    say.value = option.dataset.command + ' ';
    drafts.set(say.dataset.draft, say.value);
    suggest();
    say.focus();
  }

  document.addEventListener('keydown', e => {
    const list = $('#commands');
    if (e.target.id === 'say' && list && !list.hidden) {
      const all = options(), i = all.indexOf(chosen());
      if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { e.preventDefault(); select(all[(i + (e.key === 'ArrowDown' ? 1 : all.length - 1)) % all.length]); return; }
      if (e.key === 'Tab' || e.key === 'Enter' && chosen() && chosen().dataset.command !== e.target.value) { e.preventDefault(); complete(chosen() || all[0]); return; }
      if (e.key === 'Escape') { e.preventDefault(); list.hidden = true; e.target.setAttribute('aria-expanded', 'false'); return; }
    }
    if (e.key === 'Enter' && e.target.matches('input[data-live]:not([type=radio]):not([type=checkbox])')) { e.preventDefault(); e.target.dispatchEvent(new Event('change', {bubbles: true})); return; }
    if (e.key === 'Enter' && e.target.hasAttribute('data-filter')) { e.preventDefault(); return; }
    const d = $$('dialog').at(-1);
    if (e.key === 'Escape') {
      const menu = $('details.more[open], details.plus[open]');
      if (menu) { menu.open = false; $('summary', menu).focus(); return; }
      if (d && (d.contains(e.target) || e.target === document.body)) { e.preventDefault(); $('[data-escape]', d).click(); }
    }
    if (e.key === 'Tab' && d && d.contains(e.target)) {
      const all = usable(d), edge = e.shiftKey ? all[0] : all.at(-1);
      if (e.target === edge || e.shiftKey && !all.includes(e.target)) { e.preventDefault(); (e.shiftKey ? all.at(-1) : all[0]).focus(); }
    }
  });
  addEventListener('popstate', () => visit(location.pathname, 'back'));
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });

  const side = () => { const d = $('#backstage'); if (d) d.open = !narrow.matches; };
  narrow.addEventListener('change', side);
  side();
  dress();
  // A newcomer starts at the introduction.
  const start = () => { if (!$('.intro')) arrive(); };
  start();
  showPerson();
  addEventListener('load', start);
  const top = $$('dialog').at(-1);
  if (top) enter(top);
  let seen = '';
  new EventSource('/live').onmessage = e => { if (e.data !== seen && !document.hidden) look(); seen = e.data; };
})();
