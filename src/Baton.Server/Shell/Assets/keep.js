// What was typed into a form and not sent yet survives a reload, in this tab alone. Forms that want it have data-remember.
(() => {
  const keyOf = form => `baton.kept ${new URL(form.action, location.href).pathname}`;
  const isKept = field => field.name && !['hidden', 'password', 'file', 'submit'].includes(field.type);
  const fieldsOf = form => [...form.elements].filter(isKept);
  const valueOf = field => (['checkbox', 'radio'].includes(field.type) ? field.checked : field.value);
  const keeping = target => target?.closest?.('form[data-remember]');

  const keep = form => sessionStorage.setItem(keyOf(form), JSON.stringify(fieldsOf(form).map(field => [field.name, field.value, valueOf(field)])));
  const forget = form => sessionStorage.removeItem(keyOf(form));

  const restore = form => {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? '[]');
    for (const field of fieldsOf(form)) {
      const choice = ['checkbox', 'radio'].includes(field.type);
      const found = kept.find(([name, value]) => name === field.name && (!choice || value === field.value));
      if (found && valueOf(field) !== found[2]) {
        if (choice) field.checked = found[2]; else field.value = found[2];
        field.closest('details')?.setAttribute('open', '');
      }
    }
  };

  document.addEventListener('input', event => { const form = keeping(event.target); if (form) keep(form); });
  document.addEventListener('submit', event => { const form = keeping(event.target); if (form) forget(form); });
  document.addEventListener('htmx:sendError', event => { const form = keeping(event.detail.elt); if (form) keep(form); });
  document.addEventListener('click', event => { const form = event.target.closest('[data-cancel]') && keeping(event.target); if (form) forget(form); }, true);
  document.addEventListener('htmx:load', event => event.detail.elt.querySelectorAll('form[data-remember]').forEach(restore));
})();
