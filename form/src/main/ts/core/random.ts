/**
 * Draws fresh random bytes. The core has no randomness of its own: the page passes `crypto.getRandomValues` in, the
 * vectors pass what they know.
 */
export type Random = (length: number) => Bytes;
