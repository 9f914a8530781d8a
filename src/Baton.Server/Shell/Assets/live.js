// Clocks that tick, and lists that are renewed when something has moved, wherever it was done.
(() => {
  const least = 3000, most = 120000;
  let stream, renewed = Date.now(), timer, lost, hasOpened = false;

  // Clocks: by the device's clock, which may be wrong, corrected by what the server said when it sent the page.
  const two = number => String(number).padStart(2, '0');
  const length = (ms, { hours, days }) => {
    const s = Math.floor(ms / 1000);
    return s >= 172800 ? days.replace('{0}', Math.floor(s / 86400)) : s >= 86400 ? hours.replace('{0}', Math.floor(s / 3600)) : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  };
  let ahead = 0, seen;
  const tick = () => {
    const said = document.querySelector('[data-now]');
    if (said && said !== seen) {
      seen = said;
      ahead = Date.now() - Number(said.dataset.now);
      if (Math.abs(ahead) < 5000) ahead = 0;
    }
    for (const clock of document.querySelectorAll('.clock[data-due]')) {
      const left = Number(clock.dataset.due) - Date.now() + ahead;
      clock.classList.toggle('clock-over', left < 0);
      clock.classList.toggle('clock-soon', left >= 0 && left < 1800000);
      clock.querySelector('.clock-time').textContent = (left < 0 ? clock.dataset.over : clock.dataset.left).replace('{0}', length(Math.abs(left), clock.dataset));
    }
  };
  setInterval(tick, 1000);

  const parts = () => document.querySelectorAll('[data-live-part]');
  const isBusy = () => document.querySelector('dialog[open], details[open] > form') || document.activeElement?.closest('[data-live-part] :is(input, textarea, select)');

  // Where somebody is: at the same button if it is still there, or else in the same line.
  window.batonPlace = () => {
    const active = document.activeElement, id = active?.id, row = active?.closest('[data-row]');
    if (!row) return null;
    const at = [...document.querySelectorAll('[data-row]')].indexOf(row);
    return () => {
      const rows = document.querySelectorAll('[data-row]');
      (id && document.getElementById(id) || rows[Math.min(at, rows.length - 1)]?.querySelector('[data-row-link]') || document.getElementById('main'))?.focus({ preventScroll: true });
    };
  };

  const renew = async () => {
    clearTimeout(timer);
    if (!parts().length || document.hidden) return;
    if (isBusy()) { timer = setTimeout(renew, least); return; }
    renewed = Date.now();
    const url = location.href;
    let page;
    try {
      const answer = await fetch(url, { headers: { 'Baton-Refresh': '1' }, credentials: 'same-origin' });
      if (answer.redirected) return location.reload();
      if (!answer.ok) return;
      page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    } catch { return; }
    if (isBusy() || location.href !== url) return;
    const place = window.batonPlace();
    for (const part of parts()) {
      const next = page.getElementById(part.id);
      if (!next) continue;
      part.replaceWith(next);
      htmx.process(next);
    }
    place?.();
    tick();
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(renew, Math.max(200 + Math.random() * 300, renewed + least - Date.now())); };

  const say = isLost => {
    const place = document.getElementById('live');
    if (place) place.textContent = isLost ? place.dataset.off : '';
  };

  const listen = () => {
    clearTimeout(lost);
    if (stream || !parts().length || document.hidden) return;
    stream = new EventSource('/live');
    stream.addEventListener('hello', () => {
      clearTimeout(lost);
      say(false);

      // While nobody listened, something may have moved.
      if (hasOpened || Date.now() - renewed > least) soon();
      hasOpened = true;
    });
    stream.addEventListener('moved', soon);
    stream.onerror = () => {
      const isOver = stream.readyState === EventSource.CLOSED;
      clearTimeout(lost);
      lost = setTimeout(() => say(true), 4000);
      if (isOver) { stop(false); setTimeout(listen, 5000); }
    };
  };
  const stop = isQuiet => { stream?.close(); stream = null; if (isQuiet) clearTimeout(lost); };
  const watch = () => { if (parts().length) listen(); else stop(true); };

  document.addEventListener('visibilitychange', () => { if (document.hidden) stop(true); else { watch(); if (Date.now() - renewed > least) soon(); } });
  addEventListener('pagehide', () => stop(true));
  addEventListener('pageshow', watch);
  document.addEventListener('htmx:load', watch);
  setInterval(() => { if (Date.now() - renewed > most) renew(); }, 10000);
  watch();
})();
