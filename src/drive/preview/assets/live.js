// Added to pages by the preview alone; no part of the site that is published.
// Reloads this page when its own bytes changed, changes style sheets without a reload, and shows what
// is wrong above the page, until it is mended.
(() => {
  const own = document.currentScript;
  const page = decodeURIComponent(location.pathname.slice(1)).replace(/(^|\/)$/, "$1index.html");
  let number = Number(own.dataset.number);
  let panel = null;

  async function showFaults(count) {
    if (panel) panel.remove();
    panel = null;
    if (!count) return;
    const answer = await fetch("/_plenary/faults", { cache: "no-store" });
    panel = document.createElement("plenary-faults");
    panel.attachShadow({ mode: "open" }).innerHTML = await answer.text();
    document.documentElement.append(panel);
    const close = () => panel && panel.remove();
    panel.shadowRoot.querySelector("button").addEventListener("click", close);
  }

  function restyle(styles) {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      for (const [from, to] of styles) {
        if (!link.href.endsWith(from)) continue;
        const next = link.cloneNode();
        next.href = link.href.slice(0, -from.length) + to;
        next.addEventListener("load", () => link.remove());
        link.after(next);
      }
    }
  }

  const changes = new EventSource("/_plenary/changes");
  changes.addEventListener("message", (event) => {
    const change = JSON.parse(event.data);
    // After a pause in the connection nobody knows what happened in between.
    const missed = change.number > number + 1 || change.number < number;
    number = change.number;
    showFaults(change.faults);
    if (missed || change.pages.includes(page)) return location.reload();
    if (change.lost.includes(page)) return;
    restyle(change.styles);
  });
  showFaults(Number(own.dataset.faults));
})();
