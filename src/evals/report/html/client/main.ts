import type { PageData, PageRow } from "../page-data.js";
import { CaseList } from "./case-list.js";
import { CaseView } from "./case-view.js";
import { element } from "./elements.js";
import { FilterForm } from "./filter-form.js";
import { keyHelp } from "./key-help.js";
import { ReportData, testOf } from "./report-data.js";
import { ThemeButton } from "./theme.js";

const page: PageData = JSON.parse(document.getElementById("data")?.textContent ?? "{}");
const data = new ReportData(page);
const theme = new ThemeButton();
const help = keyHelp();
const list: CaseList = new CaseList(
  data,
  () => form,
  (row) => view.open(row),
);
const form = new FilterForm(data, () => list.update());
const view = new CaseView(
  data,
  (from, by) => list.rows[list.rows.indexOf(from) + by],
  (row) => list.focusOn(row),
);

document.querySelector(".title")?.append(theme.root);
document
  .getElementById("cases")
  ?.append(form.root, list.count, element("div", { class: "scroll" }, list.table), list.pages);
document.body.append(view.root, help);
document.documentElement.classList.add("scripted");
for (const name of document.querySelectorAll<HTMLElement>("[data-test]")) makeOpener(name);
list.update();

/** The names of flipped cases open them. */
function makeOpener(name: HTMLElement): void {
  const { test, prompt, provider } = name.dataset;
  const rows = page.rows.filter((row) => testOf(row) === test);
  const isIt = (row: PageRow) => {
    const combination = data.combination(row);
    return combination.prompt === prompt && combination.provider === provider && combination.side !== 0;
  };
  const row = rows.find(isIt);
  if (row === undefined) return;
  const button = element("button", { type: "button", class: "open" }, name.textContent ?? "");
  button.addEventListener("click", () => view.open(row));
  name.replaceWith(button);
}

const inList: Readonly<Record<string, () => void>> = {
  "/": () => form.search.focus(),
  j: () => list.move(1),
  k: () => list.move(-1),
  n: () => list.turn(1),
  p: () => list.turn(-1),
};
const inCase: Readonly<Record<string, () => void>> = {
  j: () => view.move(1),
  k: () => view.move(-1),
  s: () => view.toggle(),
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (target instanceof HTMLInputElement && target.type === "search") {
    if (key === "Escape") target.blur();
    return;
  }
  if (target instanceof HTMLSelectElement) return;
  const act = actionOf(key);
  if (act === undefined) return;
  event.preventDefault();
  act();
});

function actionOf(key: string): (() => void) | undefined {
  if (key === "?") return () => help.showModal();
  if (key === "t") return () => theme.toggle();
  if (view.root.open) return Object.hasOwn(inCase, key) ? inCase[key] : undefined;
  if (list.hasFocus && key === "ArrowDown") return inList["j"];
  if (list.hasFocus && key === "ArrowUp") return inList["k"];
  return Object.hasOwn(inList, key) ? inList[key] : undefined;
}
