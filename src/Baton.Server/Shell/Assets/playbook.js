// The playbook's editor. Text and fields are two views of one text: whatever is changed in one is in the other a moment later. Without this, a button does it.
(() => {
  const pause = 250;
  const saving = 'baton-playbook-saving';
  const kept = {
    read: key => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write: (key, text) => { try { localStorage.setItem(key, JSON.stringify({ text, at: Date.now() })); } catch { /* The browser keeps nothing. */ } },
    drop: key => { try { localStorage.removeItem(key); } catch { /* The browser keeps nothing. */ } },
  };

  const start = form => {
    form.dataset.ready = '';
    const find = selector => form.querySelector(selector);
    const [text, gutter, under, undo] = ['#yaml', '[data-gutter]', '[data-under]', '[data-undo]'].map(find);
    const isSaved = 'saved' in form.dataset;
    const key = form.dataset.keep;
    const original = text.value;
    let [past, at] = [[original], 0];
    let [timer, busy, next, leaving, drawn, previewed, failures] = [0, false, null, false, '', null, 0];

    const morph = new Promise(done => {
      if (window.Idiomorph) return done();
      document.head.append(Object.assign(document.createElement('script'), { src: form.dataset.morph, onload: done, onerror: done }));
    });

    // The text

    const draw = () => {
      const height = parseFloat(getComputedStyle(text).lineHeight);
      const lines = text.value.split('\n');
      const marks = new Map();
      form.querySelectorAll('#playbook-mistakes [data-line]').forEach(one => { if (!marks.has(+one.dataset.line)) marks.set(+one.dataset.line, one.dataset); });
      const shape = `${lines.length} ${[...marks].map(([line, mark]) => `${line} ${mark.words ?? mark.hint} ${lines[line - 1]}`).join('\n')}`;
      if (shape === drawn) return;
      drawn = shape;
      gutter.replaceChildren(...lines.map((_, index) => {
        const mark = marks.get(index + 1);
        return Object.assign(document.createElement('div'), { textContent: index + 1, className: !mark ? '' : mark.words ? 'is-wrong' : 'is-hint' });
      }));
      under.replaceChildren(...[...marks].map(([line, mark]) => {
        const row = Object.assign(document.createElement('div'), { className: mark.words ? 'is-wrong' : 'is-hint' });
        row.style.top = `${(line - 1) * height}px`;
        row.append(Object.assign(document.createElement('span'), { textContent: lines[line - 1] ?? '' }), Object.assign(document.createElement('em'), { textContent: mark.words ?? mark.hint }));
        return row;
      }));
    };

    const follow = () => {
      gutter.scrollTop = text.scrollTop;
      under.style.transform = `translate(${-text.scrollLeft}px, ${-text.scrollTop}px)`;
    };

    const keep = () => { if (isSaved && text.value === original) kept.drop(key); else kept.write(key, text.value); };

    const remember = () => {
      if (past[at] === text.value) return;
      past = [...past.slice(Math.max(0, at - 200), at + 1), text.value];
      at = past.length - 1;
      undo.disabled = false;
    };

    const put = value => {
      const { selectionStart, selectionEnd, scrollTop, scrollLeft } = text;
      text.value = value;
      text.setSelectionRange(selectionStart, selectionEnd);
      [text.scrollTop, text.scrollLeft] = [scrollTop, scrollLeft];
      keep();
      draw();
      follow();
    };

    const step = by => {
      remember();
      const to = at + by;
      if (to < 0 || to >= past.length) return;
      at = to;
      undo.disabled = at === 0;
      put(past[at]);
      ask();
    };

    const goTo = (line, column) => {
      const lines = text.value.split('\n');
      const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      text.focus();
      text.setSelectionRange(from + column - 1, from + (lines[line - 1] ?? '').length);
      text.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(text).lineHeight));
      text.closest('.playbook-text').scrollIntoView({ block: 'nearest' });
    };

    // What the server says of it: one question at a time, and what has changed meanwhile is asked next.

    const fields = () => [...form.querySelectorAll('#playbook-fields :is(input, select)')];

    const ask = async (how = {}) => {
      clearTimeout(timer);
      if (busy) {
        next = { ...next, ...how };
        return;
      }

      busy = true;
      wait(true);
      let isRefused = false;
      const before = text.value;
      const given = new Map(fields().map(field => [field.name, field.value]));
      const body = new URLSearchParams(new FormData(form));
      if (!how.fields) for (const name of given.keys()) body.delete(name);
      if (how.act) body.set('act', how.act);
      try {
        const answer = await fetch('/playbook/check', { method: 'POST', body, headers: { 'Baton-Parts': '1' }, credentials: 'same-origin' });
        const html = await answer.text();
        isRefused = answer.status >= 400 && answer.status < 500 && !html.includes('playbook-fields');
        if (!answer.ok || !html.includes('playbook-fields')) throw new Error(answer.status);
        await morph;
        failures = 0;
        show(new DOMParser().parseFromString(html, 'text/html'), before, given, how);
      } catch {
        // What was to be asked is asked again, after a pause that grows.
        say(isRefused ? form.dataset.refused : form.dataset.silent);
        if (isRefused) {
          // Asked again, it would be refused again: the next key asks anew, and saving says why.
          wait(false);
          busy = false;
          return;
        }

        next = { ...how, ...next };
        failures++;
      }

      busy = false;
      if (failures > 0) {
        timer = setTimeout(() => { const later = next; next = null; ask(later ?? {}); }, Math.min(30_000, 500 * 2 ** failures));
      } else if (next) {
        const later = next;
        next = null;
        ask(later);
      } else if (past[at] !== text.value) {
        ask();
      }
    };

    const show = (page, before, given, how) => {
      const [now, fresh] = [find('#playbook-fields'), page.getElementById('playbook-fields')];
      const isReadable = 'readable' in fresh.dataset;
      const written = fresh.querySelector('[name=shown]')?.value;
      if (text.value !== before) {
        // Somebody types on: this answer is about what was there before.
        if (how.fields) next = { ...next, ...how };
        return;
      }

      if (isReadable && written !== text.value) {
        put(written);
      }

      remember();
      now.inert = !isReadable;
      now.classList.toggle('is-waiting', !isReadable);
      const later = fields().filter(field => field.value !== given.get(field.name) && given.has(field.name)).map(field => [field.name, field.value]);
      const renew = id => window.Idiomorph.morph(document.getElementById(id), page.getElementById(id), {
        morphStyle: 'outerHTML',
        ignoreActiveValue: true,
        callbacks: { beforeAttributeUpdated: (name, node) => !(name === 'open' && node.tagName === 'DETAILS') && name !== 'inert' && !(node.id === 'playbook-fields' && name === 'class') },
      });
      if (isReadable) renew('playbook-fields');
      ['playbook-status', 'playbook-mistakes', 'playbook-changes'].forEach(renew);
      fields().forEach(field => { const mine = later.find(([name]) => name === field.name); if (mine) field.value = mine[1]; });
      draw();
      follow();
      const focus = how.act && fresh.dataset.focus && document.getElementById(fresh.dataset.focus);
      if (focus) {
        focus.focus();
        focus.select();
      }

      preview();
    };

    const preview = () => {
      if (!('valid' in document.getElementById('playbook-status').dataset)) return;
      if (previewed === text.value) return wait(false);
      previewed = text.value;
      window.htmx?.trigger('#what-if', 'settled');
    };

    const say = words => {
      document.getElementById('playbook-status').textContent = words;
    };

    // What is shown is about another text, until the answer to this one is there.
    const wait = isWaiting => {
      if (isWaiting) say(form.dataset.checking);
      document.getElementById('what-if')?.setAttribute('aria-busy', isWaiting);
    };

    // What people do

    text.addEventListener('input', () => {
      keep();
      draw();
      wait(true);
      clearTimeout(timer);
      timer = setTimeout(ask, pause);
    });
    text.addEventListener('scroll', follow);
    text.addEventListener('blur', () => { leaving = false; });
    text.addEventListener('keydown', event => {
      const [from, to] = [text.selectionStart, text.selectionEnd];
      if ((event.ctrlKey || event.metaKey) && !event.altKey && /^[zy]$/i.test(event.key)) {
        event.preventDefault();
        step(event.key.toLowerCase() === 'y' || event.shiftKey ? 1 : -1);
      } else if (event.key === 'Escape') {
        leaving = true;
      } else if (event.key === 'Tab' && !leaving) {
        event.preventDefault();
        const first = text.value.lastIndexOf('\n', from - 1) + 1;
        const chosen = text.value.slice(first, to);
        if (event.shiftKey || from !== to) {
          const lines = chosen.split('\n').map(line => event.shiftKey ? line.replace(/^ {1,2}/, '') : `  ${line}`).join('\n');
          text.setRangeText(lines, first, to, 'select');
          if (from === to) text.setSelectionRange(Math.max(first, to + lines.length - chosen.length), Math.max(first, to + lines.length - chosen.length));
        } else {
          text.setRangeText('  ', from, to, 'end');
        }
        text.dispatchEvent(new Event('input', { bubbles: true }));
      } else if (event.key === 'Enter' && !event.isComposing && from === to) {
        const line = text.value.slice(text.value.lastIndexOf('\n', from - 1) + 1, from);
        event.preventDefault();
        text.setRangeText(`\n${/^ */.exec(line)[0]}${/:\s*$/.test(line) ? '  ' : ''}`, from, to, 'end');
        text.dispatchEvent(new Event('input', { bubbles: true }));
      } else if (event.key !== 'Shift' && event.key !== 'Tab') {
        leaving = false;
      }
    });

    form.addEventListener('change', event => { if (event.target.closest('#playbook-fields')) ask({ fields: true }); });

    form.addEventListener('submit', event => {
      const button = event.submitter;
      if (button?.formAction.endsWith('/playbook') && button.hasAttribute('formaction')) {
        sessionStorage.setItem(saving, key);
        return;
      }

      event.preventDefault();
      ask({ fields: true, act: button?.name === 'act' ? button.value : undefined });
    });

    form.addEventListener('click', event => {
      const line = event.target.closest('[data-line]');
      const choice = event.target.closest('[data-kept]');
      if (line) {
        event.preventDefault();
        goTo(+line.dataset.line, +(line.dataset.column ?? 1));
      } else if (choice) {
        find('#playbook-kept').hidden = true;
        if (choice.dataset.kept === 'discard') {
          put(original);
          kept.drop(key);
          ask();
        }
        text.focus();
      } else if (event.target.closest('[data-undo]')) {
        step(-1);
      }
    });

    // What was typed before and not saved.
    const mine = isSaved ? kept.read(key) : null;
    if (mine && typeof mine.text === 'string' && mine.text !== original) {
      find('#playbook-kept').hidden = false;
      find('[data-kept-at]').textContent = `(${new Date(mine.at).toLocaleString(document.documentElement.lang === 'de' ? 'de' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' })})`;
      put(mine.text);
      ask();
    }

    if (!isSaved) kept.write(key, text.value);
    draw();
    follow();
    preview();
  };

  const look = () => {
    const form = document.getElementById('playbook-editor');
    if (form && !('ready' in form.dataset)) start(form);
    if (document.getElementById('playbook-version') && sessionStorage.getItem(saving)) {
      kept.drop(sessionStorage.getItem(saving));
      sessionStorage.removeItem(saving);
    }
  };

  document.addEventListener('click', event => { if (event.target.closest('[data-print]')) window.print(); });

  // A preview that fails leaves the one before it.
  document.addEventListener('htmx:beforeSwap', event => { if (event.detail.target?.id === 'what-if' && event.detail.xhr.status >= 400) event.detail.shouldSwap = false; });
  document.addEventListener('htmx:afterRequest', event => { if (event.detail.target?.id === 'what-if' && !event.detail.target.querySelector('[data-unfinished]')) event.detail.target.removeAttribute('aria-busy'); });

  // What is still being read is asked for again, unless somebody has typed on: then that is asked for anyway.
  document.addEventListener('htmx:afterSettle', event => {
    const unfinished = event.detail.target?.id === 'what-if' && event.detail.target.querySelector('[data-unfinished]');
    if (unfinished) setTimeout(() => { if (unfinished.isConnected) window.htmx.trigger('#what-if', 'settled'); }, 1000);
  });
  document.addEventListener('htmx:load', look);
  document.addEventListener('DOMContentLoaded', look);
})();
