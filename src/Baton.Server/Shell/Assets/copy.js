// Buttons that copy what stands elsewhere on the page, and say so.
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]'), from = button && document.getElementById(button.dataset.copy);
  if (!from) return;
  try {
    await navigator.clipboard.writeText(from.textContent);
  } catch {
    // Without TLS there is no clipboard for pages: what is to be copied is marked, so that it takes one key.
    getSelection().selectAllChildren(from);
    return;
  }
  const words = button.querySelector('span'), before = words.textContent;
  words.textContent = button.dataset.copied;
  words.setAttribute('role', 'status');
  setTimeout(() => { words.textContent = before; }, 2000);
});
