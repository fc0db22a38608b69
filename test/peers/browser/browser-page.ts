import { writeFileSync } from "node:fs";
import type { Chromium, Facts } from "./chromium.js";

const codes: Readonly<
  Record<string, { readonly code: string; readonly number: number; readonly text?: string }>
> = {
  Enter: { code: "Enter", number: 13, text: "\r" },
  Escape: { code: "Escape", number: 27 },
  ArrowDown: { code: "ArrowDown", number: 40 },
  ArrowUp: { code: "ArrowUp", number: 38 },
  Tab: { code: "Tab", number: 9 },
};

/** A page of the browser, and what went wrong in it. */
export class BrowserPage {
  /** What the console said, and exceptions that nobody caught. */
  readonly complaints: string[] = [];
  /** Addresses that were asked for, without the page itself. */
  readonly requests: string[] = [];
  #url = "";

  constructor(
    private readonly browser: Chromium,
    private readonly session: string,
  ) {}

  async begin(url: string, width: number, height: number): Promise<void> {
    this.#url = url;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.#send(`${domain}.enable`);
    await this.size(width, height);
    await this.#send("Page.navigate", { url });
    await this.until("document.readyState === 'complete'");
  }

  heard(method: string, facts: Facts): void {
    if (["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"].includes(method)) {
      this.complaints.push(JSON.stringify(facts));
    }
    if (method === "Network.requestWillBeSent") {
      const { request } = JSON.parse(JSON.stringify(facts));
      if (request.url !== this.#url) this.requests.push(request.url);
    }
  }

  async size(width: number, height: number): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.#send("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** @param scheme what the reader's system prefers. */
  async prefer(scheme: "light" | "dark"): Promise<void> {
    await this.#send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: scheme }],
    });
  }

  /** The value of an expression. @throws {Error} with what it throws. */
  async value(expression: string): Promise<unknown> {
    const answer = await this.#send("Runtime.evaluate", { expression, returnByValue: true });
    const { result, exceptionDetails } = JSON.parse(JSON.stringify(answer));
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async until(expression: string): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      if ((await this.value(expression)) === true) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never came true: ${expression}`);
  }

  /** Clicks the middle of an element with the mouse. */
  async click(selector: string): Promise<void> {
    const place = `(() => { const it = document.querySelector(${JSON.stringify(selector)}); it.scrollIntoView({ block: "center" });
      const { x, y, width, height } = it.getBoundingClientRect(); return [x + width / 2, y + height / 2]; })()`;
    const [x, y] = JSON.parse(JSON.stringify(await this.value(place)));
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.#send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    }
  }

  /** Presses a key: a character, or the name of a key. */
  async press(key: string): Promise<void> {
    const { code, number, text } = codes[key] ?? {
      code: "",
      number: key.toUpperCase().charCodeAt(0),
      text: key,
    };
    const event = { key, code, windowsVirtualKeyCode: number };
    await this.#send("Input.dispatchKeyEvent", {
      type: text ? "keyDown" : "rawKeyDown",
      ...event,
      ...(text && { text }),
    });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  async type(text: string): Promise<void> {
    for (const character of text) await this.press(character);
  }

  /** Chooses an option of a select by its text. */
  async choose(selector: string, option: string): Promise<void> {
    await this.value(`(() => { const it = document.querySelector(${JSON.stringify(selector)});
      it.value = [...it.options].find(({ text }) => text === ${JSON.stringify(option)}).value;
      for (const type of ["input", "change"]) it.dispatchEvent(new Event(type, { bubbles: true })); })()`);
  }

  async screenshot(file: string, whole = false): Promise<void> {
    const { data } = await this.#send("Page.captureScreenshot", { captureBeyondViewport: whole });
    writeFileSync(file, Buffer.from(String(data), "base64"));
  }

  #send(method: string, parameters: Facts = {}): Promise<Facts> {
    return this.browser.send(method, parameters, this.session);
  }
}
