// Settings: on a phone, the strip of pages shows the one that one is on.
htmx.onLoad(() => {
  const strip = document.querySelector('.settings-nav');
  const here = strip?.querySelector('.active');
  if (here) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
});
