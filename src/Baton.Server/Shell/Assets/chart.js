// Says what stands under the pointer in a line through time. The chart itself is there without it.
(() => {
  const read = new WeakMap();
  const hide = () => document.querySelectorAll('.chart-tip, .chart-rule').forEach(one => one.remove());
  document.addEventListener('pointermove', event => {
    const chart = event.target.closest?.('[data-chart]');
    const svg = chart?.querySelector('svg');
    if (!svg || !svg.contains(event.target)) return hide();
    if (!read.has(chart)) read.set(chart, JSON.parse(chart.dataset.chart));
    const points = read.get(chart);
    if (!points.length) return;
    const box = svg.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    const [x, y, words] = points.reduce((best, one) => Math.abs(one[0] - at) < Math.abs(best[0] - at) ? one : best);
    let tip = chart.querySelector('.chart-tip');
    let rule = chart.querySelector('.chart-rule');
    if (!tip) {
      hide();
      tip = chart.appendChild(document.createElement('div'));
      tip.className = 'chart-tip';
      rule = chart.appendChild(document.createElement('div'));
      rule.className = 'chart-rule';
    }
    tip.textContent = words;
    rule.style.left = `${x * box.width}px`;
    tip.style.left = `${Math.max(0, Math.min(box.width - tip.offsetWidth, x * box.width - tip.offsetWidth / 2))}px`;
    tip.style.top = `${Math.max(0, y - 34)}px`;
  });
  document.addEventListener('pointerout', event => { if (!event.relatedTarget) hide(); });
})();
