import type { Language } from "#policies";
import type { CollectProblem } from "./collect.ts";

/** What `dvs collect` says. */
export interface CollectText {
  /** @param from the file, folder or `-` that was read */
  problem(problem: CollectProblem, from: string): string;
  noRead(from: string, why: string): string;
  noWrite(path: string, why: string): string;
  written(path: string, run: { readonly id: string; readonly finished: string }, by: string): string;
}

const english: CollectText = {
  problem(problem, from) {
    switch (problem.kind) {
      case "no-block":
        return `${from} holds no result: it has no lines "dvs-result …". The container prints them at its end if DVS_RESULT_TO=stdout is set (deploy/job.yaml sets it). Wait for the end of the Job and take its whole log: kubectl logs -n dvs job/dvs`;
      case "several":
        return `${from} holds lines of several results (${problem.ids.join(", ")}), of which none can be told to be the genuine one. Take the log of one run alone: kubectl logs -n dvs job/dvs`;
      case "incomplete":
        return `${from} holds a part of the result only; these lines are missing: ${problem.missing.join(", ")}. Take the whole log again, without --tail, --since or --limit-bytes`;
      case "damaged":
        return `the result in ${from} was changed on its way (${problem.detail}). Take the log again and do not edit it`;
      case "encoding":
        return `${from} is text neither in UTF-8 nor in UTF-16`;
      case "archive":
        return `${from} is an archive already. Give it to dvs report, or to dvs slim before it leaves the site`;
      case "junit":
        return `${from} is no result of the plugin: ${problem.detail}`;
    }
  },
  noRead: (from, why) => `${from} cannot be read: ${why}`,
  noWrite: (path, why) => `${path} cannot be written: ${why}. Choose another file with --output`,
  written: (path, { id, finished }, by) => `${path}: run ${id}, finished ${finished}, packed by ${by}`,
};

const german: CollectText = {
  problem(problem, from) {
    switch (problem.kind) {
      case "no-block":
        return `${from} enthält kein Ergebnis: Zeilen, die mit „dvs-result“ beginnen, fehlen. Der Container gibt sie am Ende aus, wenn DVS_RESULT_TO=stdout gesetzt ist (so in deploy/job.yaml). Das Ende des Jobs abwarten und das ganze Protokoll abrufen: kubectl logs -n dvs job/dvs`;
      case "several":
        return `${from} enthält Zeilen mehrerer Ergebnisse (${problem.ids.join(", ")}); welches davon echt ist, lässt sich nicht feststellen. Das Protokoll eines einzigen Laufs abrufen: kubectl logs -n dvs job/dvs`;
      case "incomplete":
        return `${from} enthält nur einen Teil des Ergebnisses; es fehlen die Zeilen: ${problem.missing.join(", ")}. Das ganze Protokoll erneut abrufen, ohne --tail, --since und --limit-bytes`;
      case "damaged":
        return `Das Ergebnis in ${from} wurde unterwegs verändert (${problem.detail}). Das Protokoll erneut abrufen und nicht bearbeiten`;
      case "encoding":
        return `${from} ist weder in UTF-8 noch in UTF-16 geschrieben`;
      case "archive":
        return `${from} ist bereits ein Archiv. Es lässt sich mit dvs report auswerten und, bevor es den Standort verlässt, mit dvs slim verschlanken`;
      case "junit":
        return `${from} ist kein Ergebnis des Plugins: ${problem.detail}`;
    }
  },
  noRead: (from, why) => `${from} lässt sich nicht lesen: ${why}`,
  noWrite: (path, why) =>
    `${path} lässt sich nicht schreiben: ${why}. Mit --output eine andere Datei angeben`,
  written: (path, { id, finished }, by) => `${path}: Lauf ${id}, beendet ${finished}, gepackt von ${by}`,
};

/** The sentences in each language. */
export const collectTexts: Readonly<Record<Language, CollectText>> = { de: german, en: english };
