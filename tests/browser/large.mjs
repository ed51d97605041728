// A large made-up event: parallel sessions in many rooms, long titles, and every field of a session.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOMS = 24;
const DAYS = ["2030-09-12", "2030-09-13", "2030-09-14"];
const TIMES = [["10:00", "10:45"], ["11:00", "12:30"], ["13:30", "14:15"], ["23:15", "00:15"]];
const HELD = [["en"], ["da"], ["zh-Hans"], ["en", "da"]];
const KINDS = ["session", "workshop", "panel"];

const text = (en, da, zh) => ({ en, da, "zh-Hans": zh });

/** Writes the event's files as JSON, which is also YAML. */
export function large(folder) {
  mkdirSync(join(folder, "content"), { recursive: true });
  const write = (name, data) => writeFileSync(join(folder, "content", name), `${JSON.stringify(data, null, 1)}\n`);
  write("event.yaml", {
    id: "large-2030",
    name: text("The Great Lid Congress", "Den store lågkongres", "壶盖大会"),
    start: DAYS[0],
    end: DAYS.at(-1),
    timezone: "Europe/Copenhagen",
    guest_timezones: ["Asia/Shanghai"],
    languages: [
      { tag: "en", name: "English" },
      { tag: "da", name: "Dansk", fallback: ["en"] },
      { tag: "zh-Hans", name: "简体中文", path: "zh", fallback: ["en"] },
    ],
    menu: ["agenda", "tracks", "my-programme"],
  });
  write("tracks.yaml", [0, 1, 2, 3].map((at) => ({ id: `track-${at}`, title: text(`Theme ${at}`, `Emne ${at}`, `专题${at}`) })));
  write("places.yaml", Array.from({ length: ROOMS }, (_, at) => ({
    id: `room-${at}`,
    name: text(`Room ${at}`, `Lokale ${at}`, `${at}号会议室`),
  })));
  write("agenda.yaml", { days: DAYS.map((date, day) => ({ date, title: text(`Day ${day + 1}`, `Dag ${day + 1}`, `第${day + 1}天`), sessions: sessions(day) })) });
}

function sessions(day) {
  const all = [
    { id: `opening-${day}`, kind: "keynote", title: text(`Opening ${day}`, `Åbning ${day}`, `开幕${day}`), start: "09:00", end: "09:45", places: "all", held_in: ["en"], interpreted_into: ["da", "zh-Hans"] },
    { id: `lunch-${day}`, kind: "meal", title: text(`Lunch ${day}`, `Frokost ${day}`, `午餐${day}`), start: "12:30", end: "13:30" },
    { id: `open-${day}`, title: text(`Some day ${day}`, `En dag ${day}`, `待定${day}`), held_in: ["en"] },
  ];
  TIMES.forEach(([start, end], time) => {
    for (let room = 0; room < ROOMS; room++) {
      const at = time * ROOMS + room;
      all.push({
        id: `s-${day}-${at}`,
        kind: KINDS[at % KINDS.length],
        title: title(day, at),
        start,
        end,
        places: at === 1 ? ["room-1", "room-5"] : [`room-${room}`],
        tracks: [`track-${at % 4}`],
        held_in: HELD[at % HELD.length],
        ...(at === 2 && { status: "cancelled", reason: text("The kettle is broken.", "Kedlen er i stykker.", "水壶坏了。") }),
        ...([3, 4].includes(at) && { choice: `morning-${day}` }),
      });
    }
  });
  return all;
}

function title(day, at) {
  const words = text(`Lids ${day}.${at}`, `Låg ${day}.${at}`, `壶盖${day}.${at}`);
  if (at !== 6) return words;
  return text(
    `${words.en} ${"and what is said of them in many words ".repeat(8)}`.trim(),
    `${words.da} ${"Speciallægepraksisplanlægningsstabiliseringsperiode".repeat(3)}`,
    words["zh-Hans"] + "关于壶盖的一切以及更多内容".repeat(10),
  );
}
