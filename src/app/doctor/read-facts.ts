import { basename, join } from "node:path";
import type { MonitorFacts, ProjectFacts } from "../../doctor/facts.js";
import { allPromptNames } from "../../prompts/prompt-names.js";
import { verifyItem, verifyNames } from "../../registry/verify/verify.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { baselineTime } from "../drift/baseline-time.js";
import { monitorNames } from "../drift/find-monitor.js";
import { baselinePath } from "../drift/monitor-paths.js";
import { worktreeTree } from "../prompts/worktree-tree.js";
import { readCi } from "./read-ci.js";
import { readCodeOwners, readHook, readPackages, readSecrets } from "./read-code.js";
import { readSchemas, readTrackedData } from "./read-data.js";
import { readReleases, registryItems } from "./read-releases.js";
import { readStore } from "./read-store.js";
import { readSuites } from "./read-suites.js";

/** Reads what the checklist goes by. @param overNetwork whether a store behind a network is asked. */
export async function readFacts(app: App, overNetwork: boolean): Promise<ProjectFacts> {
  const { root, mainRoot } = requireWorktree(await app.workspace());
  const git = await app.git();
  const files = await git.list([
    ...["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name", ":(top)"],
  ]);
  const data = await readTrackedData(app);
  const items = await registryItems(app);
  const store = await readStore(app, data.selections, items, overNetwork);
  const hook = await readHook(app);
  const codeOwners = readCodeOwners(root);
  const problems = [...items.flatMap(verifyItem), ...verifyNames(items)];
  const [first] = problems;
  const released = new Set(items.filter(({ noun }) => noun === "prompt").map(({ name }) => name));
  return {
    ...{ name: basename(mainRoot), now: app.now(), data: data.facts, store: store.facts },
    packages: readPackages(root),
    suites: await readSuites(root),
    ci: readCi(root, files),
    ...(hook !== undefined && { hook }),
    schemas: await readSchemas(app, data.selections),
    monitors: readMonitors(root),
    releases: await readReleases(app, items, store),
    drafts: allPromptNames(worktreeTree(root)).filter((name) => !released.has(name)),
    registry: {
      items: items.filter(({ versions }) => versions.length > 0).length,
      problems: problems.length,
      ...(first && { first: `${first.file}: ${first.message}` }),
    },
    ...(codeOwners !== undefined && { codeOwners }),
    secrets: await readSecrets(root, files),
  };
}

function readMonitors(root: string): MonitorFacts[] {
  return monitorNames(root).map((name) => {
    const baseline = baselineTime(join(root, baselinePath(name)));
    return { name, ...(baseline !== undefined && { baseline }) };
  });
}
