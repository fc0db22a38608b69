import { expect, test } from "vitest";
import type { ProcessFacts, TreeUse } from "../../../src/process/process-facts.js";
import { ResourceSampler } from "../../../src/process/resource-sampler.js";

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

function facts(uses: TreeUse[], reaped: () => number | undefined): ProcessFacts {
  return {
    pace: { first: 1, longest: 1 },
    treeUse: async () => (uses.length > 1 ? uses.shift() : uses[0]),
    reapedCpuSeconds: reaped,
  };
}

test("the peak is the largest sum, or what one process says of its own", async () => {
  const uses = [300, 700, 200].map((residentBytes) => ({ residentBytes, highestBytes: 0 }));
  const sampler = new ResourceSampler(
    1,
    facts([...uses, { residentBytes: 100, highestBytes: 900 }], () => undefined),
  );
  await tick();
  expect(sampler.stop()).toEqual({ peakMemoryBytes: 900 });
});

test("CPU time of other children that ended meanwhile is taken off", async () => {
  let reaped = 1;
  const sampler = new ResourceSampler(
    1,
    facts([], () => reaped),
  );
  reaped = 1.5;
  sampler.rebase();
  reaped = 4;
  expect(sampler.stop()).toEqual({ cpuSeconds: 2.5 });
});

test("where the kernel does not add it up, each process counts with what was last seen", async () => {
  const uses = [
    {
      residentBytes: 1,
      highestBytes: 0,
      cpuSeconds: new Map([
        [1, 1],
        [2, 5],
      ]),
    },
    { residentBytes: 1, highestBytes: 0, cpuSeconds: new Map([[1, 2]]) },
  ];
  const sampler = new ResourceSampler(
    1,
    facts(uses, () => undefined),
  );
  await tick();
  expect(sampler.stop()).toEqual({ peakMemoryBytes: 1, cpuSeconds: 7 });
});
