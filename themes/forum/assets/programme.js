// Additions to a programme: saved sessions, the reader's time zone, what is on now, and filters.
// Everything can be read without this script. Elements that it adds have `data-scripted`.
(() => {
  const words = document.currentScript.dataset;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const scripted = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.dataset.scripted = "";
    if (text) element.textContent = text;
    return element;
  };
  /** Writes words of a dataset into an element, with their language if it is not the page's. */
  const say = (element, from, key, filled = (text) => text) => {
    element.textContent = filled(from[key] ?? "");
    declare(element, from, key);
    if (element.lang) element.dir = "auto";
    else element.removeAttribute("dir");
    return element;
  };
  /** The direction stays: that of a label must not move its button. */
  const declare = (element, from, key) => {
    const language = from[`${key}Lang`];
    if (language) element.lang = language;
    else element.removeAttribute("lang");
  };

  // The reader's own programme: keys of sessions, stored in this browser for this event.
  const name = `plenary:${words.event}`;
  const mine = {
    read() {
      try {
        const keys = JSON.parse(localStorage.getItem(name));
        return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
      } catch {
        return [];
      }
    },
    write(keys) {
      try {
        localStorage.setItem(name, JSON.stringify([...new Set(keys)]));
      } catch {
        // Without storage, the choice lasts until the reader leaves the page.
      }
      document.dispatchEvent(new CustomEvent("plenary:mine"));
    },
    toggle(key) {
      const keys = mine.read();
      mine.write(keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key]);
    },
  };
  window.plenaryProgramme = { mine, words, scripted, say, declare };

  const star = (session) => {
    const { key } = session.dataset;
    const title = session.querySelector(".session-title");
    const button = scripted("button", "star");
    button.type = "button";
    button.setAttribute("aria-label", `${words.star}${words.colon}${session.dataset.title ?? title?.textContent.trim() ?? key}`);
    declare(button, words, "star");
    button.dataset.star = key;
    button.dataset.word = words.star;
    button.addEventListener("click", () => mine.toggle(key));
    (session.querySelector(".grid-in") ?? session).append(button);
  };
  const showStars = () => {
    const keys = new Set(mine.read());
    for (const button of all("[data-star]")) button.setAttribute("aria-pressed", keys.has(button.dataset.star));
  };
  all("[data-key]").forEach(star);
  showStars();
  document.addEventListener("plenary:mine", showStars);
  addEventListener("storage", (event) => { if (event.key === name) document.dispatchEvent(new CustomEvent("plenary:mine")); });

  // Times in the reader's zone, next to the event's where they differ.
  const DAY = 24 * 60 * 60 * 1000;
  const lang = document.documentElement.lang;
  const clock = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  /** The minutes that an ISO date and time is ahead of UTC. */
  const offset = (iso) => {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [null, "+", 0, 0];
    return (sign === "-" ? -1 : 1) * (60 * hours + Number(minutes));
  };
  const dayOf = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY;
  const own = (slot) => {
    const { start, end } = slot.dataset;
    const begins = new Date(start);
    const ahead = -begins.getTimezoneOffset();
    const guests = all(".guest-time[data-zone]", slot);
    const sameClock = (zone) => {
      const there = new Intl.DateTimeFormat("en", { timeZone: zone, hour: "2-digit", minute: "2-digit", day: "2-digit", hourCycle: "h23" });
      const here = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", day: "2-digit", hourCycle: "h23" });
      return there.format(begins) === here.format(begins);
    };
    if (ahead === offset(start) || guests.some(({ dataset }) => sameClock(dataset.zone))) return;
    const time = end ? `${clock.format(begins)}–${clock.format(new Date(end))}` : clock.format(begins);
    const date = slot.closest("[data-date]")?.dataset.date ?? start.slice(0, 10);
    const days = dayOf(begins) - Date.parse(date) / DAY;
    const word = days > 0 ? "yoursAfter" : days < 0 ? "yoursBefore" : "yours";
    const added = say(scripted("span", "guest-time your-time"), words, word, (text) => text.replace("{time}", () => time));
    // It replaces the first of the guests' times, so that no line is added and the layout does not shift.
    if (guests.length) guests[0].replaceWith(added);
    else slot.querySelector("time")?.after(" ", added);
  };
  all(".slot[data-start], .session-when[data-start]").forEach(own);

  // What is on now and next; nothing before the first session or after the last.
  const off = (element) => {
    const inside = element.matches("[data-kind]") ? [element] : all("[data-kind]", element);
    return inside.length > 0 && inside.every(({ dataset }) => dataset.status === "cancelled" || dataset.status === "postponed");
  };
  const timed = all("[data-start][data-end]").filter((element) => !off(element)).map((element) => ({
    element,
    start: Date.parse(element.dataset.start),
    end: Date.parse(element.dataset.end),
  }));
  const mark = (element, word) => {
    element.classList.add(`is-${word}`);
    (element.querySelector(".slot-time, .grid-hours, .session-when") ?? element).prepend(say(scripted("span", "now-mark"), words, word), " ");
  };
  const showNow = () => {
    const now = Date.now();
    all(".now-mark, .now-jump").forEach((old) => old.remove());
    all(".is-now, .is-next").forEach((old) => old.classList.remove("is-now", "is-next"));
    const first = Math.min(...timed.map(({ start }) => start));
    const last = Math.max(...timed.map(({ end }) => end));
    if (!(now >= first && now < last)) return;
    const current = timed.filter(({ start, end }) => start <= now && now < end);
    const following = Math.min(...timed.map(({ start }) => start).filter((start) => start > now));
    const next = timed.filter(({ start }) => start === following);
    current.forEach(({ element }) => mark(element, "now"));
    next.forEach(({ element }) => mark(element, "next"));
    const target = (current[0] ?? next[0])?.element;
    if (!target) return;
    target.id ||= "now";
    const jump = say(scripted("a", "now-jump button"), words, "jump");
    jump.href = `#${target.id}`;
    document.querySelector("main").append(jump);
  };
  if (timed.length) {
    showNow();
    setInterval(showNow, 30000);
  }
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: words.timezone, year: "numeric", month: "2-digit", day: "2-digit" }).format(Date.now());
  for (const link of all(`.days [data-day="${today}"]`)) {
    link.classList.add("is-today");
    link.querySelector(".weekday").append(" ", say(scripted("span", "today-mark"), words, "today"));
  }

  // Filters: their state is in the address, and in links to other days, views and languages.
  const form = document.querySelector(".filter-form");
  if (!form) return;
  const NAMES = ["language", "track", "kind", "place", "mine"];
  const details = form.closest("details");
  const count = document.querySelector(".filter-count");
  const sessions = all(".session[data-kind], .grid-cell[data-kind]");
  const chosen = () => {
    const query = new URLSearchParams(location.search);
    NAMES.forEach((key) => query.delete(key));
    for (const [key, value] of new FormData(form)) if (value) query.append(key, value);
    return query;
  };
  const has = (session, field, value) => (session.dataset[field] ?? "").split(" ").includes(value);
  const suits = (session, query) => {
    const languages = query.getAll("language");
    const [track, kind, place] = ["track", "kind", "place"].map((key) => query.get(key));
    return (!languages.length || languages.some((tag) => has(session, "languages", tag)))
      && (!track || has(session, "tracks", track))
      && (!kind || session.dataset.kind === kind)
      && (!place || has(session, "places", place))
      && (!query.get("mine") || mine.read().includes(session.dataset.key));
  };
  const apply = () => {
    const query = chosen();
    const active = NAMES.some((key) => query.has(key));
    const shown = new Set();
    const counted = new Set();
    for (const session of sessions) {
      const on = !active || suits(session, query);
      const { key } = session.dataset;
      if (key) counted.add(key);
      if (on && key) shown.add(key);
      if (session.matches(".grid-cell")) session.classList.toggle("is-off", !on);
      else (session.closest(".slot-sessions > li, .slot") ?? session).hidden = !on;
    }
    for (const list of all(".slot-sessions")) list.closest(".slot").hidden = ![...list.children].some((item) => !item.hidden);
    say(count, form.dataset, "shown", (text) => (active ? text.replace("{shown}", () => shown.size).replace("{all}", () => counted.size) : ""));
    const search = query.toString();
    // The whole address: a path such as `//en/` alone would name a host.
    const address = new URL(location.href);
    address.search = search;
    history.replaceState(history.state, "", address);
    for (const link of all(".days a, .views a, .languages a, .around a, .day-more a")) link.search = search;
  };
  const fill = () => {
    const query = new URLSearchParams(location.search);
    for (const field of form.elements) {
      const values = query.getAll(field.name);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field.matches("select")) field.value = [...field.options].some(({ value }) => value === values[0]) ? values[0] : "";
    }
    if (NAMES.some((key) => query.has(key))) details.open = true;
  };
  details.querySelector(".filter-links").hidden = true;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  document.addEventListener("plenary:mine", apply);
  addEventListener("pageshow", () => { fill(); apply(); });
  fill();
  apply();
})();
