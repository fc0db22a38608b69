import type { FileTree } from "../../core/file-tree.js";
import { groupBy } from "../../core/group-by.js";
import type { ResolvedConfig } from "../../core/settings.js";
import type { LintLevels } from "../../prompts/lint/settle-findings.js";
import type { World } from "../../prompts/lint/subject.js";
import { modelFacts } from "../../prompts/models/model-facts.js";
import { promptNames } from "../../prompts/prompt-paths.js";
import { withinTime } from "./within-time.js";

/** What is linted by, beside the files. Plain data, so that another thread can have it. */
export interface LintFacts {
  readonly levels: LintLevels;
  readonly models: ResolvedConfig["models"];
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
  readonly maxTokens?: number;
}

/** What checks know beside the file. @param suites of a working tree; without them the rules on suites say nothing. */
export function lintWorld(
  tree: FileTree,
  { models, today, maxTokens }: LintFacts,
  countTokens: World["countTokens"],
  suites: World["suites"],
): World {
  return {
    tree,
    folders: groupBy(promptNames(tree), (name) => name.toLowerCase()),
    model: modelLookup(models),
    found: new Map(),
    today,
    ...(maxTokens !== undefined && { maxTokens }),
    countTokens,
    withinTime,
    ...(suites && { suites }),
  };
}

/** Prompts use few models: each is looked up once. */
function modelLookup(models: ResolvedConfig["models"]): World["model"] {
  const known = new Map<string, ReturnType<World["model"]>>();
  return (name) => {
    if (!known.has(name)) known.set(name, modelFacts(name, models));
    return known.get(name);
  };
}
