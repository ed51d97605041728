// Added to pages by the preview only, and not part of the published site.
//
// Reloads the page when it, or a file that it shows, has changed; swaps style sheets without a reload; and
// shows errors and warnings over the page until they are fixed.
(() => {
  const { file, hash, wanted, state } = document.currentScript.dataset;
  const framed = window.top !== window;
  let stream = null;
  let number = 0;
  let panel = null;
  let shown = "";

  // --- errors and warnings

  async function showFaults(change) {
    if (framed || state !== undefined) return;
    let html = "";
    if (change.errors + change.warnings > 0) {
      const answer = await fetch("/_plenary/faults", { cache: "no-store" });
      html = await answer.text();
    }
    // A panel that was closed stays closed until the faults change.
    if (html === shown) return;
    close();
    shown = html;
    if (!html) return;
    panel = document.createElement("plenary-faults");
    const root = panel.attachShadow({ mode: "open" });
    root.innerHTML = html;
    root.querySelector("button").addEventListener("click", close);
    document.body.append(panel);
  }

  function close() {
    panel?.remove();
    panel = null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // --- changed files

  /** The paths of the files that this page shows, from the site's root. */
  function parts() {
    const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    return new Set(loaded.filter(({ host }) => host === location.host)
      .map(({ pathname }) => decodeURIComponent(pathname.slice(1))));
  }

  function sheet(path) {
    return [...document.querySelectorAll('link[rel~="stylesheet"]')]
      .find(({ href }) => decodeURIComponent(new URL(href).pathname.slice(1)) === path);
  }

  function swap(link, path) {
    const next = link.cloneNode();
    next.href = `/${path.split("/").map(encodeURIComponent).join("/")}?${Date.now()}`;
    // Removing the old one before the new one is loaded would make the page flash.
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => location.reload());
    link.after(next);
  }

  function take({ changed, gone, styles }) {
    const there = parts();
    const mine = (path) => path === file || there.has(path);
    const swapped = styles.filter(([from]) => sheet(from));
    const restyled = changed.filter((path) => path !== file && sheet(path));
    const settled = new Set([...swapped.flat(), ...restyled]);
    const reload = changed.includes(wanted) ||
      [...changed, ...gone].some((path) => mine(path) && !settled.has(path));
    if (reload) return location.reload();
    for (const [from, to] of swapped) swap(sheet(from), to);
    for (const path of restyled) if (!swapped.some(([, to]) => to === path)) swap(sheet(path), path);
  }

  // --- the stream

  function listen() {
    if (stream && stream.readyState !== EventSource.CLOSED) return;
    const about = new URLSearchParams(file ? { file, hash, ...(wanted && { wanted }) } : {});
    if (number) about.set("since", number);
    stream = new EventSource(`/_plenary/changes?${about}`);
    stream.addEventListener("now", (event) => {
      const now = JSON.parse(event.data);
      if (now.stale || (state && now.number !== Number(state))) return location.reload();
      number ||= now.number;
      showFaults(now).catch(() => {});
    });
    stream.addEventListener("message", (event) => {
      const change = JSON.parse(event.data);
      number = change.number;
      if (state !== undefined) return location.reload();
      showFaults(change).catch(() => {});
      if (file) take(change);
    });
  }

  // A browser has six connections to a host: hidden pages close theirs, and catch up when they are shown
  // again.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stream?.close();
    else listen();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  if (!document.hidden) listen();
})();
