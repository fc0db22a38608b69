import { expect, test } from "vitest";
import { caseGroups } from "../../../../src/app/evals/case-groups.js";
import { type CaseSelection, selectCases } from "../../../../src/app/evals/select-cases.js";
import { parseCaseFilter } from "../../../../src/evals/case-filter.js";
import { caseIds } from "../../../../src/evals/case-ids.js";
import type { CaseResult, Suite } from "../../../../src/evals/types.js";
import { assertionOf, promptOf, specOf, suiteOf, testOf } from "../../../support/evals/scene.js";

const tests = [
  testOf("refund-1", { tags: ["smoke"], slices: { language: "de" } }),
  testOf("refund-2", { slices: { language: "en" } }),
  testOf("greeting", { tags: ["smoke", "slow"], slices: { language: "de-CH" }, description: "says hello" }),
  testOf("failed", { tags: ["slow"] }),
];

async function chosen(
  selection: Partial<CaseSelection> & { readonly filters?: readonly string[] },
  suite: Suite = suiteOf(tests),
  before?: ReadonlyMap<string, CaseResult["status"]>,
): Promise<string[]> {
  const { filters = [], ...rest } = selection;
  const filter = filters.map(parseCaseFilter);
  const ids = caseIds(suite);
  const found: string[] = [];
  for await (const items of selectCases(suite, ids, { filter, ...rest }, before))
    found.push(...items.map(ids));
  return found;
}

test.each([
  [["refund-*"], ["refund-1", "refund-2"]],
  [["refund-?"], ["refund-1", "refund-2"]],
  [["*hello*"], ["greeting"]],
  [["tag=smoke"], ["refund-1", "greeting"]],
  [["tag=smoke,refund-2"], ["refund-1", "refund-2", "greeting"]],
  [["tag=smoke", "tag=slow"], ["greeting"]],
  [["!tag=slow"], ["refund-1", "refund-2"]],
  [["slice=language:de"], ["refund-1"]],
  [["slice=language=de*"], ["refund-1", "greeting"]],
  [["id=failed"], ["failed"]],
  [
    ["prompt=p", "provider=ec*"],
    ["refund-1", "refund-2", "greeting", "failed"],
  ],
  [["provider=openai"], []],
])("--filter %j leaves %j", async (filters, left) => {
  expect(await chosen({ filters })).toEqual(left);
});

test("a filter by status looks at what became of the case before", async () => {
  const before = new Map([
    ["refund-1", "failed"],
    ["refund-2", "errored"],
    ["greeting", "passed"],
  ] as const);
  expect(await chosen({ filters: ["failed"] }, undefined, before)).toEqual(["refund-1"]);
  expect(await chosen({ filters: ["failed,errored"] }, undefined, before)).toEqual(["refund-1", "refund-2"]);
  expect(await chosen({ filters: ["!status=passed"] }, undefined, before)).toEqual([
    "refund-1",
    "refund-2",
    "failed",
  ]);
});

test.each([
  ["tags=smoke", "did you mean tag?"],
  ["status=fail", "a status is"],
  ["slice=de", "slice=NAME:VALUE"],
  ["tag=", "has no value"],
  ["a,,b", "no term"],
  ["!", "no term"],
])("the filter %j is refused", (text, told) => {
  let error: unknown;
  try {
    parseCaseFilter(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: "MLX_USAGE", exitCode: 2 });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).toContain(told);
});

test("shards take each case once, a test with all of its cases, after the limit", async () => {
  const suite = suiteOf(tests, { prompts: [promptOf("a"), promptOf("b")], repeat: 2 });
  const all = await chosen({ limit: 14 }, suite);
  const shards: string[][] = [];
  for (const index of [1, 2, 3]) shards.push(await chosen({ limit: 14, shard: { index, count: 3 } }, suite));
  expect(shards.flat().toSorted()).toEqual(all.toSorted());
  expect(shards.map((shard) => new Set(shard.map((id) => id.replace(/[.#].*/, ""))).size)).toEqual([2, 1, 1]);
});

test("a case keeps its id when the only prompt or provider is exchanged, and several have ids of their own", async () => {
  const one = await chosen({}, suiteOf(tests, { prompts: [promptOf("other")], repeat: 2 }));
  expect(one.slice(0, 2)).toEqual(["refund-1", "refund-1#2"]);
  const same = suiteOf(tests, {
    prompts: [promptOf("a"), promptOf("a")],
    providers: [specOf("x"), specOf("y")],
  });
  const several = await chosen({}, same);
  expect(new Set(several).size).toBe(16);
  expect(several[0]).toMatch(/^refund-1\.[0-9a-f]{6}$/);
});

test("cases that are compared with each other are taken together, test by test and repeat by repeat", async () => {
  const compared = { assertions: [assertionOf("assert-set", { assertions: [assertionOf("select-best")] })] };
  const suite = suiteOf([testOf("a"), testOf("b", compared), testOf("c")], {
    prompts: [promptOf("x"), promptOf("y")],
    repeat: 2,
  });
  const sizes: string[] = [];
  for await (const groups of caseGroups(selectCases(suite, caseIds(suite), { filter: [] }))) {
    sizes.push(...groups.map((group) => `${group[0]?.test.id}${group.length}`));
  }
  expect(sizes).toEqual(["a1", "a1", "a1", "a1", "b2", "b2", "c1", "c1", "c1", "c1"]);
});

test("many cases are chosen as few are: each once, in order, up to the limit, in one shard", async () => {
  const many = suiteOf(Array.from({ length: 500 }, (_, index) => testOf(`t${index}`)));
  const all = await chosen({}, many);
  expect(all).toEqual(Array.from({ length: 500 }, (_, index) => `t${index}`));
  expect(await chosen({ limit: 301 }, many)).toEqual(all.slice(0, 301));
  const shards = [1, 2, 3].map((index) => chosen({ shard: { index, count: 3 } }, many));
  const [first = [], second = [], third = []] = await Promise.all(shards);
  expect([first[0], second[0], third[0], first.at(-1)]).toEqual(["t0", "t1", "t2", "t498"]);
  expect(new Set([...first, ...second, ...third]).size).toBe(500);
});

test("a test with more cases than are taken at once is one group all the same where they are compared", async () => {
  const prompts = Array.from({ length: 150 }, (_, index) => promptOf(`p${index}`));
  const compared = { assertions: [assertionOf("select-best")] };
  const suite = suiteOf([testOf("a", compared), testOf("b"), testOf("c", compared)], { prompts });
  const sizes: number[] = [];
  for await (const groups of caseGroups(selectCases(suite, caseIds(suite), { filter: [] })))
    sizes.push(...groups.map((group) => group.length));
  expect(sizes).toEqual([150, ...Array.from({ length: 150 }, () => 1), 150]);
});
