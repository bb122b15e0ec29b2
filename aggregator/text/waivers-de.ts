import { attentionTo, daysOfNotice, type Waiver } from "../comparison/waiver.ts";
import type { WaiversFileProblem } from "../comparison/waivers-file.ts";
import type { WaiversText } from "./waivers-text.ts";

const number = new Intl.NumberFormat("de-DE");
const list = new Intl.ListFormat("de-DE", { type: "conjunction" });
const quoted = (text: string): string => `„${text.replaceAll("„", "‚").replaceAll("“", "‘")}“`;

/** The German words about waivers. */
export const waiversDe: WaiversText = {
  title: "Ausnahmen",
  none: "Die angegebene Datei enthält keine Ausnahmen.",
  caption: "Vereinbarte Ausnahmen; voran stehen die, bei denen etwas zu tun ist.",
  columns: {
    policy: "Richtlinie",
    site: "Standort",
    found: "Befund",
    reason: "Grund",
    owner: "Zuständig",
    expires: "Gültig bis",
  },
  states: {
    expired: "Abgelaufen",
    "expired-idle": "Abgelaufen und nicht mehr nötig",
    "unknown-policy": "Ohne Wirkung: Richtlinie unbekannt",
    "policy-not-agreed": "Ohne Wirkung: Richtlinie nicht im Profil",
    "unknown-site": "Ohne Wirkung: Standort unbekannt",
    "no-result": "Ohne Wirkung: Standort ohne Ergebnis",
    missing: "Ohne Wirkung: keine Angabe",
    undetermined: "Ohne Wirkung: nicht feststellbar",
    enforced: "Nicht nötig: durchgesetzt",
    "not-applicable": "Nicht nötig: entfällt",
    ending: "Gültig, läuft bald ab",
    "in-force": "Gültig",
  },
  todo: {
    expired: "Der Befund gilt wieder ohne Einschränkung. Ihn beheben oder eine neue Frist vereinbaren.",
    "expired-idle": "Es gibt nichts mehr auszunehmen. Den Eintrag streichen.",
    "unknown-policy":
      "Den Namen der Richtlinie berichtigen („dvs policies“ nennt alle) oder den Eintrag streichen.",
    "policy-not-agreed":
      "Den Eintrag streichen oder den Bericht mit dem Profil erstellen, das diese Richtlinie enthält.",
    "unknown-site":
      "Kein Ergebnis gehört zu diesem Standort. Kennung oder Namen berichtigen oder das fehlende Ergebnis ergänzen.",
    "no-result":
      "Die Liste der Standorte nennt ihn, es liegt aber kein Ergebnis vor. Das Ergebnis anfordern.",
    missing:
      "Das Ergebnis enthält zu dieser Richtlinie keinen Versuch. Den Lauf wiederholen; eine Ausnahme ersetzt keinen Befund.",
    undetermined:
      "Ob es etwas auszunehmen gibt, ist nicht bekannt. Die Ursache beheben und den Lauf wiederholen; eine Ausnahme ersetzt keinen Befund.",
    enforced: "Den Eintrag streichen, damit er keinen späteren Rückschritt deckt.",
    "not-applicable": "Die Richtlinie ist an diesem Standort nicht anwendbar. Den Eintrag streichen.",
    ending: `Die Frist endet in höchstens ${daysOfNotice} Tagen. Den Befund bis dahin beheben oder neu entscheiden.`,
    "in-force": "",
  },
  toTable: "Alle Ausnahmen",
  intro: (day, newest) =>
    `Eine Ausnahme sagt, dass eine Abweichung bis zu einem bestimmten Tag hingenommen wird. Sie ändert keinen Befund; nur unter „Zu entscheiden“ zählt nicht mit, was sie deckt. Stichtag ist der ${day}${newest ? ", der Tag des neuesten Ergebnisses" : ""}.`,
  line: (line) => `Zeile ${number.format(line)} der Datei`,
  until: (date) => `Ausnahme bis ${date}`,
  left: (days) => {
    if (days === 0) return "letzter Tag";
    if (days > 0) return `noch ${days === 1 ? "1 Tag" : `${number.format(days)} Tage`}`;
    return `seit ${days === -1 ? "1 Tag" : `${number.format(-days)} Tagen`} abgelaufen`;
  },
  evidence: ({ state, reason, owner }, date) =>
    state === "expired"
      ? `Eine Ausnahme galt bis ${date} und ist abgelaufen (zuständig: ${owner}). Ihr Grund war: ${quoted(reason)}`
      : `Ausnahme bis ${date} (zuständig: ${owner}). Grund: ${quoted(reason)}`,
  attention: (waivers) => {
    const { expired, idle, needless, ending } = attentionTo(waivers);
    const parts = [
      ...(expired > 0
        ? [expired === 1 ? "1 ist abgelaufen" : `${number.format(expired)} sind abgelaufen`]
        : []),
      ...(idle > 0 ? [idle === 1 ? "1 ist ohne Wirkung" : `${number.format(idle)} sind ohne Wirkung`] : []),
      ...(needless > 0
        ? [needless === 1 ? "1 ist nicht nötig" : `${number.format(needless)} sind nicht nötig`]
        : []),
      ...(ending > 0
        ? [
            `${ending === 1 ? "1 läuft" : `${number.format(ending)} laufen`} in höchstens ${daysOfNotice} Tagen ab`,
          ]
        : []),
    ];
    return parts.length === 0 ? [] : [`${countOf(waivers)}: ${list.format(parts)}.`];
  },
  leftOut: (n) =>
    n === 1
      ? "1 Befund mit gültiger Ausnahme bleibt bei --fail-on außer Betracht."
      : `${number.format(n)} Befunde mit gültiger Ausnahme bleiben bei --fail-on außer Betracht.`,
  failOnNeedsFile: "--fail-on waivers braucht eine Datei mit Ausnahmen. --waivers angeben.",
  failOnNeedsDays:
    "--fail-on stale findet mit --stale-after 0 nie etwas. Eine Zahl von Tagen angeben oder „stale“ weglassen.",
  wrongStaleAfter: (value) =>
    `--stale-after ist ${quoted(value)}; erwartet wird eine ganze Zahl von Tagen, 0 für „nie“.`,
  file: (problem, file, line) => `${file}, Zeile ${line}: ${faultOf(problem)}`,
};

const countOf = ({ length }: readonly Waiver[]): string =>
  `${number.format(length)} ${length === 1 ? "Ausnahme" : "Ausnahmen"}`;

function faultOf(problem: WaiversFileProblem): string {
  switch (problem.kind) {
    case "no-yaml":
      return `kein gültiges YAML (${problem.detail}).`;
    case "no-list":
      return "Erwartet wird eine Liste von Ausnahmen, jeder Eintrag beginnt mit „- policy: …“.";
    case "no-entry":
      return "Jeder Eintrag besteht aus Schlüsseln mit Werten, etwa „- policy: require-ro-rootfs“.";
    case "no-text":
      return `Der Wert von ${quoted(problem.key)} muss ein Text sein.`;
    case "lacking":
      return `Dem Eintrag fehlt ${quoted(problem.key)}. ${lacking[problem.key]}`;
    case "unknown-key":
      return `Den Schlüssel ${quoted(problem.key)} gibt es nicht. Bekannt: ${problem.known.join(", ")}.`;
    case "no-date":
      return `„expires: ${problem.value}“ ist kein Tag. Den letzten gültigen Tag als JJJJ-MM-TT angeben, etwa 2026-12-31.`;
    case "impossible-date":
      return `Den Tag ${problem.value} gibt es nicht. Den letzten gültigen Tag berichtigen („expires“).`;
    case "duplicate":
      return `Für ${problem.policy} am Standort ${quoted(problem.site)} steht schon eine Ausnahme in Zeile ${problem.otherLine}. Eine der beiden streichen.`;
    case "ambiguous-site":
      return `${quoted(problem.site)} passt zu mehreren Standorten. Die Kennung angeben: ${problem.ids.join(", ")}.`;
  }
}

const lacking: Readonly<Record<Extract<WaiversFileProblem, { kind: "lacking" }>["key"], string>> = {
  policy: "Die Richtlinie angeben, etwa require-ro-rootfs.",
  site: "Den Standort mit Kennung oder genauem Namen angeben.",
  reason: "Angeben, warum die Abweichung hingenommen wird.",
  owner: "Die zuständige Rolle angeben, etwa „Betriebsleitung“; keine Person.",
  expires: "Den letzten gültigen Tag angeben, etwa 2026-12-31.",
};
