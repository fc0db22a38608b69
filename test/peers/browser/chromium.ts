import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { BrowserPage } from "./browser-page.js";

/** What the browser says of itself, and what a page got as an answer. */
export type Facts = Readonly<Record<string, unknown>>;

/** A headless Chromium, spoken to over two pipes by its DevTools protocol. */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #profile = mkdtempSync(join(tmpdir(), "mlx-chromium-"));
  readonly #input: Writable;
  readonly #waiting = new Map<number, { resolve(result: Facts): void; reject(error: Error): void }>();
  readonly #listeners = new Map<string, (method: string, facts: Facts) => void>();
  #last = 0;

  constructor(binary: string) {
    const flags = [
      "--headless=new",
      "--remote-debugging-pipe",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      "--no-first-run",
      "--disable-background-networking",
      `--user-data-dir=${this.#profile}`,
    ];
    this.#child = spawn(binary, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    const [, , , input, output] = this.#child.stdio;
    if (!input || !output || !("write" in input) || !("read" in output)) throw new Error("no pipes");
    this.#input = input;
    this.#listen(output);
  }

  /** Opens a page of so many CSS pixels. */
  async open(url: string, width: number, height: number): Promise<BrowserPage> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new BrowserPage(this, String(sessionId));
    this.#listeners.set(String(sessionId), (method, facts) => page.heard(method, facts));
    await page.begin(url, width, height);
    return page;
  }

  send(method: string, parameters: Facts = {}, sessionId?: string): Promise<Facts> {
    const id = ++this.#last;
    this.#input.write(
      `${JSON.stringify({ id, method, params: parameters, ...(sessionId && { sessionId }) })}\0`,
    );
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.send("Browser.close").catch(() => {});
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  #listen(output: Readable): void {
    let rest = "";
    output.setEncoding("utf8");
    output.on("data", (chunk: string) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#heard(JSON.parse(message));
    });
  }

  #heard(message: {
    id?: number;
    result?: Facts;
    error?: { message: string };
    method?: string;
    params?: Facts;
    sessionId?: string;
  }): void {
    const { id, result = {}, error, method, params = {}, sessionId = "" } = message;
    if (id === undefined) {
      this.#listeners.get(sessionId)?.(method ?? "", params);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }
}
