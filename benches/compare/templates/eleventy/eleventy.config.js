// Relations are looked up once, when the collection is made, and templates only read them.

const dates = new Map();

function fullDate(day, lang) {
  const key = lang + day;
  if (!dates.has(key)) {
    const format = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeZone: "UTC" });
    dates.set(key, format.format(new Date(day)));
  }
  return dates.get(key);
}

function pushTo(lists, key, item) {
  (lists[key] ??= []).push(item);
}

export default function (config) {
  config.addPassthroughCopy({ static: "/" });
  config.addFilter("fullDate", fullDate);
  config.addFilter("elsewhere", (url, lang) => `/${lang}/${url.split("/").slice(2).join("/")}`);
  config.addFilter("firstOf", (list, count) => list.slice(0, count));
  config.addCollection("event", (api) => {
    const event = {};
    for (const item of api.getAll()) {
      const { lang, part, order } = item.data;
      if (!order) continue;
      event[lang] ??= { session: [], track: [], speaker: [], days: [], byId: {}, ofTrack: {}, ofSpeaker: {} };
      event[lang][part].push(item);
      if (part !== "session") event[lang].byId[item.fileSlug] = item;
    }
    for (const [lang, here] of Object.entries(event)) {
      for (const part of ["session", "track", "speaker"]) {
        here[part].sort((a, b) => a.data.order - b.data.order);
      }
      here.alphabetical = here.speaker.toSorted((a, b) => (a.data.sort_key < b.data.sort_key ? -1 : 1));
      const days = new Map();
      for (const session of here.session) {
        const { day, start, track, speakers } = session.data;
        if (!days.has(day)) days.set(day, { day, sessions: [], slots: new Map() });
        days.get(day).sessions.push(session);
        if (!days.get(day).slots.has(start)) days.get(day).slots.set(start, []);
        days.get(day).slots.get(start).push(session);
        pushTo(here.ofTrack, track, session);
        for (const speaker of speakers) pushTo(here.ofSpeaker, speaker, session);
      }
      here.days = [...days.values()].map((day) => ({ ...day, slots: [...day.slots.entries()] }));
    }
    return event;
  });
  return {
    dir: { input: "site", includes: "../includes", data: "../data", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
