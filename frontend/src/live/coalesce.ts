/**
 * Run `work` on what was gathered, at most once per `interval` milliseconds and never twice at a time.
 * What comes in while the work goes on waits for the next turn, so nothing is lost and nothing starves.
 */
export class Coalescer<Item> {
  private readonly waiting = new Map<string, Item>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWorking = false;

  constructor(
    private readonly work: (items: Item[]) => Promise<unknown>,
    private readonly interval: number,
  ) {}

  add(key: string, item: Item): void {
    this.waiting.set(key, item);
    this.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }

  private schedule(): void {
    if (this.isWorking || this.timer !== undefined || this.waiting.size === 0) return;
    this.timer = setTimeout(() => void this.turn(), this.interval);
  }

  private async turn(): Promise<void> {
    this.timer = undefined;
    const items = [...this.waiting.values()];
    this.waiting.clear();
    this.isWorking = true;
    try {
      await this.work(items);
    } finally {
      this.isWorking = false;
      this.schedule();
    }
  }
}
