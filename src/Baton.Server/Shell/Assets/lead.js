// A lead's page and a brief, beyond links and forms.
(() => {
  const show = () => document.querySelectorAll('[data-print]').forEach(button => { button.hidden = false; });
  document.addEventListener('click', event => { if (event.target.closest?.('[data-print]')) print(); });
  document.addEventListener('htmx:load', show);
  show();
  // What is folded is printed, too.
  addEventListener('beforeprint', () => document.querySelectorAll('.brief details:not([open])').forEach(one => { one.open = true; }));
})();
