import { cutText, objectName, type RunResult, runNamespace, storedName } from "#results";

/** More of a message helps nobody who writes software. */
const longestMessage = 2000;

/**
 * A refusal's text as suppliers may have it: without the webhook that sent it, whose name may say what happens while it
 * is down, and without the names of the run and of the site's namespaces.
 */
export function plainMessage(message: string, { run, vantages, configuration }: RunResult): string {
  const { image } = configuration;
  const names: [string, string][] = [
    ...(typeof image === "string" && image !== "" ? [[image, "IMAGE"] as [string, string]] : []),
    [objectName(run.id), "POD"],
    [storedName(run.id), "POD"],
    [runNamespace(run.id), "NAMESPACE"],
    ...vantages.map(({ namespace }): [string, string] => [namespace, "NAMESPACE"]),
  ];
  const longestFirst = names.toSorted(([a], [b]) => b.length - a.length);
  const unnamed = longestFirst.reduce((text, [name, word]) => withoutName(text, name, word), message);
  return cutText(unnamed.replaceAll(webhook, "").trim(), longestMessage);
}

const webhook = /admission webhook "[^"]*" denied the request:\s*/gi;

function withoutName(text: string, name: string, word: string): string {
  if (name === "") return text;
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return text.replaceAll(new RegExp(`(?<![\\w-])${literal}(?![\\w-])`, "g"), word);
}
