import type { CaseFilter } from "./case-filter.js";
import { element } from "./elements.js";
import type { ReportData } from "./report-data.js";

const mostSlices = 6;
const mostValues = 200;

interface Choice {
  readonly value: string;
  readonly text: string;
}

/** The controls over the list of cases. */
export class FilterForm {
  readonly root: HTMLFormElement;
  readonly search = element("input", {
    type: "search",
    placeholder: "id, variables, output, reason",
    autocomplete: "off",
    "aria-keyshortcuts": "/",
  });
  readonly #selects = new Map<string, HTMLSelectElement>();
  readonly #slices = new Map<string, HTMLSelectElement>();
  readonly #flipped = element("input", { type: "checkbox" });
  readonly #critical = element("input", { type: "checkbox" });

  constructor(data: ReportData, changed: () => void) {
    const { rows, combinations, graders } = data.page;
    this.root = element("form", { class: "filters", role: "search", "aria-label": "Filter the cases" });
    this.root.append(element("label", { class: "search" }, "Search", this.search));
    if (data.isComparison)
      this.#select(
        "side",
        "Evaluation",
        [
          { value: "1", text: "after" },
          { value: "0", text: "before" },
        ],
        "both",
        "1",
      );
    this.#select("status", "Status", same(["passed", "failed", "errored"]));
    this.#select("prompt", "Prompt", same(distinct(combinations.map(({ prompt }) => prompt))));
    this.#select("provider", "Provider", same(distinct(combinations.map(({ provider }) => provider))));
    this.#select("grader", "Not passed by", same(distinct(graders.map(({ type }) => type))), "any grader");
    for (const name of distinct(rows.flatMap(({ slices }) => Object.keys(slices))).slice(0, mostSlices)) {
      const values = distinct(rows.flatMap(({ slices }) => slices[name] ?? [])).slice(0, mostValues);
      this.#slices.set(name, this.#labelled(name, same(values.sort()), "all", ""));
    }
    if (rows.some(({ flip }) => flip)) this.root.append(checkbox(this.#flipped, "flipped"));
    if (rows.some(({ critical }) => critical)) this.root.append(checkbox(this.#critical, "critical"));
    const reset = element("button", { type: "reset" }, "Reset");
    this.root.append(reset);
    this.root.addEventListener("input", changed);
    this.root.addEventListener("submit", (event) => event.preventDefault());
    this.root.addEventListener("reset", () => setTimeout(changed));
  }

  get filter(): CaseFilter {
    const chosen = (name: string) => this.#selects.get(name)?.value ?? "";
    return {
      search: this.search.value,
      status: chosen("status"),
      prompt: chosen("prompt"),
      provider: chosen("provider"),
      grader: chosen("grader"),
      side: chosen("side"),
      slices: new Map([...this.#slices].map(([name, select]) => [name, select.value])),
      flipped: this.#flipped.checked,
      critical: this.#critical.checked,
    };
  }

  /** Choices that there is only one of are left out. */
  #select(name: string, label: string, choices: readonly Choice[], all = "all", preset = ""): void {
    if (choices.length < 2) return;
    this.#selects.set(name, this.#labelled(label, choices, all, preset));
  }

  #labelled(label: string, choices: readonly Choice[], all: string, preset: string): HTMLSelectElement {
    const select = element("select", {}, element("option", { value: "" }, all));
    for (const { value, text } of choices)
      select.append(element("option", { value, selected: value === preset }, text));
    this.root.append(element("label", {}, label, select));
    return select;
  }
}

function checkbox(input: HTMLInputElement, text: string): HTMLElement {
  return element("label", { class: "check" }, input, text);
}

function same(values: readonly string[]): readonly Choice[] {
  return values.map((value) => ({ value, text: value }));
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
