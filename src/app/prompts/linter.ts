import { runChecks } from "../../prompts/lint/checks.js";
import { disableMark } from "../../prompts/lint/disable-comments.js";
import type { Found, LintLevels } from "../../prompts/lint/settle-findings.js";
import type { Subject, World } from "../../prompts/lint/subject.js";
import { SubjectReader } from "./lint-subjects.js";
import type { LintTarget } from "./lint-targets.js";

/** Reads files and runs every check on them but the search for secrets, which is done for many at once. */
export class Linter {
  readonly #reader: SubjectReader;

  constructor(
    world: World,
    private readonly levels: LintLevels,
  ) {
    this.#reader = new SubjectReader(world);
  }

  /** @throws {MlxError} `MLX_PROMPT_NOT_FOUND`, exit 2, if there is no such file. */
  async lint(target: LintTarget): Promise<Found> {
    return this.#check(await this.#reader.open(target));
  }

  /** Lints the prompts that take in one of these files, save those that have been linted. */
  async lintIncluding(files: ReadonlySet<string>, done: ReadonlySet<string>): Promise<Found[]> {
    const found: Found[] = [];
    for (const subject of await this.#reader.including(files)) {
      if (!done.has(subject.file)) found.push(await this.#check(subject));
    }
    return found;
  }

  async #check(subject: Subject): Promise<Found> {
    const findings = await runChecks(subject, this.levels);
    return { subject: findings.length === 0 ? withoutTemplate(subject) : subject, findings };
  }
}

/** Lets go of what only checks and comments to the linter need, of which this one has none: a thousand are much to keep. */
function withoutTemplate(subject: Subject): Subject {
  if (subject.sources.some(({ text }) => text.includes(disableMark))) return subject;
  const { template: _template, prompt: _prompt, ...parsed } = subject.parsed;
  return { ...subject, parsed };
}
