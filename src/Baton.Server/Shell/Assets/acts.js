// Forms about leads: they open over the page, and whoever sends one stays where they are. Without this, each is a page of its own.
(() => {
  const dialog = () => document.getElementById('act');
  let opener = '', left;

  // A page in place of a form: signed out meanwhile, or gone. What was typed stays, and what the page says stands above it.
  const say = html => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const words = [...page.querySelectorAll('main h1, main p:not(.brand)')].map(one => one.textContent.trim()).join(' ');
    tell(words || page.title, page.querySelector('main .btn-primary[href]'));
  };

  const tell = (words, link) => {
    const alert = document.createElement('div');
    alert.className = 'alert alert-danger';
    alert.setAttribute('role', 'alert');
    alert.textContent = words;
    if (link) alert.append(' ', Object.assign(document.createElement('a'), { href: link.getAttribute('href'), target: '_blank', textContent: link.textContent, className: 'alert-link' }));
    const body = dialog().querySelector('.modal-body');
    if (body) body.prepend(alert); else dialog().replaceChildren(alert);
    open();
  };

  const open = () => {
    if (!dialog().open) dialog().showModal();
    (dialog().querySelector('[autofocus]') ?? dialog().querySelector('.alert') ?? dialog().querySelector('.modal-body :is(input:not([type=hidden]), select, textarea)'))?.focus();
  };

  const path = url => { const to = new URL(url, location.href); return to.pathname + to.search; };

  // The page that one is on, or comes back to, as it is now.
  const renew = async url => {
    const here = path(url) === path(location.href);
    const answer = await fetch(url, { headers: { 'Baton-Renew': '1' }, credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return location.assign(url);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const main = page.getElementById('main');
    if (!main) return location.assign(url);
    const place = left ?? window.batonPlace?.();
    left = null;
    if (!here) history.pushState(null, '', url);
    document.title = page.title;
    for (const id of ['main', 'done']) {
      const [now, next] = [document.getElementById(id), page.getElementById(id)];
      if (!now || !next) continue;
      // The place where things are told stays, so that they are told.
      if (id === 'done') now.replaceChildren(...next.childNodes); else now.replaceWith(next);
      htmx.process(document.getElementById(id));
    }
    if (!here) scrollTo(0, 0);
    if (place) place(); else (document.getElementById(opener) ?? document.getElementById('main'))?.focus({ preventScroll: true });
  };

  document.addEventListener('htmx:beforeRequest', event => {
    if (event.detail.target !== dialog() || dialog().contains(event.detail.elt)) return;

    // Before the button is switched off, and focus is nowhere.
    left = window.batonPlace?.();
    opener = event.detail.elt.id || event.detail.elt.querySelector('button')?.id || '';
  });

  document.addEventListener('htmx:beforeSwap', event => {
    const { target, xhr } = event.detail;
    if (target !== dialog()) return;
    const back = xhr.getResponseHeader('Baton-Back');
    if (back) {
      event.detail.shouldSwap = false;
      dialog().close();
      renew(decodeURIComponent(back));
    } else if (/^\s*<!doctype/i.test(xhr.responseText)) {
      event.detail.shouldSwap = false;
      if (event.detail.requestConfig.verb === 'get' && xhr.status < 400) location.assign(xhr.responseURL); else say(xhr.responseText);
    }
  });

  document.addEventListener('htmx:afterSettle', event => { if (event.detail.target === dialog()) open(); });

  // Where the network is gone, the form stays open and says so.
  document.addEventListener('htmx:sendError', event => {
    if (event.detail.target !== dialog()) return;
    tell(dialog().dataset.offline);
  });

  document.addEventListener('close', event => {
    if (event.target !== dialog()) return;
    dialog().replaceChildren();
    document.getElementById(opener)?.focus({ preventScroll: true });
  }, true);

  document.addEventListener('click', event => {
    const closes = event.target.closest('[data-close]');
    if (closes) document.getElementById(closes.dataset.close)?.replaceChildren();
    if (event.target.closest('#act [data-cancel]')) {
      event.preventDefault();
      event.stopPropagation();
      dialog().close();
    }
    if (event.target === dialog()) dialog().close();
  }, true);

  window.batonRenew = renew;
})();
