// Shortcuts. They do what buttons and links do that are there anyway, and nothing while somebody types.
(() => {
  document.documentElement.classList.add('scripted');
  const off = 'baton-keys-off';
  let waitsForPlace = 0;
  const links = () => [...document.querySelectorAll('#main [data-row-link]')];
  const row = () => document.activeElement?.closest('[data-row]');

  const move = by => {
    const all = links();
    if (!all.length) return false;
    const at = all.indexOf(row()?.querySelector('[data-row-link]'));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next.focus();
    next.closest('[data-row]').scrollIntoView({ block: 'nearest' });
    return true;
  };

  // The row's own button; on a page about one lead, the page's.
  const press = key => {
    const own = row()?.querySelector(`[data-key="${key}"]`);
    const found = own ?? (links().length && key !== 'u' ? null : document.querySelector(`#main [data-key="${key}"], #done [data-key="${key}"]`));
    found?.click();
    return !!found;
  };

  const go = url => { location.assign(url); return true; };

  const search = () => {
    const field = document.querySelector('#main input[type=search]');
    if (!field) return go('/leads#search');
    field.focus();
    field.select();
    return true;
  };

  const tick = () => {
    const box = row()?.querySelector('input[type=checkbox]');
    box?.click();
    return !!box;
  };

  const acts = { j: () => move(1), k: () => move(-1), o: () => { const link = row()?.querySelector('[data-row-link]'); link?.click(); return !!link; }, x: tick, '/': search, '?': () => { document.getElementById('keys')?.showModal(); return true; } };
  const places = { h: '/', l: '/leads' };

  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && !'jk'.includes(event.key)) return;
    if (event.key === 'ArrowDown' && event.target.matches('#main input[type=search]') && move(1)) { event.preventDefault(); return; }
    if (event.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]') || document.querySelector('dialog[open]') || localStorage.getItem(off)) return;
    const key = event.key;
    const isPlace = Date.now() - waitsForPlace < 1500;
    waitsForPlace = 0;
    if (isPlace && places[key]) { event.preventDefault(); go(places[key]); return; }
    if (key === 'g') { waitsForPlace = Date.now(); return; }
    if (acts[key] ? acts[key]() : 'arcsdu'.includes(key) && press(key)) event.preventDefault();
  });

  document.addEventListener('click', event => {
    const opens = event.target.closest('[data-open]');
    if (opens) document.getElementById(opens.dataset.open)?.showModal();
    if (event.target.id === 'keys') event.target.close();
  });

  const show = () => { const box = document.getElementById('keys-on'); if (box) box.checked = !localStorage.getItem(off); };
  document.addEventListener('change', event => {
    if (event.target.id === 'keys-on') event.target.checked ? localStorage.removeItem(off) : localStorage.setItem(off, '1');
  });
  document.addEventListener('htmx:load', show);
  if (location.hash === '#search') addEventListener('load', search);
})();
