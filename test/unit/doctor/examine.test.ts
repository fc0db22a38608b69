import { describe, expect, test } from "vitest";
import type { CheckItem } from "../../../src/doctor/check-item.js";
import { examine } from "../../../src/doctor/examine.js";
import type { ProjectFacts, ReleaseFacts, SuiteFacts } from "../../../src/doctor/facts.js";
import { headline } from "../../../src/doctor/headline.js";
import { day, goodModel, goodSuite, now, projectFacts } from "../../support/project-facts.js";

function itemsOf(facts: ProjectFacts): ReadonlyMap<string, CheckItem> {
  return new Map(
    examine(facts).sections.flatMap(({ items }) => items.map((item) => [item.id, item] as const)),
  );
}

/** An item once something of a whole project is otherwise. */
const judged = (id: string, changes: Partial<ProjectFacts>) => itemsOf(projectFacts(changes)).get(id);
const withModel = (id: string, changes: Partial<ReleaseFacts>) =>
  judged(id, { releases: [{ ...goodModel, ...changes }] });
const withSuite = (id: string, changes: Partial<SuiteFacts>) =>
  judged(id, { suites: [{ ...goodSuite, ...changes }] });

test("a project that lacks nothing has every item in place, each with its evidence and nothing to mend", () => {
  const examination = examine(projectFacts());
  const items = examination.sections.flatMap((section) => section.items);
  expect(items.filter(({ state }) => state !== "ok")).toEqual([]);
  expect(items.filter(({ evidence, mend }) => evidence === "" || mend !== undefined)).toEqual([]);
  expect(examination.sections.map(({ id, items: { length } }) => [id, length])).toEqual([
    ["rebuild", 5],
    ["evaluate", 5],
    ["watch", 4],
    ["fall-back", 1],
    ["budget", 2],
    ["audit", 4],
    ["secrets", 1],
  ]);
  expect(headline(examination)).toBe("churn: all 22 in place");
});

test("an empty repository is told what to begin with; what cannot be judged yet is left out", () => {
  const empty = projectFacts({
    ...{
      data: { tracked: 0, unclean: [], uncommitted: [] },
      store: { kind: "none" },
      suites: [],
      monitors: [],
    },
    ...{ packages: { manifests: [], locks: [], unpinned: 0 }, ci: { files: [], commands: [] }, releases: [] },
    ...{ schemas: { names: [], tables: 0, without: [] }, registry: { items: 0, problems: 0 } },
  });
  const { hook: _, codeOwners: __, ...facts } = empty;
  const examination = examine(facts);
  expect([...itemsOf(facts)].map(([id, { state }]) => [id, state])).toEqual([
    ["data-versioned", "missing"],
    ["packages-locked", "ok"],
    ["suite", "missing"],
    ["hook", "missing"],
    ["monitors", "missing"],
    ["previous", "missing"],
    ["secrets", "ok"],
  ]);
  expect(headline(examination)).toBe("churn: 2 of 7 in place, 5 missing");
});

describe("rebuildable", () => {
  test.each<[string, Partial<ProjectFacts>, object]>([
    [
      "no store",
      { store: { kind: "none" } },
      { state: "missing", mend: expect.stringContaining("mlx remote add") },
    ],
    [
      "bytes that were not pushed",
      { store: { kind: "asked", remote: "origin", url: "../s", inside: false, missing: 2 } },
      { state: "missing", evidence: "origin lacks 2 objects", mend: "mlx data push" },
    ],
    [
      "a store that was not asked",
      { store: { kind: "not-asked", remote: "origin", url: "s3://bucket" } },
      { state: "partly", mend: "mlx doctor --remote" },
    ],
    [
      "a store that gives no answer",
      { store: { kind: "unreachable", remote: "origin", reason: "no route" } },
      { state: "partly", evidence: "origin gives no answer: no route", mend: "mlx remote check origin" },
    ],
    [
      "a store in the repository itself",
      { store: { kind: "asked", remote: "origin", url: "store", inside: true, missing: 0 } },
      { state: "partly", evidence: "all of them, in store/ of this repository" },
    ],
  ])("%s", (_, changes, expected) => expect(judged("data-stored", changes)).toMatchObject(expected));

  test("changed data and pointers that were not committed are named", () => {
    const data = { tracked: 2, unclean: ["data/a.csv", "b"], uncommitted: [] };
    expect(judged("data-versioned", { data })).toMatchObject({
      state: "partly",
      evidence: "data/a.csv and 1 more: not as the pointer says",
    });
    const fresh = { tracked: 1, unclean: [], uncommitted: ["data/a.csv.mlx"] };
    expect(judged("data-versioned", { data: fresh })).toMatchObject({
      state: "partly",
      evidence: "data/a.csv.mlx: not committed",
    });
  });

  test("a manifest without a lock file, and lines without a version", () => {
    const none = { manifests: ["pyproject.toml"], locks: [], unpinned: 0 };
    expect(judged("packages-locked", { packages: none })).toMatchObject({
      state: "missing",
      mend: "uv lock",
    });
    const loose = { manifests: [], locks: ["requirements.txt"], unpinned: 3 };
    expect(judged("packages-locked", { packages: loose })).toMatchObject({
      state: "partly",
      evidence: "requirements.txt: 3 lines without a version",
    });
  });

  test("a model of which nobody knows how it came about, of dirty code, or that nobody has made again", () => {
    expect(withModel("lineage", { lineage: { dirty: false, missing: ["run"] } })).toMatchObject({
      state: "missing",
      evidence: "churn@2: nobody knows which run made it",
    });
    expect(withModel("lineage", { lineage: { run: "R", dirty: true, missing: [] } })?.state).toBe("partly");
    expect(
      withModel("lineage", { lineage: { run: "R", dirty: false, missing: ["environment"] } }),
    ).toMatchObject({
      state: "partly",
      evidence: "churn@2: not known: environment",
    });
    const { reproduction: _, ...never } = goodModel;
    expect(judged("reproduced", { releases: [never] })).toMatchObject({
      state: "missing",
      mend: "mlx runs reproduce 3587V78H --record churn@2",
    });
    expect(withModel("reproduced", { reproduction: { grade: "different" } })?.state).toBe("partly");
  });
});

describe("golden data and evaluation", () => {
  test("of two suites one has no baseline: partly; of none: missing", () => {
    const lacking = { ...goodSuite, name: "other", hasBaseline: false };
    expect(judged("baseline", { suites: [goodSuite, lacking] })).toMatchObject({
      state: "partly",
      mend: "mlx eval baseline accept other",
    });
    expect(judged("baseline", { suites: [lacking] })?.state).toBe("missing");
  });

  test("an alias that moves without an evaluation is told where to add the gate", () => {
    expect(withModel("evaluation-gate", { gates: [{ kind: "scan" }] })).toMatchObject({
      state: "missing",
      mend: "add {evaluation: answer} to production in models/churn/model.yaml",
    });
  });

  test("CI that runs something else, and no CI", () => {
    const ci = { files: [".gitlab-ci.yml"], commands: [] };
    expect(judged("ci-evaluates", { ci })).toMatchObject({
      state: "missing",
      evidence: ".gitlab-ci.yml runs no evaluation",
      mend: "add to .gitlab-ci.yml: mlx eval run answer",
    });
    expect(judged("ci-evaluates", { ci: { files: [], commands: [] } })?.evidence).toBe("there is no CI");
  });

  test("without a commit hook CI still finds it: partly", () => {
    const { hook: _, ...facts } = projectFacts();
    expect(itemsOf(facts).get("hook")).toMatchObject({ state: "partly", mend: "mlx hooks install" });
  });
});

describe("drift, quality and latency", () => {
  test.each([
    [179, "ok"],
    [181, "partly"],
  ])("a baseline of %d days ago is %s", (days, state) => {
    expect(judged("monitors", { monitors: [{ name: "train", baseline: now - days * day }] })?.state).toBe(
      state,
    );
  });

  test("a drift check on pushes alone does not see data that drift when nobody pushes", () => {
    const file = "ci.yml";
    const ci = { files: [file], commands: [{ verb: "drift check", file, line: 3, scheduled: false }] };
    expect(judged("ci-drift", { ci })).toMatchObject({
      state: "partly",
      evidence: "mlx drift check in ci.yml:3, on pushes alone",
    });
  });

  test("tables without a schema are named, and schemas that CI does not check", () => {
    const schemas = { names: ["a"], tables: 2, without: ["data/b.csv"] };
    expect(judged("schemas", { schemas })).toMatchObject({
      state: "partly",
      mend: "mlx schema infer data/b.csv",
    });
    expect(judged("schemas", { ci: { files: ["ci.yml"], commands: [] } })).toMatchObject({
      state: "partly",
      mend: "add to ci.yml: mlx schema check FILE",
    });
  });

  test("latency is limited by a gate of the suite, or one of the model on a figure that is a time", () => {
    expect(withSuite("latency", { limitsLatency: false })).toMatchObject({ state: "partly" });
    expect(withModel("latency", { gates: [{ kind: "metric", metric: "accuracy" }] })).toMatchObject({
      state: "partly",
    });
    expect(withModel("latency", { gates: [{ kind: "metric", metric: "p95_seconds" }] })?.state).toBe("ok");
  });
});

describe("a version to fall back to", () => {
  const { previous: _, ...first } = goodModel;
  test.each<[string, Partial<ProjectFacts>, object]>([
    ["nothing is released", { releases: [], drafts: ["answer"] }, { mend: "mlx prompt publish answer" }],
    [
      "no alias points at anything",
      { releases: [{ ...first, live: false }] },
      { evidence: "churn: no alias says what is in use", mend: "mlx model promote churn@2 --to production" },
    ],
    [
      "there has been one version only",
      { releases: [{ ...first, versions: 1 }] },
      {
        evidence: "no version held production of churn before 2",
        mend: "mlx model register churn PATH --run RUN",
      },
    ],
    [
      "other versions are there, and none has held the alias",
      { releases: [first] },
      {
        evidence: "no version held production of churn before 2; once another version holds it there is",
        mend: "mlx model promote churn@VERSION --to production",
      },
    ],
    [
      "its bytes are nowhere",
      { releases: [{ ...goodModel, previous: { version: "1", bytes: "nowhere" } }] },
      { evidence: "the bytes of churn@1 are neither here nor in the store" },
    ],
  ])("%s", (_name, changes, expected) =>
    expect(judged("previous", changes)).toMatchObject({ state: "missing", ...expected }),
  );
});

describe("budgets, audit, secrets", () => {
  test("a suite without a limit on cost or calls; suites that ask nobody need none", () => {
    expect(withSuite("cost", { limitsCost: false })).toMatchObject({
      state: "missing",
      mend: "add to evals/answer.eval.yaml: budget: {maxCostUsd: 1.00}",
    });
    expect(withSuite("rate", { limitsCalls: false })?.state).toBe("partly");
    expect(withSuite("cost", { asks: false, limitsCost: false })?.evidence).toBe(
      "no suite asks anybody who charges",
    );
    expect(withSuite("rate", { asks: false, limitsCalls: false })).toBeUndefined();
  });

  test("approvals, a scan and owners are asked of what is in use", () => {
    expect(withModel("approvals", { gates: [] })).toMatchObject({
      state: "missing",
      evidence: "production of churn moves without a second person",
    });
    expect(withModel("scan", { gates: [] })?.mend).toBe(
      "add {scan: ok} to production in models/churn/model.yaml",
    );
    const { codeOwners: _, ...facts } = projectFacts({ releases: [{ ...goodModel, owners: [] }] });
    expect(itemsOf(facts).get("owners")).toMatchObject({
      state: "missing",
      mend: "add to models/churn/model.yaml: owners: [you@example.com]",
    });
  });

  test("a damaged registry, and one that CI does not look at", () => {
    expect(
      judged("intact", { registry: { items: 1, problems: 2, first: "models/a/versions/1.json: changed" } }),
    ).toMatchObject({
      state: "missing",
      evidence: "2 problems: models/a/versions/1.json: changed",
    });
    expect(judged("intact", { ci: { files: [], commands: [] } })?.state).toBe("partly");
  });

  test("a key in a file is named by its place, and never itself", () => {
    const found = [
      { path: "a.env", line: 3, kind: "a GitHub token" },
      { path: "b", line: 1, kind: "a password" },
    ];
    expect(judged("secrets", { secrets: { files: 9, found } })).toMatchObject({
      state: "missing",
      evidence: "a.env:3: a GitHub token; and 1 more",
    });
  });
});
