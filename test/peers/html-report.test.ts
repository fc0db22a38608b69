import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { againstBaseline, countsOf } from "../../src/evals/outcomes/against-baseline.js";
import { compareOutcomes } from "../../src/evals/outcomes/compare-outcomes.js";
import type { CaseOutcome } from "../../src/evals/outcomes/types.js";
import { ComparisonPage } from "../../src/evals/report/html/comparison-page.js";
import { htmlReport } from "../../src/evals/report/html/html-report.js";
import type { CaseResult } from "../../src/evals/types.js";
import { baselineOf, outcome } from "../support/evals/outcomes.js";
import { reported } from "../support/evals/reported.js";
import { supportResults } from "../support/evals/support-results.js";
import type { BrowserPage } from "./browser/browser-page.js";
import { Chromium } from "./browser/chromium.js";
import { findChromium } from "./browser/find-chromium.mjs";

const folder = mkdtempSync(join(tmpdir(), "mlx-pages-"));
const after = supportResults(250).map(withHostileText);
const before = after.map((result, index) => (index % 9 === 0 ? flipped(result) : result));
let browser: Chromium;
let page: BrowserPage;

beforeAll(() => {
  browser = new Chromium(findChromium() ?? "chromium");
});

beforeEach(async () => {
  page = await browser.open(written("report.html", reportText()), 1280, 900);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Of one case an output that would be markup, or code, if it could. */
function withHostileText(result: CaseResult, index: number): CaseResult {
  const output = "</script><script>throw new Error('run')</script><img src=https://example.com/x.png><!--";
  return index === 1 ? { ...result, status: "passed", output } : result;
}

function flipped(result: CaseResult): CaseResult {
  if (result.status === "errored") return result;
  const output = String(result.output).replace("5 working days", "a week or so");
  return { ...result, status: result.status === "passed" ? "failed" : "passed", output };
}

function outcomesOf(results: readonly CaseResult[]): readonly CaseOutcome[] {
  return results.map(({ test: id, prompt, provider, status, critical, slices }) =>
    outcome(id, {
      ...{ prompt, provider, critical, slices },
      ...{
        passed: status === "passed" ? 1 : 0,
        graded: status === "errored" ? 0 : 1,
        errored: status === "errored" ? 1 : 0,
      },
    }),
  );
}

function comparison() {
  const sides = [before, after].map((results) => ({ outcomes: outcomesOf(results), judges: [] }));
  return compareOutcomes(sides[0] ?? { outcomes: [], judges: [] }, sides[1] ?? { outcomes: [], judges: [] }, {
    effect: 0.05,
  });
}

function reportText(): string {
  const against = againstBaseline(
    "evals/baselines/support.json",
    baselineOf(outcomesOf(before)),
    comparison(),
    0.05,
  );
  const report = htmlReport({ ...reported(after), against }, undefined);
  return [report.begin(), ...after.map((result) => report.add(result)), report.end()].join("");
}

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name)).href;
}

const count = () => page.value("document.querySelector('.count').textContent");
const focused = () => page.value("document.activeElement.textContent.slice(0, 40)");
const title = () => page.value("document.querySelector('#case-title')?.textContent");
const isOpen = () => page.value("document.querySelector('dialog.view').open");
const ground = () => page.value("getComputedStyle(document.body).backgroundColor");

function expectQuiet(): void {
  expect(page.complaints).toEqual([]);
  expect(page.requests).toEqual([]);
}

test("it loads from a file, lists 1,000 cases, asks the network for nothing and complains of nothing", async () => {
  expect(await count()).toBe("1,000 of 1,000 cases");
  expect(await page.value("document.querySelectorAll('.list tbody tr').length")).toBe(100);
  expect(await page.value("document.images.length + document.querySelectorAll('script').length")).toBe(2);
  expect(await page.value("document.querySelectorAll('.list tbody tr')[1].textContent")).toContain(
    "</script><script>throw new Error('run')</script>",
  );
  expectQuiet();
});

test("search, filters, reset and sorting change the list and its count", async () => {
  await page.press("/");
  await page.type("refund-10");
  await page.until("document.querySelector('.count').textContent.startsWith('12 of')");
  await page.press("Escape");
  await page.click(".filters button[type=reset]");
  await page.until("document.querySelector('.count').textContent.startsWith('1,000 of')");
  await page.choose(".filters label:nth-of-type(2) select", "errored");
  const errored = after.filter(({ status }) => status === "errored").length;
  expect(await count()).toBe(`${errored} of 1,000 cases`);
  await page.choose(".filters label:nth-of-type(2) select", "all");
  await page.click(".filters .check input");
  expect(await count()).toMatch(/^\d+ of 1,000 cases$/);
  expect(
    await page.value(
      "[...document.querySelectorAll('.list tbody tr')].every((row) => /regressed|improved/.test(row.textContent))",
    ),
  ).toBe(true);
  await page.click(".list th:nth-child(6) button");
  expect(await page.value("document.querySelector('.list th:nth-child(6)').ariaSort")).toBe("ascending");
  expectQuiet();
});

test("by keys alone a case is found, opened, held against another answer and closed", async () => {
  await page.press("j");
  expect(await focused()).toBe("refund-0");
  for (const key of ["j", "ArrowDown", "j", "j"]) await page.press(key);
  expect(await focused()).toBe("delivery-1");
  await page.press("k");
  await page.press("ArrowUp");
  await page.press("Enter");
  await page.until("document.querySelector('dialog.view').open");
  expect(await title()).toContain("refund-0");
  await page.press("j");
  await page.press("j");
  expect(await title()).toContain("delivery-1");
  await page.press("s");
  expect(await page.value("document.querySelectorAll('.pair > section').length")).toBe(2);
  expect(await page.value("document.querySelectorAll('.pair del').length > 0")).toBe(true);
  await page.choose(".pick label:nth-child(2) select", "answer@1.1.0 × anthropic:claude-haiku-4-5");
  expect(await page.value("document.querySelector('.pair > section:nth-child(2)').ariaLabel")).toContain(
    "haiku",
  );
  await page.press("Escape");
  expect(await isOpen()).toBe(false);
  expect(await focused()).toBe("delivery-1");
  await page.press("n");
  expect(await page.value("document.querySelector('.pages').textContent")).toContain("page 2 of 10");
  await page.press("?");
  expect(await page.value("document.querySelector('dialog.keys').open")).toBe(true);
  await page.press("Escape");
  expectQuiet();
});

test("a case shows the prompt, the output as text, and what each grader said", async () => {
  await page.click(".list tbody tr:nth-child(2) .open");
  expect(await isOpen()).toBe(true);
  const text = await page.value("document.querySelector('dialog.view').textContent");
  for (const part of [
    "You answer questions of customers",
    "<img src=https://example.com/x.png><!--",
    "llm-rubric",
    "My refund number 1000",
  ])
    expect(text).toContain(part);
  expectQuiet();
});

test("the reader's system decides on light or dark, until the button is pressed", async () => {
  await page.value("localStorage.clear()");
  await page.prefer("light");
  const light = await ground();
  await page.prefer("dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.click(".theme");
  expect(await ground()).toBe(light);
  await page.press("t");
  expect(await ground()).toBe(dark);
  await page.value("localStorage.clear()");
  expectQuiet();
});

test.each(["light", "dark"] as const)("texts have a contrast of 4.5 or more in %s", async (scheme) => {
  await page.value("localStorage.clear()");
  await page.prefer(scheme);
  await page.press("j");
  expect(await page.value(contrasts)).toEqual([]);
});

/** The texts whose colour is too near to that of their ground, each with its contrast (WCAG 2.2, 1.4.3). */
const contrasts = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = (colour) => colour.slice(0, 3).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const groundOf = (element) => { for (let it = element; it; it = it.parentElement) { const colour = rgba(getComputedStyle(it).backgroundColor); if (colour[3] === 255) return colour; } };
  const found = new Map();
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || element.closest("script, noscript, dialog, svg title, [disabled]")) continue;
    const style = getComputedStyle(element);
    const text = rgba(element instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [light(text), light(groundOf(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) found.set(element.tagName + "." + element.getAttribute("class"), contrast.toFixed(2));
  }
  return [...found];
})()`;

test("at 600 pixels nothing but tables is wider than the window", async () => {
  await page.size(600, 900);
  expect(await page.value("document.documentElement.scrollWidth")).toBe(600);
  await page.press("j");
  await page.press("Enter");
  await page.press("s");
  expect(
    await page.value(
      "document.querySelector('.pair').scrollWidth <= document.querySelector('.inner').clientWidth",
    ),
  ).toBe(true);
  expectQuiet();
});

test("of two evaluations a flipped case opens with both answers, the words that differ marked", async () => {
  const compared = comparison();
  const sides = [
    { about: "before", outcomes: outcomesOf(before) },
    { about: "after", outcomes: outcomesOf(after) },
  ] as const;
  const made = new ComparisonPage("support", sides, compared, countsOf(compared));
  for (const result of before) made.add(0, result);
  for (const result of after) made.add(1, result);
  page = await browser.open(written("compared.html", made.finish()), 1280, 900);
  expect(await count()).toMatch(/^800 of 1,600 cases; 400 more/);
  await page.click(".flips .open");
  expect(
    await page.value(
      "[...document.querySelectorAll('.pick select')].map((it) => it.selectedOptions[0].text.slice(0, 6))",
    ),
  ).toEqual(["before", "after "]);
  expect(await page.value("document.querySelector('.pair del').textContent")).toBe("a week or so");
  expect(await page.value("document.querySelector('.pair ins').textContent")).toBe("5 working days");
  expectQuiet();
});
