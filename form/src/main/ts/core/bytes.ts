/** Byte strings of SPEC §0: integers are unsigned and big-endian. */

export const EMPTY: Bytes = new Uint8Array(0);

const utf8Encoder = new TextEncoder();

/** a ‖ b ‖ … */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** UTF-8 of a text; half a surrogate pair becomes U+FFFD, as SPEC §3 wants. */
export const utf8 = (text: string): Bytes => utf8Encoder.encode(text);

export const u8 = (value: number): Bytes => Uint8Array.of(value);
export const u16 = (value: number): Bytes => Uint8Array.of(value >>> 8, value);
export const u32 = (value: number): Bytes => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

/** Of a number below 2^53. */
export const u64 = (value: number): Bytes => concat(u32(Math.floor(value / 2 ** 32)), u32(value % 2 ** 32));

/** L(purpose), §0. */
export const label = (purpose: string): Bytes => utf8(`taniq.org/v1/${purpose}\0`);

/** Whether two public byte strings are the same. Not for secrets: it stops at the first difference. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
