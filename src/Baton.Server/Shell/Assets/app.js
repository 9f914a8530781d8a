// What pages can do beyond links and forms. Everything essential works without it.
(() => {
  // A menu closes when one turns to something else.
  const close = but => document.querySelectorAll('details.menu[open]').forEach(menu => { if (!menu.contains(but)) menu.open = false; });
  document.addEventListener('click', event => close(event.target));
  document.addEventListener('focusin', event => close(event.target));
  document.addEventListener('keydown', event => {
    const menu = event.key === 'Escape' && event.target.closest?.('details.menu[open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });
})();
