// What pages can do beyond links and forms. Everything essential works without it.
(() => {
})();
