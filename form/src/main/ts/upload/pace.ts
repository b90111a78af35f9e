/** How much to send at once, how long to wait, and what is told of it. Times in milliseconds. */

/** A text, and what follows a cut: the least that is worth a request. */
const LEAST_BYTES = 64 << 10;
/** Memory of an old phone: twice this is kept. */
const MOST_BYTES = 4 << 20;

const WANTED_MILLIS = 5_000;

/** How long an answer may take to the least that is sent: many times what is wanted, since circuits stall. */
const PATIENCE_MILLIS = 120_000;

/** The same for so many bytes: half a kilobyte a second is enough. */
export const patience = (bytes: number): number => PATIENCE_MILLIS * Math.max(1, bytes / LEAST_BYTES);

/** A text of up to so many bytes is one request, so that nothing of one that breaks off is left anywhere. */
const WHOLE_BYTES = 4 * LEAST_BYTES;
/** So often it is tried whole; a circuit that carries less needs pieces. */
const WHOLE_TRIES = 2;
const SMALLEST_FIRST_BYTES = 4096;

/**
 * Bytes of the request that begins an upload: the server keeps nothing of one that breaks off, so each is smaller than
 * the one that broke before it.
 */
export function firstBytes(length: number, broken: number): number {
  if (length <= WHOLE_BYTES && broken < WHOLE_TRIES) return length;
  return Math.max(SMALLEST_FIRST_BYTES, LEAST_BYTES >> Math.min(broken, 8));
}

const FIRST_WAIT_MILLIS = 1_000;
const LONGEST_WAIT_MILLIS = 60_000;
const LONGEST_ASKED_MILLIS = 900_000;

/** The next chunk is as large as five seconds carry, and after a cut the least. */
export class ChunkSize {
  #bytes: number;

  constructor(first = LEAST_BYTES) {
    this.#bytes = first;
  }

  get bytes(): number {
    return this.#bytes;
  }

  took(bytes: number, millis: number): void {
    const fit = (bytes * WANTED_MILLIS) / Math.max(millis, 1);
    this.#bytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Math.min(2 * this.#bytes, fit)));
    this.#bytes = Math.floor(this.#bytes / LEAST_BYTES) * LEAST_BYTES;
  }

  broke(): void {
    this.#bytes = LEAST_BYTES;
  }
}

/** Waits that grow while nothing gets through, without an end. */
export class Waits {
  #failures = 0;

  progressed(): void {
    this.#failures = 0;
  }

  /**
   * @param asked seconds that the server asked for, null for none
   * @param chance 0..1, so that many who were cut at once do not come back at once
   */
  next(asked: number | null, chance: number): number {
    const grown = Math.min(FIRST_WAIT_MILLIS * 2 ** Math.min(this.#failures, 10), LONGEST_WAIT_MILLIS);
    this.#failures++;
    const least = Math.min((asked ?? 0) * 1000, LONGEST_ASKED_MILLIS);
    const wait = Math.max(grown, least);
    return Math.round(wait * (1 + chance / 4));
  }
}

/** Bytes per second over the last half minute; what stood still is part of it. */
export class Rate {
  static readonly #WINDOW_MILLIS = 30_000;
  #seen: { readonly at: number; readonly bytes: number }[] = [];

  moved(at: number, bytes: number): void {
    this.#seen.push({ at, bytes });
    while (this.#seen.length > 2 && (this.#seen[1]?.at ?? at) < at - Rate.#WINDOW_MILLIS) this.#seen.shift();
  }

  /** Null until something is known. */
  perSecond(now: number): number | null {
    const first = this.#seen[0];
    const last = this.#seen.at(-1);
    if (first === undefined || last === undefined || last.bytes <= first.bytes || now <= first.at) return null;
    return ((last.bytes - first.bytes) * 1000) / (now - first.at);
  }
}
