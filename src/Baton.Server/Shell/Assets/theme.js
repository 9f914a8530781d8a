// Before anything is drawn: the theme that somebody has chosen, or else the device's; and the time zone, which the server does not know otherwise.
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
})();
