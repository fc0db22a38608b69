import { hash } from "node:crypto";
import type { JudgeIdentity } from "../judges/judge-identity.js";
import { manyRubrics, mostRubrics } from "../judges/many-rubrics.js";
import type { Grade } from "../types.js";
import { SharedValues } from "./shared-values.js";

/** Collects who judged by what, and gives the judges of a case short names that it is compared by. */
export class CaseJudges {
  readonly #rubrics = new Map<string | undefined, Set<string>>();
  readonly #shared = new SharedValues();

  /** Digests of the models and rubrics that judged, in order; undefined where none did. */
  of(grades: readonly Grade[]): readonly string[] | undefined {
    if (!grades.some(isJudged)) return undefined;
    const found = new Set<string>();
    this.#collect(grades, found);
    return this.#shared.list([...found].sort());
  }

  /** Models by name, each with its rubrics. */
  finish(): readonly JudgeIdentity[] {
    const models = [...this.#rubrics].sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
    return models.flatMap(([model, rubrics]) => {
      const listed = rubrics.has(manyRubrics) ? [manyRubrics] : [...rubrics].sort();
      return listed.map((rubric) => ({ ...(model !== undefined && { model }), rubric }));
    });
  }

  #collect(grades: readonly Grade[], found: Set<string>): void {
    for (const { judge, components } of grades) {
      if (judge !== undefined) {
        this.#add(judge);
        found.add(nameOf(judge));
      }
      if (components !== undefined) this.#collect(components, found);
    }
  }

  #add({ model, rubric }: JudgeIdentity): void {
    let rubrics = this.#rubrics.get(model);
    if (rubrics === undefined) {
      rubrics = new Set();
      this.#rubrics.set(model, rubrics);
    }
    if (rubrics.has(rubric) || rubrics.has(manyRubrics)) return;
    if (rubrics.size < mostRubrics) rubrics.add(rubric);
    else this.#rubrics.set(model, new Set([manyRubrics]));
  }
}

function isJudged({ judge, components }: Grade): boolean {
  return judge !== undefined || components?.some(isJudged) === true;
}

function nameOf({ model, rubric }: JudgeIdentity): string {
  return hash("sha256", JSON.stringify([model ?? null, rubric]), "hex").slice(0, 16);
}
