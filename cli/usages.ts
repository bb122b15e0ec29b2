import type { CommandName } from "./command-names.ts";
import type { Words } from "./say.ts";

/** How a command is called, and what it does; both stand in the help. */
export interface Usage {
  /** As yargs wants it, e.g. `report <site..>`. */
  readonly command: string;
  readonly describe: Words;
}

/** What the help says of each command. */
export const usages: Readonly<Record<CommandName, Usage>> = {
  preflight: {
    command: "preflight",
    describe: {
      de: "Die Pods eines Laufs im Dry-Run erproben; der Bericht geht nach stderr, fertige Ausnahmen nach stdout",
      en: "Dry-run the pods of a run; the report goes to stderr, ready-made exemptions to stdout",
    },
  },
  announce: {
    command: "announce",
    describe: {
      de: "Einen Lauf beim Sicherheitsteam ankündigen: was davon zu sehen sein wird, deutsch und englisch, mit Suchfiltern für dessen Protokolle",
      en: "Print what a security team will see of a run, in German and English, with searches for its logs",
    },
  },
  probe: {
    command: "probe",
    describe: {
      de: "In einem Cluster Pods mit und ohne Verstoß versuchen, als Mandant und im Dry-Run",
      en: "Try compliant and non-compliant pods against a cluster, as a tenant and by dry run",
    },
  },
  cleanup: {
    command: "cleanup",
    describe: {
      de: "Entfernen, was abgebrochene Läufe hinterlassen haben",
      en: "Remove what killed runs left behind",
    },
  },
  collect: {
    command: "collect <from>",
    describe: {
      de: "Das Ergebnis eines Laufs ohne Sonobuoy in ein Archiv für dvs report packen",
      en: "Pack the result of a run without Sonobuoy into an archive for dvs report",
    },
  },
  slim: {
    command: "slim <tarball>",
    describe: {
      de: "Ein Archiv so verkleinern, dass es den Standort verlassen kann: nur was der Vergleich braucht, Namen als Pseudonyme",
      en: "Make an archive fit to leave the site: only what the comparison needs, names as pseudonyms",
    },
  },
  report: {
    command: "report <site..>",
    describe: {
      de: "Standorte vergleichen: aus ihren Sonobuoy-Archiven eine HTML-Seite in einer Datei",
      en: "Compare sites: one self-contained HTML page from their Sonobuoy archives",
    },
  },
  explain: {
    command: "explain <site> <policy>",
    describe: {
      de: "Einen Befund erklären: was versucht und geantwortet wurde, und die Befehle, die es wiederholen",
      en: "Explain a verdict: what was tried and answered, and the commands that repeat it",
    },
  },
  check: {
    command: "check [path..]",
    describe: {
      de: "Manifeste, Charts und Kustomizations ohne Cluster auf die Richtlinien prüfen",
      en: "Check manifests, charts and Kustomizations for the policies, without any cluster",
    },
  },
  policies: {
    command: "policies [action]",
    describe: {
      de: "Die Richtlinien auflisten: was sie verbieten, warum und wie man sie einhält; oder sie als Regeln für eine Policy-Engine ausgeben",
      en: "List the policies: what they forbid, why, and how to comply; or export them as an engine's rules",
    },
  },
};
