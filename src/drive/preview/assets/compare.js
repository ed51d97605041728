// Aligns the headings of two pages in frames, and makes the frames as high as the pages.
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

  for (const frame of frames) {
    frame.addEventListener("load", () => {
      seen.clear();
      align();
    });
  }
  addEventListener("resize", align);
  align();
})();
