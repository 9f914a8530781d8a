// Before anything is drawn: the theme that somebody has chosen, or else the device's; the time zone, which the server does not know otherwise; and pages that
// somebody goes back or on to before the scripts are there that would bring them.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const set = () => {
    if (root.dataset.theme === 'auto') root.dataset.bsTheme = dark.matches ? 'dark' : 'light';
  };
  set();
  dark.addEventListener('change', set);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`baton-zone=${zone}`)) document.cookie = `baton-zone=${zone}; path=/; max-age=31536000; samesite=lax`;
  let isReady = false;
  document.addEventListener('DOMContentLoaded', () => { isReady = true; });
  window.addEventListener('popstate', event => {
    if (!isReady && event.state?.htmx) location.reload();
  });
})();
