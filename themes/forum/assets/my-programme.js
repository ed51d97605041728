// The reader's own programme: saved sessions in order, clashes, an address to share, a calendar file.
(async () => {
  const { mine, words: common, say } = window.plenaryProgramme;
  const box = document.getElementById("mine");
  const words = box.dataset;
  const make = (tag, className, ...inside) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  };
  /** Writes a text of the data, which may be in another language than the page. */
  const told = (element, { text, lang }) => {
    element.append(text);
    if (lang) Object.assign(element, { lang, dir: "auto" });
    return element;
  };
  const button = (word, className, act) => {
    const element = say(make("button", className), words, word);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };
  const lists = new Intl.ListFormat(document.documentElement.lang, { type: "unit" });
  const status = make("p", "mine-status");
  status.setAttribute("role", "status");
  const list = make("div", "mine-list");
  box.append(status, list);

  let data;
  try {
    const response = await fetch(words.source);
    if (!response.ok) throw new Error(response.status);
    data = await response.json();
  } catch {
    say(status, words, "failed");
    return;
  }
  const known = new Map(data.sessions.map((session) => [session.slot, session]));

  /** The keys in a shared address; null in the reader's own programme. */
  const shared = () => {
    const found = /^#s=(.*)$/.exec(location.hash)?.[1];
    if (!found) return undefined;
    const part = (text) => {
      try {
        return decodeURIComponent(text);
      } catch {
        // A mail program cut the address off within an escape.
        return text;
      }
    };
    return found.split(/,|%2C/i).map(part).filter(Boolean);
  };
  const ends = ({ start, end }) => (end ? Date.parse(end) : Date.parse(start));
  const clash = (a, b) => a !== b && a.start && b.start && a.status !== "cancelled" && b.status !== "cancelled"
    && (a.start === b.start || (Date.parse(a.start) < ends(b) && Date.parse(b.start) < ends(a)));

  // iCalendar (RFC 5545): lines of at most 75 octets, never broken inside a character.
  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
  const folded = (line) => {
    const encoder = new TextEncoder();
    let out = "";
    let length = 0;
    for (const character of line) {
      const bytes = encoder.encode(character).length;
      if (length + bytes > 75) {
        out += "\r\n ";
        length = 1;
      }
      out += character;
      length += bytes;
    }
    return out;
  };
  const pad = (number) => String(number).padStart(2, "0");
  const utc = (iso) => new Date(iso).toISOString().replace(/[-:]|\.\d+/g, "");
  const moment = (name, iso) => data.vtimezone
    ? `${name};TZID=${data.timezone}:${iso.slice(0, 19).replace(/[-:]/g, "")}`
    : `${name}:${utc(iso)}`;
  const dayAfter = (date) => {
    const next = new Date(Date.parse(date) + 86400000);
    return `${next.getUTCFullYear()}${pad(next.getUTCMonth() + 1)}${pad(next.getUTCDate())}`;
  };
  const calendar = (sessions) => {
    const stamp = utc(new Date());
    const events = sessions.flatMap((session) => [
      "BEGIN:VEVENT",
      `UID:${session.uid}`,
      `DTSTAMP:${stamp}`,
      ...(session.start
        ? [
            moment("DTSTART", session.start),
            // Some calendars hide an entry without an end.
            moment("DTEND", session.end ?? session.estimated_end),
            ...(session.end ? [] : ["X-PLENARY-ESTIMATED-END:TRUE"]),
          ]
        : [`DTSTART;VALUE=DATE:${session.date.replaceAll("-", "")}`, `DTEND;VALUE=DATE:${dayAfter(session.date)}`]),
      `SUMMARY:${escaped(session.title.text)}`,
      ...(session.place ? [`LOCATION:${escaped(session.place)}`] : []),
      `URL:${new URL(session.url, location.href)}`,
      `STATUS:${{ cancelled: "CANCELLED", tentative: "TENTATIVE" }[session.status] ?? "CONFIRMED"}`,
      "END:VEVENT",
    ]);
    const zone = data.vtimezone ? data.vtimezone.trim().split(/\r?\n/) : [];
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//Plenary//${data.event}//`, ...zone, ...events, "END:VCALENDAR"];
    return `${lines.map(folded).join("\r\n")}\r\n`;
  };
  const save = (sessions) => {
    const url = URL.createObjectURL(new Blob([calendar(sessions)], { type: "text/calendar" }));
    const link = make("a");
    link.href = url;
    link.download = `${data.event}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };

  const row = (session, sessions, own) => {
    const title = told(make("a"), session.title);
    title.href = session.url;
    const name = make("h3", "session-title", session.status === "cancelled" ? make("s", "", title) : title);
    const item = make("li", "slot", session.time ? told(make("p", "slot-time"), session.time) : say(make("p", "slot-time"), words, "open"), make("div", "session", name));
    const inside = item.lastChild;
    if (session.status_label) inside.prepend(make("p", "label", told(make("span", `status status-${session.status}`), session.status_label)));
    if (session.place) inside.append(make("p", "quiet", session.place));
    for (const note of session.notes) inside.append(told(make("p", "quiet"), note));
    const clashes = sessions.filter((other) => clash(session, other));
    const titles = () => lists.format(clashes.map((other) => other.title.text));
    if (clashes.length) inside.append(say(make("p", "mine-clash"), words, "clash", (text) => text.replace("{titles}", titles)));
    if (own) {
      const remove = button("remove", "quiet-button", () => {
        const rows = [...list.querySelectorAll(".mine-list .quiet-button")];
        const at = rows.indexOf(remove);
        mine.toggle(session.slot);
        // The focus stays at the place of the removed row.
        const left = [...list.querySelectorAll(".quiet-button")];
        (left[Math.min(at, left.length - 1)] ?? status).focus();
      });
      remove.setAttribute("aria-label", `${words.remove}${common.colon}${session.title.text}`);
      inside.append(make("p", "mine-remove", remove));
    }
    return item;
  };
  status.tabIndex = -1;

  const show = () => {
    const others = shared();
    const keys = new Set(others ?? mine.read());
    const sessions = data.sessions.filter(({ slot }) => keys.has(slot));
    const gone = [...keys].filter((key) => !known.has(key)).length;
    list.replaceChildren();
    say(status, words, others ? "shared" : sessions.length ? "" : "empty");
    if (gone) status.append(...(status.textContent ? [make("br")] : []), say(make("span"), words, "gone", (text) => text.replace("{count}", () => gone)));
    let day;
    for (const session of sessions) {
      if (session.date !== day) {
        day = session.date;
        list.append(told(make("h2", "mine-day"), session.day), make("ol", "slots"));
      }
      list.lastChild.append(row(session, sessions, !others));
    }
    const tools = make("p", "mine-tools");
    if (others) {
      tools.append(button("add", "button", () => {
        mine.write([...mine.read(), ...others.filter((key) => known.has(key))]);
        history.replaceState(null, "", location.href.split("#")[0]);
        show();
        say(status, words, "added");
        status.focus();
      }), " ", button("own", "quiet-button mine-tool", () => {
        history.replaceState(null, "", location.href.split("#")[0]);
        show();
        status.focus();
      }));
    }
    if (sessions.length) {
      const slots = sessions.map(({ slot }) => slot).join(",");
      const address = new URL(`#s=${slots}`, location.href);
      const share = say(make("a", "mine-tool"), words, "share");
      share.href = address.hash;
      share.addEventListener("click", async (event) => {
        event.preventDefault();
        try {
          await navigator.clipboard.writeText(address);
          say(status, words, "copied");
        } catch {
          // Without permission to copy, the reader can copy the address from the browser.
          location.hash = address.hash;
        }
      });
      tools.append(" ", button("calendar", "quiet-button mine-tool", () => save(sessions)), " ", share);
    }
    list.append(tools);
  };
  show();
  document.addEventListener("plenary:mine", show);
  addEventListener("hashchange", show);
})();
