import type { MlflowArtifact } from "./history.js";
import type { ServerClient } from "./server-client.js";
import { sourceError } from "./source-error.js";
import { listOf, requireText } from "./values.js";

const proxy = "/api/2.0/mlflow-artifacts/artifacts";
/** No folder of artifacts is deeper; a server that says so leads in a circle. */
const deepest = 64;

/** The artifacts that a server hands out itself (`mlflow-artifacts:`). */
export class ServerArtifacts {
  constructor(private readonly client: ServerClient) {}

  /** Files below an artifact URI. @param missing told of artifacts that the server does not hand out. */
  async below(uri: string | undefined, missing: string[]): Promise<MlflowArtifact[]> {
    if (uri === undefined) return [];
    const [, root] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(uri) ?? [];
    if (root === undefined) {
      missing.push(`artifacts at ${uri}, which the server does not hand out`);
      return [];
    }
    const found: MlflowArtifact[] = [];
    await this.#walk(root.replace(/\/+$/, ""), "", 0, found);
    return found;
  }

  async #walk(root: string, folder: string, depth: number, found: MlflowArtifact[]): Promise<void> {
    if (depth > deepest) throw sourceError(`its artifacts nest deeper than ${deepest} folders at ${folder}`);
    const below = folder === "" ? root : `${root}/${folder}`;
    const answer = await this.client.get(proxy, { path: below });
    for (const item of listOf(answer["files"], "files")) {
      // Relative to the folder that was asked for; of deeper paths, as some servers answer, the end counts.
      const name = requireText(item, "path", "an artifact").replace(/\/+$/, "").split("/").at(-1) ?? "";
      if (name === "" || name === "." || name === "..")
        throw sourceError(`an artifact is called ${JSON.stringify(name)}`);
      const path = folder === "" ? name : `${folder}/${name}`;
      if (item["is_dir"] === true) await this.#walk(root, path, depth + 1, found);
      else
        found.push({
          path,
          source: {
            download: (target) => this.client.download(`${proxy}/${encoded(`${root}/${path}`)}`, target),
          },
        });
    }
  }
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
