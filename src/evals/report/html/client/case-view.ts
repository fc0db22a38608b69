import type { PageRow } from "../page-data.js";
import { factsOf, gradesOf, messagesOf, varsOf } from "./case-parts.js";
import { element } from "./elements.js";
import type { ReportData } from "./report-data.js";
import { counterpartOf, sideBySide } from "./side-by-side.js";
import { tagsOf } from "./status-text.js";
import { textBlock } from "./text-block.js";

/** One case in full, over the list: what was asked, answered and said of it, alone or beside another answer. */
export class CaseView {
  readonly root = element("dialog", { class: "view", "aria-labelledby": "case-title" });
  readonly #title = element("h2", { id: "case-title" });
  readonly #inner = element("div", { class: "inner" });
  readonly #beside = element(
    "button",
    { type: "button", "aria-pressed": "false", "aria-keyshortcuts": "s" },
    "Side by side",
  );
  #row: PageRow | undefined;
  #isBeside = false;

  /** @param step gives the row before or after one in the list. @param closed is told which row was open last. */
  constructor(
    private readonly data: ReportData,
    private readonly step: (from: PageRow, by: number) => PageRow | undefined,
    closed: (row: PageRow) => void,
  ) {
    const button = (text: string, key: string, act: () => void) => {
      const made = element("button", { type: "button", "aria-keyshortcuts": key }, text);
      made.addEventListener("click", act);
      return made;
    };
    this.#beside.addEventListener("click", () => this.toggle());
    this.root.append(
      element(
        "div",
        { class: "bar-top" },
        this.#title,
        this.#beside,
        button("Previous", "k", () => this.move(-1)),
        button("Next", "j", () => this.move(1)),
        button("Close", "Escape", () => this.root.close()),
      ),
      this.#inner,
    );
    this.root.addEventListener("close", () => this.#row && closed(this.#row));
    this.root.addEventListener("click", (event) => event.target === this.root && this.root.close());
  }

  /** Two evaluations are looked at side by side from the start. */
  open(row: PageRow): void {
    this.#isBeside = this.data.isComparison;
    this.#show(row);
    if (!this.root.open) this.root.showModal();
  }

  move(by: number): void {
    const row = this.#row && this.step(this.#row, by);
    if (row !== undefined) this.#show(row);
  }

  toggle(): void {
    if (this.#row === undefined || this.#beside.disabled) return;
    this.#isBeside = !this.#isBeside;
    this.#show(this.#row);
  }

  #show(row: PageRow): void {
    this.#row = row;
    this.#title.replaceChildren(row.id, ...tagsOf(row).flatMap((tag) => [" ", tag]));
    const hasOther = counterpartOf(this.data, row) !== undefined;
    this.#beside.disabled = !hasOther;
    this.#beside.setAttribute("aria-pressed", String(hasOther && this.#isBeside));
    const about = row.about === undefined ? [] : [element("p", { class: "soft" }, row.about)];
    const answer = hasOther && this.#isBeside ? [sideBySide(this.data, row)] : this.#alone(row);
    this.#inner.replaceChildren(
      ...about,
      ...answer,
      ...part("Prompt", messagesOf(this.data, row)),
      ...part("Variables", varsOf(this.data, row)),
    );
    this.#inner.scrollTop = 0;
  }

  #alone(row: PageRow): readonly HTMLElement[] {
    return [
      factsOf(this.data, row),
      ...part("Output", row.output ? textBlock(this.data, row, row.output) : []),
      ...part("Graders", gradesOf(this.data, row)),
    ];
  }
}

function part(title: string, content: readonly HTMLElement[]): readonly HTMLElement[] {
  return content.length === 0 ? [] : [element("h3", {}, title), ...content];
}
