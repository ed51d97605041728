// Aligns the headings of two pages in frames, makes the frames as high as the pages, and marks the texts that
// need work.
(() => {
  const frames = [...document.querySelectorAll("iframe")];
  const padded = new Set();
  // Layout may change after a page has loaded. Heights that were already seen are not aligned again, so that
  // two layouts that lead to each other do not loop.
  const seen = new Set();
  const resized = new ResizeObserver(() => {
    if (!seen.has(heights())) align();
  });

  function headings(page) {
    return [...page.querySelectorAll("main :is(h1, h2, h3, h4)")];
  }

  /** Pairs of headings, in order: the titles, then those with the same anchor, or all by position. */
  function pairs([left, right]) {
    const [[title, ...ones], [other, ...others]] = [headings(left), headings(right)];
    if (!title || !other) return [];
    const named = ones.filter(({ id }) => id && others.includes(right.getElementById(id)));
    const rest = named.length > 0
      ? named.map((one) => [one, right.getElementById(one.id)])
      : ones.slice(0, others.length).map((one, at) => [one, others[at]]);
    return [[title, other], ...rest];
  }

  function top(element) {
    const { paddingTop } = getComputedStyle(element);
    const { scrollY } = element.ownerDocument.defaultView;
    return element.getBoundingClientRect().top + scrollY + parseFloat(paddingTop);
  }

  function heights() {
    return frames.map((frame) => frame.contentDocument?.body?.offsetHeight).join(" ");
  }

  function align() {
    const pages = frames.map((frame) => frame.contentDocument);
    if (pages.some((page) => page?.readyState !== "complete")) return;
    mark(pages);
    for (const element of padded) element.style.paddingTop = "";
    padded.clear();
    for (const page of pages) {
      for (const link of page.querySelectorAll("a[href]")) link.target = "_top";
    }
    const beside = frames[0].offsetTop === frames[1].offsetTop;
    for (const [one, other] of beside ? pairs(pages) : []) {
      const gap = top(one) - top(other);
      const lower = gap > 0 ? other : one;
      const { paddingTop } = getComputedStyle(lower);
      lower.style.paddingTop = `${parseFloat(paddingTop) + Math.abs(gap)}px`;
      padded.add(lower);
    }
    for (const frame of frames) {
      // Some pages fill their window, which must therefore not keep the old height.
      frame.style.height = "0";
      frame.style.height = `${frame.contentDocument.documentElement.scrollHeight}px`;
    }
    seen.add(heights());
    resized.disconnect();
    for (const page of pages) resized.observe(page.body);
  }

  /** The letters and digits of a text: typography changes its quotation marks, dashes and spaces. */
  function letters(text) {
    return text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
  }

  /** The text of a block, without the lists in it. */
  function ownText(block) {
    const copy = block.cloneNode(true);
    for (const inner of copy.querySelectorAll("ul, ol, .plenary-mark, .outdated")) inner.remove();
    return letters(copy.textContent);
  }

  /** Gets the list of texts that need work again, since a page was saved. */
  async function refresh() {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("work")?.replaceWith(now.getElementById("work"));
    align();
  }

  /** Marks the texts that need work, in words, where each page shows them. */
  function mark(pages) {
    for (const page of pages) {
      for (const old of page.querySelectorAll(".plenary-mark")) {
        old.parentElement.style.outline = "";
        old.remove();
      }
      const blocks = [...page.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6, p, li, td, th, dt, dd, figcaption)")];
      for (const { dataset } of document.querySelectorAll(".to-do")) {
        const own = page.documentElement.lang === dataset.lang;
        const words = letters(own ? dataset.translation : dataset.source);
        const block = words && blocks.find((one) => ownText(one) === words);
        if (block) label(block, dataset.task);
      }
    }
  }

  function label(block, task) {
    const label = block.ownerDocument.createElement("span");
    label.className = "plenary-mark";
    label.lang = "en";
    label.dir = "ltr";
    label.textContent = task;
    Object.assign(label.style, {
      display: "block", width: "fit-content", padding: ".1em .6em", borderRadius: ".3em",
      font: "600 .8rem/1.5 system-ui, sans-serif", background: "#7a5200", color: "#fff",
    });
    Object.assign(block.style, { outline: "2px solid #b27700", outlineOffset: "4px" });
    block.prepend(label);
  }

  for (const frame of frames) {
    frame.addEventListener("load", () => {
      seen.clear();
      align();
      refresh();
    });
  }
  addEventListener("resize", align);
  align();
})();
