/**
 * A sealed envelope's bytes between the server and the sealer. They are sealed as they are asked for, once, and kept
 * until the server has them: what was let go cannot be had again.
 */
import { concat } from '../core/bytes.ts';
import type { SealedEnvelope } from '../core/seal/envelope-sealer.ts';

export class KeptBytes {
  readonly length: number;
  readonly #chunks: AsyncGenerator<Bytes>;
  #kept: Bytes[] = [];
  #from = 0;
  /** The first byte that was not sealed yet. */
  #until = 0;

  constructor({ length, chunks }: SealedEnvelope) {
    this.length = length;
    this.#chunks = chunks;
  }

  /** The first byte that is still here. */
  get from(): number {
    return this.#from;
  }

  /** Whether all bytes from there on can still be sent. */
  reaches(offset: number): boolean {
    return this.#from <= offset && offset <= this.#until;
  }

  /**
   * So many bytes from an offset on, fewer at the end.
   *
   * @throws what the sealer throws, as where its source has changed; the envelope is lost then
   */
  async take(offset: number, count: number): Promise<Bytes> {
    if (!this.reaches(offset)) throw new RangeError('not kept');
    const end = Math.min(offset + count, this.length);
    while (this.#until < end) {
      const { value, done } = await this.#chunks.next();
      if (done) throw new Error('the envelope is shorter than was said');
      this.#kept.push(value);
      this.#until += value.length;
    }
    const parts: Bytes[] = [];
    let at = this.#from;
    for (const chunk of this.#kept) {
      const first = Math.max(offset - at, 0);
      const last = Math.min(end - at, chunk.length);
      if (first < last) parts.push(chunk.subarray(first, last));
      at += chunk.length;
    }
    return concat(...parts);
  }

  /** The server has everything before the offset. */
  release(offset: number): void {
    for (let first = this.#kept[0]; first !== undefined && this.#from + first.length <= offset; first = this.#kept[0]) {
      this.#from += first.length;
      this.#kept.shift();
    }
  }

  /** Nobody asks any more: the sealer lets go of its source and its key. */
  async end(): Promise<void> {
    this.#kept = [];
    this.#from = this.#until;
    await this.#chunks.return(undefined);
  }
}
