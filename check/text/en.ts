import type { Broken } from "../documents.ts";
import type { Home } from "../notes/homes.ts";
import type { PlainType } from "../wrong-type.ts";
import type { Words } from "./words.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOENT: "it is not there, or a link that leads nowhere",
};

const broken: Readonly<Record<Exclude<Broken["reason"], "other">, string>> = {
  tab: "a tab is used to indent; YAML takes blanks only",
  duplicate: "the key stands here a second time; which one holds would be left to chance: take one away",
  aliases: "its anchors and aliases would grow beyond all bounds",
  indentation: "the indentation does not fit the lines above: fields of one block begin in the same column",
  template:
    "looks like a template that has not been rendered: render the chart first (helm template … | dvs check -)",
  bracket: "the bracket that opens here is not closed",
  colon: "a value with a colon and a blank in it has to be in quotes",
  "no-colon": "no field is named here: a colon with a blank behind it is missing",
  reserved: "a value that begins with this character has to be in quotes",
  alias: "no anchor (&…) of this name stands above; a text that begins with * has to be in quotes",
  escape: "this backslash means nothing in double quotes: write it twice, or take single quotes",
  quote: "the quote that opens here is not closed in its line",
  "behind-quote": `something stands behind the quote that ends the value; one within the value is written twice ('') or, in double quotes, with a backslash (\\")`,
  "behind-bracket": "something stands behind the bracket that ends the value",
  comma: "in this bracket a comma is missing, or there is one too many",
  tag: "what begins with ! is a tag to YAML, and this one does not fit here: put the text in quotes, or take the tag away",
  block: "behind | or > the text begins in the next line, indented",
  key: "the name of a field has to be a text; a value with braces or brackets has to be in quotes",
  merge: "<< takes a block with fields, usually an alias (*…) of one",
  second:
    "to YAML the document above has ended; on one level stand either fields or entries of a list (-), and a line with --- stands before a new object",
  directive: "a line that begins with % is a directive to YAML, and it knows none like this",
  control: "a control character stands here, which YAML does not permit: take it away",
  depth: "nested too deeply",
};

const expectedTypes: Readonly<Record<PlainType, string>> = {
  text: "a text, in quotes if need be",
  number: "a number without quotes",
  boolean: "true or false without quotes",
  list: "a list",
  map: "a block of fields",
};

const foundTypes: Readonly<Record<PlainType, string>> = {
  text: "a text",
  number: "a number",
  boolean: "true or false",
  list: "a list",
  map: "a block of fields",
};

const homes: Readonly<Record<Home, string>> = {
  SecurityContext: "the container's securityContext",
  Container: "a container",
  PodSecurityContext: "the pod's securityContext",
  PodSpec: "the pod's spec",
  ResourceRequirements: "the container's resources",
  Probe: "a probe",
};

/** What was meant by a field that there is not. */
function meant({ likely, home }: { readonly likely?: string; readonly home?: Home }): string {
  if (home === undefined) return likely === undefined ? "" : `; did you mean ${likely}?`;
  return likely === undefined
    ? `, it belongs into ${homes[home]}`
    : `; did you mean ${likely} in ${homes[home]}?`;
}

const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** English. */
export const en: Words = {
  weights: { must: "must", should: "should" },
  byHand: {
    probe: "Probes: path and port are a proposal; liveness and readiness should ask different things.",
    user: "User: the image needs a user with a numeric id other than 0.",
    "manifest-user":
      "User: this manifest, not the image, asks for root; the number is a proposal, best is that of the image's own user.",
    group: "Group: the files that the application reads and writes must be open to this group.",
    image: "Image: it has to lie in this registry first.",
    writable: "Read-only root: mount an emptyDir or a volume wherever the application writes.",
    resources: "CPU and memory: values to begin with; measure what the application takes.",
    port: "Ports: two entries have the same containerPort, a patch cannot tell them apart.",
    storage: "Storage: an emptyDir is lost with the pod; what has to last needs a PersistentVolumeClaim.",
  },
  notSet: (field) => `${field} is not set`,
  holds: (field, value) => `${field} is ${value}`,
  cannotJudge: "it cannot be judged: a field that belongs to it has a form that no cluster takes",
  wrongType: ({ expected, found }) => `must be ${expectedTypes[expected]}, but is ${foundTypes[found]}`,
  noName: "without a name",
  container: (name) => `container ${name}`,
  toComply: "to comply, merge these fields:",
  readOn: "What each policy demands, why, and how to comply: dvs policies",
  excepted: (reason) => `excepted: ${reason}`,
  renderedBy: (program) => `rendered by ${program}; lines are those of the rendered text`,
  fromTemplate: (template) => `from the template ${template}`,
  likelyValues: (keys) => `values that likely decide it: ${keys.join(", ")}`,
  requirements: "Requirements",
  at: (line) => `line ${line} of the rendered text`,
  exceptions: (fault) => {
    switch (fault.kind) {
      case "no-list":
        return "expected is one list of exceptions, each with policy, reason and expires";
      case "no-entry":
        return "expected is an exception with policy, reason and expires";
      case "unknown-key":
        return `the key ${fault.key} is not known; known: policy, kind, name, namespace, container, reason, expires`;
      case "lacking":
        return `${fault.key} is missing`;
      case "no-text":
        return `${fault.key}: expected is a text`;
      case "unknown-policy":
        return `there is no policy ${fault.policy}; there are ${fault.known.join(", ")}`;
      case "no-day":
        return `expires: ${fault.value} is no day as in 2027-06-30`;
    }
  },
  left: {
    decision: "What belongs there, only the author of the application can tell.",
    "foreign-kind": "kustomize cannot merge lists in a kind that Kubernetes itself does not have.",
    "no-name": "The object has no name by which a patch could find it.",
    "container-without-name": "The container has no name by which a patch could find it.",
  },
  leftHead: "Not corrected, because only the author can decide or the patch cannot find the place:",
  patchSum: (corrected, left) =>
    `The patch corrects ${count(corrected, "finding")}${left === 0 ? "" : `, ${left} ${left === 1 ? "is" : "are"} left`}.`,
  patchHead: (version) => [
    `Written by dvs check ${version}: what only takes away or states what the platform does anyway.`,
    "Whether the application runs with it, a test has to show. To apply it, name the folder of this",
    "file under components in your kustomization.yaml.",
  ],
  fault: "error",
  note: "note",
  says: (said) => {
    switch (said.kind) {
      case "missing":
        return "there is no such file or folder";
      case "unreadable":
        return `cannot be read: ${reasons[said.reason] ?? said.reason}`;
      case "too-large":
        return `has ${megabytes(said.bytes)} MB, at most ${megabytes(said.most)} MB are read: check its objects in several files`;
      case "binary":
        return "is no text but a binary file";
      case "encoding":
        return "is neither UTF-8 nor UTF-16: save it as UTF-8";
      case "broken":
        return `cannot be read as YAML: ${said.reason === "other" ? `the YAML reader cannot go on here ("${said.message}")` : broken[said.reason]}`;
      case "malformed":
        return `${said.object} cannot be judged: ${said.field} is missing or has a form that no cluster takes`;
      case "program-missing":
        return said.what === "chart"
          ? "is a Helm chart, and helm is not found: install Helm, or check what helm template prints"
          : `is a Kustomization, and neither ${said.programs.join(" nor ")} is found: install one, or check what it prints`;
      case "program-failed":
        return `${said.command} failed: ${said.message}`;
      case "no-template":
        return `${said.object} holds no pod template at ${said.paths.join(" or ")} (--pod-template-path)`;
      case "not-kubernetes":
        return "is no Kubernetes object (apiVersion or kind is missing): skipped";
      case "unknown-kind":
        return said.likely.length === 0
          ? `${said.name} (${said.apiVersion}): this kind is not known here, and it seems to hold no pod: not judged`
          : `${said.name} (${said.apiVersion}): this kind is not known here, but seems to hold a pod: to judge it, ${said.likely.map((path) => `--pod-template-path ${kindOf(said.name)}=${path}`).join(" ")}`;
      case "component":
        return "is a component of kustomize: judged where a Kustomization uses it";
      case "plain-text":
        return `${said.field} holds the text ${said.value}, where fields belong: is a colon missing, as in "name: web"?`;
      case "never-starts":
        return `container ${said.container} runs as user 0 although runAsNonRoot is true: the kubelet will not start it; not the image but this manifest says so, name the number of another user here`;
      case "owners-changed":
        return `init container ${said.container} runs ${said.program}, mostly as root: fsGroup at pod level gives a volume to the pod's group, the init container can be removed then`;
      case "unknown-field": {
        const end = said.likely !== undefined ? " kubectl" : ": kubectl";
        return `there is no field ${said.field} in ${said.within}${meant(said)}${end} refuses unknown fields, whoever does not ignores them`;
      }
      case "no-choice":
        return `${said.value} is not possible here: a cluster takes ${said.words.join(", ")} only`;
      case "no-quantity":
        return `${said.value} is no quantity that a cluster takes: units are m, k, M, G, Ki, Mi, Gi …, as in 500m or 128Mi`;
      case "no-image":
        return `${said.value} is no name under which an image can be found: no https:// before it, only small letters and digits behind the host, as in registry.musterstadt.example/shop/app:1.2.3`;
      case "no-version":
        return `${said.value} names no fixed version: another image may come at each start; state a tag such as 1.2.3, or a digest`;
      case "above-limit":
        return `the request for ${said.resource} (${said.request}) is above its limit (${said.limit}): no cluster takes that`;
      case "no-handler":
        return `${said.probe} asks nothing: no cluster takes a probe without httpGet, tcpSocket, grpc or exec`;
      case "loop":
        return "is a link that leads back to itself: not followed";
      case "not-judged":
        return `${said.policy} was not judged: it takes the site's registries (--allowed-registries)`;
      case "unused-exception":
        return said.met
          ? `exception for ${said.exception}: nothing is at fault there, it can be taken out`
          : `exception for ${said.exception}: it fits nothing that was checked; is a name mistyped?`;
      case "expired-exception":
        return `exception for ${said.exception}: expired on ${said.expires}, it covers nothing any more`;
    }
  },
  summary: ({ files, objects, pods, findings, excepted, faults }) =>
    [
      `${count(pods, "pod")} in ${count(objects, "object")} of ${count(files, "input")} checked`,
      count(findings, "finding"),
      ...(excepted > 0 ? [`${excepted} excepted`] : []),
      ...(faults > 0 ? [count(faults, "error")] : []),
    ].join(", "),
  nothing: ({ files, objects }) =>
    objects === 0
      ? `Nothing was checked: no Kubernetes object in ${count(files, "input")}.`
      : `Nothing was checked: ${count(objects, "object")}, and none that holds a pod.`,
};

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
}

function kindOf(object: string): string {
  return object.split("/")[0] ?? object;
}
