// The list of leads: rows of a condition come and go without asking the server, and all are ticked at once. The board: cards are dragged. All of it can be done without.
(() => {
  const rows = () => [...document.querySelectorAll('[data-condition]')];
  const chosen = () => [...document.querySelectorAll('input[name=lead][form=chosen]')];

  const count = () => {
    const words = document.querySelector('[data-chosen]');
    if (!words) return;
    words.dataset.none ??= words.textContent;
    const ticked = chosen().filter(box => box.checked).length;
    words.closest('form').hidden = !ticked;
    words.textContent = ticked ? words.dataset.chosen.replace('{0}', ticked) : words.dataset.none;
  };

  const clear = row => {
    row.querySelectorAll('input').forEach(input => { input.value = ''; input.classList.remove('is-invalid'); });
    row.querySelector('[role=alert]')?.remove();
  };

  const fit = select => {
    const value = select.closest('[data-condition]')?.querySelector('[name=value]');
    if (value) value.hidden = ['has', 'not_has'].includes(select.value);
  };

  document.addEventListener('click', event => {
    const add = event.target.closest('[data-add-row]');
    const drop = event.target.closest('[data-drop-row]');
    const all = event.target.closest('[data-choose-all]');
    if (add && rows().length) {
      event.preventDefault();
      const row = rows().at(-1).cloneNode(true);
      clear(row);
      rows().at(-1).after(row);
      row.querySelector('select').selectedIndex = 0;
      fit(row.querySelector('select'));
      row.querySelector('input').focus();
    } else if (drop) {
      event.preventDefault();
      const row = drop.closest('[data-condition]');
      if (rows().length > 1) row.remove(); else clear(row);
      document.querySelector('[data-add-row]')?.focus();
    } else if (all) {
      event.preventDefault();
      event.stopPropagation();
      const boxes = chosen();
      const on = boxes.some(box => !box.checked);
      boxes.forEach(box => { box.checked = on; });
      count();
    }
  }, true);

  document.addEventListener('change', event => {
    if (event.target.matches('input[name=lead]')) count();
    if (event.target.matches('[data-condition] select[name=operator]')) fit(event.target);
  });

  // Whoever follows a link while the list is still being searched leaves it: an answer that comes after that would take the link away, and the click with it.
  let leaving = false;
  document.addEventListener('htmx:beforeRequest', event => {
    if (event.detail.boosted) {
      leaving = true;
      if (document.getElementById('q')) htmx.trigger('#q', 'htmx:abort');
    } else if (leaving && event.detail.elt.closest('#filter')) {
      event.preventDefault();
    }
  });
  document.addEventListener('htmx:afterRequest', event => { if (event.detail.boosted) leaving = false; });

  // The reason is asked for in a dialog where the page has one, and on a page of its own otherwise.
  const ask = (lead, stage) => {
    const back = document.querySelector('[data-board]').dataset.board;
    const url = `/leads/${lead}/move?stage=${encodeURIComponent(stage)}&back=${encodeURIComponent(back)}`;
    if (document.getElementById('act')) htmx.ajax('GET', url, { target: '#act', swap: 'innerHTML' });
    else location.assign(url);
  };

  let dragged = null;
  document.addEventListener('dragstart', event => {
    dragged = event.target.closest?.('.lead-card[draggable=true]') ?? null;
    if (!dragged) return;
    dragged.classList.add('is-dragged');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.dataset.lead);
  });
  document.addEventListener('dragend', () => {
    dragged?.classList.remove('is-dragged');
    dragged = null;
    document.querySelectorAll('.lead-column.is-over').forEach(column => column.classList.remove('is-over'));
  });
  document.addEventListener('dragover', event => {
    const column = dragged && event.target.closest?.('.lead-column');
    document.querySelectorAll('.lead-column.is-over').forEach(other => { if (other !== column) other.classList.remove('is-over'); });
    if (!column || column.contains(dragged)) return;
    event.preventDefault();
    column.classList.add('is-over');
  });
  document.addEventListener('drop', event => {
    const column = dragged && event.target.closest?.('.lead-column');
    if (!column || column.contains(dragged)) return;
    event.preventDefault();
    ask(dragged.dataset.lead, column.dataset.stage);
  });
  document.addEventListener('submit', event => {
    const form = event.target.closest?.('.lead-move');
    if (!form) return;
    event.preventDefault();
    event.stopPropagation();
    ask(form.closest('[data-lead]').dataset.lead, form.elements.stage.value);
  }, true);

  document.addEventListener('DOMContentLoaded', () => {
    count();
    document.querySelectorAll('[data-condition] select[name=operator]').forEach(fit);
    document.body.addEventListener('htmx:afterSettle', () => {
      count();
      document.querySelectorAll('[data-condition] select[name=operator]').forEach(fit);
    });
  });
})();
