import type { Comparison } from "../../../aggregator/index.ts";
import { compare } from "../../../aggregator/index.ts";
import { archiveWith, profile } from "../comparisons.ts";
import { type InventedSite, inventedRun } from "../invented-sites.ts";

/** What a site, or who writes the list of sites, may write to do harm. */
export const hostileNames: readonly string[] = [
  '=HYPERLINK("https://evil.example","x")',
  "=cmd|'/c calc'!A1",
  "+1+2",
  "-1+2",
  "@SUM(A1:A9)",
  "\t=1+2",
  "\r=1+2",
  '"=1+2',
  "  '=1+2",
  "＝1+2",
  "﹦1+2",
  "x;=1+2",
  'x","=1+2',
  "a,@SUM(1)",
  "007",
  "1-2",
  "12e45",
  "</x></testsuite></text:p>]]><script>alert(1)</script>",
  "<!-- --><img src=x onerror=alert(1)> &amp; &#x41;",
  "@all @group/sub #1 !2 http://evil.example www.evil.example",
  "[x](javascript:alert(1)) ![x](http://evil.example/a.png)",
  "a|b||c\\|d",
  "`` ` ```code``` `",
  "x`<b>`@all",
  "a\n\n# heading\n| x |\n/close",
  "\u0000\u0007\u001b[31m\u0085\ud800x\udc00\ufffe",
  "\u202egnp.exe\u2066\u200b",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands
  "${7*7} {{x}} {{{y}}} $`1`$ __proto__",
  "two  blanks   inside",
  "x".repeat(10_000),
];

const base: InventedSite = {
  name: "",
  id: "",
  engine: "kyverno",
  all: "enforced",
  but: {
    "require-ro-rootfs": "open",
    "require-limits-and-requests": "partly",
    "restrict-sysctls": "webhook-down",
    "restrict-apparmor": "not-applicable",
    "require-non-root-groups": "looser",
  },
};

/** One site for each hostile name; the name is also its archive's, its group, and in its messages and its policies. */
export function hostileComparison(names: readonly string[] = hostileNames): Comparison {
  const archives = names.map((text, index) => {
    const run = inventedRun({
      ...base,
      id: idOf(index),
      facts: { distribution: { value: text }, kubernetesVersion: { value: text } },
    });
    const probes = run.probes.map((probe) => ({
      ...probe,
      ...("message" in probe.outcome && { outcome: { ...probe.outcome, message: text } }),
    }));
    const [own] = run.probes;
    const foreign = own === undefined ? [] : [{ ...own, policy: text, probe: `${text}/x`, says: text }];
    return archiveWith({ ...run, probes: [...probes, ...foreign] }, text);
  });
  const listed = names.map((name, index) => ({
    line: index + 1,
    id: idOf(index),
    name,
    group: name,
    parameters: {},
  }));
  return compare(archives, { profile, listed });
}

function idOf(index: number): string {
  return `${String(index).padStart(8, "0")}-b174-4f60-90bb-707070707070`;
}
