/** Reproducible choices: the same seed makes the same mutants on every machine. */
import { createHash } from 'node:crypto';

export class Chance {
  #block = Buffer.alloc(0);
  #at = 0;
  #count = 0;

  constructor(seed) {
    this.seed = seed;
  }

  /** An integer of 0..n−1. */
  below(n) {
    if (this.#at + 4 > this.#block.length) {
      this.#block = createHash('sha256').update(`${this.seed} ${this.#count++}`).digest();
      this.#at = 0;
    }
    const number = this.#block.readUInt32BE(this.#at);
    this.#at += 4;
    return number % n;
  }

  /** True in n of 100 cases. */
  percent(n) {
    return this.below(100) < n;
  }

  of(list) {
    return list[this.below(list.length)];
  }

  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}
