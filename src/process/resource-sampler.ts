import type { ProcessFacts } from "./process-facts.js";

/** What a program and those that it started used. */
export interface ResourceUse {
  /** The largest sum of resident memory that was seen. */
  readonly peakMemoryBytes?: number;
  readonly cpuSeconds?: number;
}

/**
 * Watches what a child of this process uses. Memory is looked at now and then, more often in the beginning, so that
 * short programs are seen, too. CPU time is exact on Linux: the kernel adds a child's to its parent's once it has ended;
 * that of other children must be taken off (`rebase`).
 */
export class ResourceSampler {
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #delay: number;
  #peak = 0;
  #base: number | undefined;
  readonly #cpu = new Map<number, number>();

  constructor(
    private readonly pid: number,
    private readonly facts: ProcessFacts,
  ) {
    this.#delay = facts.pace.first;
    this.rebase();
    void this.#look();
  }

  /** While the child lives, all that has ended are others. To be called whenever one of those has. */
  rebase(): void {
    if (!this.#stopped) this.#base = this.facts.reapedCpuSeconds();
  }

  /** To be called as soon as the child has ended. */
  stop(): ResourceUse {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const reaped = this.facts.reapedCpuSeconds();
    const sampled = [...this.#cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
    const exact = reaped !== undefined && this.#base !== undefined ? reaped - this.#base : undefined;
    const cpuSeconds = exact ?? (this.#cpu.size > 0 ? sampled : undefined);
    return {
      ...(this.#peak > 0 && { peakMemoryBytes: this.#peak }),
      ...(cpuSeconds !== undefined && { cpuSeconds: Math.max(0, Math.round(cpuSeconds * 1000) / 1000) }),
    };
  }

  async #look(): Promise<void> {
    // A look that fails is one look less: a process that ends meanwhile, or no `ps`.
    const use = await this.facts.treeUse(this.pid).catch(() => undefined);
    if (use) {
      this.#peak = Math.max(this.#peak, use.residentBytes, use.highestBytes);
      for (const [pid, seconds] of use.cpuSeconds ?? []) this.#cpu.set(pid, seconds);
    }
    if (this.#stopped) return;
    this.rebase();
    this.#timer = setTimeout(() => void this.#look(), this.#delay);
    this.#timer.unref();
    this.#delay = Math.min(this.#delay * 1.25, this.facts.pace.longest);
  }
}
