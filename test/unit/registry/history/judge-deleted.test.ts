import { expect, test } from "vitest";
import type { CommitChange, HistoryCommit } from "../../../../src/registry/history/commit-change.js";
import { deletedFindings } from "../../../../src/registry/history/deleted-finding.js";
import { firstAdditions, livesOf } from "../../../../src/registry/history/file-life.js";
import { replacements } from "../../../../src/registry/history/gave-way.js";
import { readGone } from "../../../../src/registry/history/gone-file.js";
import { deletedFiles } from "../../../../src/registry/history/judge-deleted.js";
import { ModelScene } from "../../../support/model-scene.js";
import { bob } from "../../../support/registry-scene.js";

const bytes = (content: string | Uint8Array = "") =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

/** A history of a scene: each call is a commit of what the scene's files are then. */
class SceneHistory {
  readonly changes: CommitChange[] = [];
  readonly #blobs = new Map<string, Uint8Array>();
  #last = new Map<string, string | Uint8Array>();

  commit({ files }: ModelScene): void {
    const order = this.changes.length;
    const commit: HistoryCommit = {
      ...{ id: `${order}`.padStart(40, "c"), order, merge: false },
      ...{ time: Date.parse("2026-03-02"), author: "Ann", subject: "work" },
    };
    for (const path of new Set([...this.#last.keys(), ...files.keys()])) {
      const [before, now] = [this.#last.get(path), files.get(path)];
      if (before === now) continue;
      const blob = now === undefined ? undefined : `${path} ${order}`;
      if (blob !== undefined) this.#blobs.set(blob, bytes(now));
      this.changes.push({ commit, path, added: before === undefined, ...(blob !== undefined && { blob }) });
    }
    this.#last = new Map(files);
  }

  /** What is deleted, judged against the scene as it is now. @param gaveWay digests of records. */
  deleted(made: ModelScene, { lacking = false, gaveWay = new Set<string>() } = {}) {
    const ever = new Set(this.changes.map(({ path }) => path).filter((path) => !path.includes("/aliases/")));
    const gone = [...ever].filter((path) => !made.files.has(path)).sort();
    const lives = livesOf(this.changes, gone, new Set(this.#last.keys()));
    const files = readGone(made.item, lives, lacking ? new Map() : this.#blobs);
    const firstAdded = firstAdditions(this.changes);
    const judged = deletedFiles(made.item, files, { gaveWay, firstAdded });
    return {
      paths: judged.map(({ life }) => life.path),
      replaced: replacements(made.item, files),
      findings: deletedFindings(made.item, judged, this.changes),
    };
  }
}

function scene(): { readonly made: ModelScene; readonly history: SceneHistory; readonly rejection: string } {
  const [made, history] = [new ModelScene(), new SceneHistory()];
  made.register(1);
  made.alias("champion", "1");
  history.commit(made);
  const { id } = made.judge("reject", "1", bob);
  history.commit(made);
  return { made, history, rejection: `models/penguins/events/${id}.json` };
}

test("nothing is deleted where everything is there", () => {
  const { made, history } = scene();
  expect(history.deleted(made).paths).toEqual([]);
});

test("a rejection that is gone is named, with who gave it, the commit and the way back", () => {
  const { made, history, rejection } = scene();
  const had = history.changes.at(-1)?.commit.id.slice(0, 12);
  made.files.delete(rejection);
  history.commit(made);
  const took = history.changes.at(-1)?.commit.id.slice(0, 12);
  expect(history.deleted(made).findings).toEqual([
    {
      ...{ rule: "deleted-file", severity: "error", file: rejection, line: 1, column: 1 },
      message: `an event of Bob@Example.com (rejected 1) was committed once and is not there: commit ${took} (2026-03-02, Ann: "work") deleted it`,
      hint: `bring it back: git checkout ${had} -- :/${rejection}`,
    },
  ]);
});

test("without its bytes it is named all the same", () => {
  const { made, history, rejection } = scene();
  made.files.delete(rejection);
  const { paths, findings } = history.deleted(made, { lacking: true });
  expect(paths).toEqual([rejection]);
  expect(findings[0]?.message).toContain("a file whose bytes are not in this partial clone");
});

test("what was damaged from its first day is not named, what was damaged later is", () => {
  const { made, history, rejection } = scene();
  made.files.set(rejection, "damaged later");
  history.commit(made);
  const damaged = rejection.replace(/[^/]+$/, "01KJMMZZZZ0000000000000000.json");
  made.files.set(damaged, "{}");
  history.commit(made);
  made.files.delete(rejection);
  made.files.delete(damaged);
  history.commit(made);
  expect(history.deleted(made).paths).toEqual([rejection]);
});

test("the line of an alias comes back with its last move alone", () => {
  const { made, history } = scene();
  made.register(2);
  const second = made.alias("champion", "2");
  history.commit(made);
  const third = made.alias("champion", "1");
  history.commit(made);
  for (const { id } of [second, third]) made.files.delete(`models/penguins/events/${id}.json`);
  history.commit(made);
  const [first, last] = history.deleted(made).findings;
  expect(first?.hint).not.toContain("aliases");
  expect(last?.hint).toMatch(
    / :\/models\/penguins\/aliases\/champion; whoever .*: mlx model rollback penguins champion$/,
  );
});

test("a publication that another one replaced is asked about; if it gave way, what was said of it is no loss either", () => {
  const { made, history, rejection } = scene();
  const record = made.record("1").digest;
  const [publication = ""] = [...made.files.keys()].filter((path) => path.includes("/events/"));
  for (const path of [publication, rejection]) made.files.delete(path);
  made.register(1, { "model.json": "theirs" });
  const { replaced, paths } = history.deleted(made);
  expect(replaced).toMatchObject([{ record, gone: { content: { kind: "event" } } }]);
  expect(made.files.has(replaced[0]?.standing ?? "")).toBe(true);
  expect(paths).toEqual([publication, rejection]);
  expect(history.deleted(made, { gaveWay: new Set([record]) }).paths).toEqual([]);
});

test("an item of which nothing is left but the name is another one, unless its versions are the former ones", () => {
  const { made, history } = scene();
  const former = new Map(made.files);
  made.files.clear();
  made.register(1, { "model.json": "another" });
  expect(history.deleted(made).paths).toEqual([]);
  for (const version of ["1.json", "1.yaml"]) {
    const path = `models/penguins/versions/${version}`;
    made.files.set(path, former.get(path) ?? "");
  }
  const events = [...former.keys()].filter((path) => path.includes("/events/"));
  expect(history.deleted(made).paths).toEqual(events);
});
