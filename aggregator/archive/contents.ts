/** Members of an archive that lie in one folder, whether they are read or not. */
export interface FolderCount {
  /** E.g. `resources`, `plugins/e2e`; of a file at the top its name. */
  readonly folder: string;
  readonly members: number;
  readonly bytes: number;
}

/** More than the comparison needs, as Sonobuoy collects it where nobody says otherwise. */
export interface Surplus {
  readonly folders: readonly FolderCount[];
  /** Files that list ConfigMaps, one for each namespace that has some. */
  readonly configMaps: number;
  /** Files that list Secrets; Sonobuoy collects them only where it is told to. */
  readonly secrets: number;
}

/** A name that Sonobuoy made part of a path. */
export interface PathName {
  readonly kind: "node" | "namespace" | "pod";
  readonly name: string;
}

/** Folders of a cluster's data, of which a comparison reads nothing. */
export const surplusFolders: readonly string[] = ["resources", "hosts", "podlogs"];

/** A hostile archive could have any number of folders and names. */
const mostFolders = 50;
const mostNames = 50_000;
const otherFolder = "…";

/** What lies in an archive, counted by folder from the headers alone; nothing of it is read. */
export class Contents {
  readonly #folders = new Map<string, { members: number; bytes: number }>();
  readonly #names = new Map<string, PathName>();
  #configMaps = 0;
  #secrets = 0;

  /**
   * Counts a member.
   * @param name as `normalName` gives it; undefined if it leads out of the archive
   */
  count(name: string | undefined, bytes: number): void {
    const folder = name === undefined ? otherFolder : folderOf(name);
    const known = this.#folders.has(folder) || this.#folders.size < mostFolders;
    const key = known ? folder : otherFolder;
    const { members, bytes: before } = this.#folders.get(key) ?? { members: 0, bytes: 0 };
    this.#folders.set(key, { members: members + 1, bytes: before + bytes });
    if (name === undefined) return;
    if (name.endsWith("/core_v1_configmaps.json")) this.#configMaps += 1;
    if (name.endsWith("/core_v1_secrets.json")) this.#secrets += 1;
    for (const found of namesIn(name))
      if (this.#names.size < mostNames) this.#names.set(`${found.kind} ${found.name}`, found);
  }

  /** Sorted by name. */
  get folders(): readonly FolderCount[] {
    return [...this.#folders]
      .map(([folder, count]) => ({ folder, ...count }))
      .sort((a, b) => (a.folder < b.folder ? -1 : 1));
  }

  /** Names of nodes, namespaces and pods that stand in the members' paths. */
  get names(): readonly PathName[] {
    return [...this.#names.values()];
  }

  /** What the comparison does not need; undefined if there is nothing of the kind. */
  get surplus(): Surplus | undefined {
    const folders = this.folders.filter(
      ({ folder }) =>
        surplusFolders.includes(folder) || (folder.startsWith("plugins/") && folder !== "plugins/dvs"),
    );
    return folders.length === 0
      ? undefined
      : { folders, configMaps: this.#configMaps, secrets: this.#secrets };
  }
}

/** The folder by which a member is counted. */
export function folderOf(name: string): string {
  const [top = "", second, ...deeper] = name.split("/");
  return top === "plugins" && second !== undefined && deeper.length > 0 ? `${top}/${second}` : top;
}

/** Layout of Sonobuoy's archives: hosts/NODE/…, resources/ns/NAMESPACE/…, podlogs/NAMESPACE/POD/…, results and errors by node. */
function namesIn(name: string): PathName[] {
  const parts = name.split("/");
  const [top, second, third] = parts;
  const named = (kind: PathName["kind"], value: string | undefined): PathName[] =>
    value === undefined || value === "" ? [] : [{ kind, name: value }];
  if (top === "hosts" && parts.length > 2) return named("node", second);
  if (top === "resources" && second === "ns" && parts.length > 3) return named("namespace", third);
  if (top === "podlogs" && parts.length > 3) return [...named("namespace", second), ...named("pod", third)];
  const byNode = top === "plugins" && (third === "results" || third === "errors") && parts.length > 4;
  return byNode && parts[3] !== "global" ? named("node", parts[3]) : [];
}
