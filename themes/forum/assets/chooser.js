// Marks the language that the browser prefers and puts it first. It never leads anybody on.
(() => {
  const items = [...document.querySelectorAll("[data-language]")];
  const parts = (tag) => tag.toLowerCase().split("-");
  const sameLanguage = (wanted, offered) => parts(wanted)[0] === parts(offered)[0];
  // 'zh-CN' fits 'zh-Hans': it is enough that the language is the same. A script that is
  // named on both sides, or that the region tells, must fit too.
  const script = (tag) => {
    const rest = parts(tag).slice(1);
    const named = rest.find((part) => part.length === 4);
    if (named || parts(tag)[0] !== "zh") return named;
    return rest.some((part) => ["tw", "hk", "mo"].includes(part)) ? "hant" : "hans";
  };
  const fits = (wanted, offered) =>
    sameLanguage(wanted, offered) && (!script(wanted) || !script(offered) || script(wanted) === script(offered));
  // The other script of one's language is better than nothing, but only then.
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
