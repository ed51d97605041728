// Marks the browser's preferred language and moves it to the front. It never redirects.
(() => {
  const items = [...document.querySelectorAll("[data-language]")];
  const parts = (tag) => tag.toLowerCase().split("-");
  const sameLanguage = (wanted, offered) => parts(wanted)[0] === parts(offered)[0];
  // 'zh-CN' matches 'zh-Hans': the same language is enough. If both have a script, directly or through
  // the region, the scripts must match too.
  const script = (tag) => {
    const rest = parts(tag).slice(1);
    const named = rest.find((part) => part.length === 4);
    if (named || parts(tag)[0] !== "zh") return named;
    return rest.some((part) => ["tw", "hk", "mo"].includes(part)) ? "hant" : "hans";
  };
  const fits = (wanted, offered) =>
    sameLanguage(wanted, offered) && (!script(wanted) || !script(offered) || script(wanted) === script(offered));
  // The language in another script is the last resort.
  for (const suits of [fits, sameLanguage]) {
    for (const wanted of navigator.languages || []) {
      const item = items.find((candidate) => suits(wanted, candidate.dataset.language));
      if (!item) continue;
      item.classList.add("is-suggested");
      item.querySelector(".chooser-mark").hidden = false;
      item.parentNode.prepend(item);
      return;
    }
  }
})();
