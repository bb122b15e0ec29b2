import { profiles } from "#policies";
import { type RunResult, readJUnit, version, writeJUnit } from "#results";
import {
  compare,
  errorsFolder,
  type FolderCount,
  folderOf,
  memberNames,
  type Problem,
  sameFindings,
  type WholeArchive,
} from "../aggregator/index.ts";
import type { IdentifierKind } from "./names/identifier-kind.ts";
import { namesOf } from "./names/names-of.ts";
import { type Mapped, Pseudonyms } from "./names/pseudonyms.ts";
import { scrubber } from "./names/scrub.ts";
import { type PackedMember, pack } from "./pack.ts";
import { SlimError } from "./slim-error.ts";
import { type ResultTools, slimResult } from "./slim-result.ts";

/** What a site wants beyond the ordinary. */
export interface SlimOptions {
  readonly hideSiteName: boolean;
  /** Further words to replace. */
  readonly words: readonly string[];
}

/** A file of the slim archive, in bytes before and after. */
export interface KeptMember {
  readonly name: string;
  /** Absent for what was not there before. */
  readonly before?: number;
  readonly after: number;
}

/** A slim archive, and what became of the old one. */
export interface Slim {
  readonly bytes: Buffer;
  readonly kept: readonly KeptMember[];
  readonly dropped: readonly FolderCount[];
  /** Different names, by kind; kinds that did not occur are left out. */
  readonly replaced: readonly { readonly kind: IdentifierKind; readonly names: number }[];
  readonly mapping: readonly Mapped[];
  /** What is wrong with the archive that was read, though it has something to hand over. */
  readonly problem?: Problem;
  /** The archive holds no result, but what Sonobuoy says of its failure. */
  readonly withoutResult: boolean;
}

/**
 * Makes of a fat archive one that holds only what a comparison needs: chooses members, gives names pseudonyms, packs,
 * and checks that the verdicts are the same.
 * @param whole whatever `dvs report` takes as a site, as the aggregator read it
 * @param key the site's secret
 * @throws SlimError if the archive cannot be used, or if the verdicts would change
 */
export async function slim(whole: WholeArchive, key: Uint8Array, options: SlimOptions): Promise<Slim> {
  refuseUnusable(whole);
  const { result, problem } = whole.archive;
  const pseudonyms = new Pseudonyms(key);
  const tools = toolsFor(whole, pseudonyms, options);
  const slimmed = result === undefined ? undefined : slimResult(result, tools);
  const members = membersOf(whole, slimmed, tools);
  if (result !== undefined && slimmed !== undefined) checkVerdicts(whole, result, slimmed);
  return {
    bytes: await pack(members, new Date(result?.run.finished ?? 0)),
    kept: keptOf(whole, members, tools),
    dropped: droppedOf(whole),
    replaced: countsOf(pseudonyms.mapping),
    mapping: pseudonyms.mapping,
    ...(problem && { problem }),
    withoutResult: result === undefined,
  };
}

/**
 * Refuses an archive of which nothing can be handed over. A site that refused the plugin, or where it failed, hands
 * over what was said of it.
 * @throws SlimError
 */
export function refuseUnusable({ archive: { slimmed, result, problem } }: WholeArchive): void {
  if (slimmed !== undefined) throw new SlimError({ kind: "slimmed-already", version: slimmed.version });
  if (result !== undefined || problem?.kind === "refused" || problem?.kind === "plugin-error") return;
  throw new SlimError({ kind: "unusable", problem: problem ?? { kind: "no-result", plugins: [] } });
}

function toolsFor(
  { archive, contents }: WholeArchive,
  pseudonyms: Pseudonyms,
  { hideSiteName, words }: SlimOptions,
): ResultTools {
  const { result } = archive;
  const dictionary = namesOf({ result, paths: contents.names, words, hideSiteName }, pseudonyms);
  const names = { pseudonyms, dictionary };
  return {
    ...names,
    scrub: scrubber(names),
    scrubEvidence: scrubber({ ...names, evidence: true }),
    hideSiteName,
  };
}

function membersOf(
  { archive, plugins, errors }: WholeArchive,
  result: RunResult | undefined,
  tools: ResultTools,
): PackedMember[] {
  const { packing, problem } = archive;
  const cutOff = problem?.kind === "truncated";
  const json = (name: string, content: unknown): PackedMember => ({ name, content: JSON.stringify(content) });
  return [
    ...(packing.by === "sonobuoy"
      ? [
          json(memberNames.config, {
            UUID: slimUuid(packing.uuid, tools),
            ...(packing.version !== undefined && { Version: tools.scrub(packing.version) }),
          }),
        ]
      : []),
    ...(packing.by === "other" ? [json(memberNames.packedBy, { packedBy: tools.scrub(packing.name) })] : []),
    ...(plugins === undefined
      ? []
      : [json(memberNames.info, { plugins: plugins.map((name) => tools.scrub(name)) })]),
    json(memberNames.slimmed, { slimmedBy: "dvs", version, ...(cutOff && { cutOff }) }),
    ...(result === undefined ? [] : [{ name: memberNames.junit, content: writeJUnit(result) }]),
    ...errors.map(({ member, detail }) => json(slimErrorName(member, tools), { error: tools.scrub(detail) })),
  ];
}

function slimUuid(uuid: string, { pseudonyms }: ResultTools): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid) ? uuid : pseudonyms.of("id", uuid);
}

/** Errors of a DaemonSet lie in folders that are called like nodes. */
function slimErrorName(member: string, { pseudonyms }: ResultTools): string {
  const folders = member
    .slice(errorsFolder.length + 1)
    .split("/")
    .slice(0, -1);
  const shown = folders.map((folder) => (folder === "global" ? folder : pseudonyms.of("node", folder)));
  return [errorsFolder, ...shown, "error.json"].join("/");
}

/** Reads again what was written and judges both. A slip in a name must never become a verdict. */
function checkVerdicts({ archive }: WholeArchive, before: RunResult, slimmed: RunResult): void {
  const after = readJUnit(writeJUnit(slimmed));
  const same = Object.values(profiles).every((profile) => {
    const cells = [before, after].map((result) => {
      const { sites } = compare([{ ...archive, result }], { profile });
      return sites.map((site) => [
        site.state,
        site.namespaces,
        [...site.cells, ...site.furtherCells].map(({ verdict, flags, vantages }) => [
          verdict,
          flags,
          vantages.map((vantage) => [vantage.verdict, vantage.flags, vantage.kind]),
        ]),
      ]);
    });
    return JSON.stringify(cells[0]) === JSON.stringify(cells[1]);
  });
  if (!same || !sameFindings(before, after)) throw new SlimError({ kind: "verdicts-differ" });
}

function keptOf({ kept }: WholeArchive, members: readonly PackedMember[], tools: ResultTools): KeptMember[] {
  const nameAfter = (name: string) =>
    name.startsWith(`${errorsFolder}/`) ? slimErrorName(name, tools) : name;
  const before = new Map(kept.map(({ name, bytes }) => [nameAfter(name), bytes]));
  const bare = before.get(memberNames.bareJUnit);
  return members.map(({ name, content }) => {
    const found = before.get(name) ?? (name === memberNames.junit ? bare : undefined);
    return { name, ...(found !== undefined && { before: found }), after: Buffer.byteLength(content) };
  });
}

/** What lay in each folder and was not read. */
function droppedOf({ contents, kept }: WholeArchive): FolderCount[] {
  const byFolder = Map.groupBy(kept, ({ name }) => folderOf(name));
  return contents.folders
    .map(({ folder, members, bytes }) => {
      const own = byFolder.get(folder) ?? [];
      return {
        folder,
        members: members - own.length,
        bytes: bytes - own.reduce((sum, member) => sum + member.bytes, 0),
      };
    })
    .filter(({ members }) => members > 0);
}

function countsOf(mapping: readonly Mapped[]): Slim["replaced"] {
  return [...Map.groupBy(mapping, ({ kind }) => kind)].map(([kind, own]) => ({ kind, names: own.length }));
}
