/** The vectors' bytes in place of randomness: HKDF of a name, as their generator draws them (class Seed). */
import { hkdfSync } from 'node:crypto';

export class Seed {
  constructor(name) {
    this.name = name;
  }

  bytes(purpose, length) {
    return new Uint8Array(hkdfSync('sha256', this.name, 'taniq vectors, not secret', purpose, length));
  }

  of(part) {
    return new Seed(`${this.name}/${part}`);
  }

  /** What an envelope draws, in the order in which the core does. */
  envelope(k, n) {
    const count = (purpose, from, to, length) => Array.from({ length: to - from }, (_, i) => this.bytes(`${purpose} ${from + i}`, length));
    return [
      this.bytes('dek', 32),
      ...count('coefficient', 1, k, 32),
      ...count('encapsulation', 0, n, 64),
      this.bytes('salt', 32),
      this.bytes('prefix', 7),
    ];
  }
}

/** A core's `random` that gives these, each of the length that is asked for. `done()` fails where some are left. */
export function drawn(...given) {
  const left = given.flat();
  const random = (length) => {
    const next = left.shift();
    if (next?.length !== length) throw new Error(`drew ${length} bytes where the vectors draw ${next?.length}`);
    return next;
  };
  random.done = () => {
    if (left.length > 0) throw new Error(`${left.length} draws are left`);
  };
  return random;
}
