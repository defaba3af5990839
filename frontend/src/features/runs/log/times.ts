/** When the bytes of a log were there: pairs of (offset, time), ascending; a time holds for the bytes before its offset. */
export class Times {
  private readonly offsets: number[] = [];
  private readonly moments: (number | null)[] = [];

  /** `moment` in epoch milliseconds; null says that nothing is known of the bytes before `offset`. */
  add(offset: number, moment: number | null): void {
    if (offset <= (this.offsets.at(-1) ?? -1)) return;
    this.offsets.push(offset);
    this.moments.push(moment);
  }

  get last(): number {
    return this.offsets.at(-1) ?? 0;
  }

  /** When the byte at `offset` was there; null when that is not known. */
  at(offset: number): number | null {
    let low = 0;
    let high = this.offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.offsets[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return this.moments[low] ?? null;
  }
}
