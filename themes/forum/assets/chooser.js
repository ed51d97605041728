// Marks the browser's preferred language and moves it to the front. It never redirects.
(() => {
  const items = [...document.querySelectorAll("[data-language]")];
  // 'zh-CN' matches 'zh-Hans': the country may differ, but not the language and the likely script.
  const likely = (tag) => {
    try {
      return new Intl.Locale(tag).maximize();
    } catch {
      return {};
    }
  };
  const sameLanguage = (wanted, offered) => likely(wanted).language === likely(offered).language;
  const fits = (wanted, offered) =>
    sameLanguage(wanted, offered) && likely(wanted).script === likely(offered).script;
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
