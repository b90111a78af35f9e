/** Byte strings of SPEC §0: integers are unsigned and big-endian. */
export const concat = (...parts) => Buffer.concat(parts);
export const ascii = (text) => Buffer.from(text, 'latin1');
export const u8 = (n) => Buffer.from([n]);

export function u16(n) {
  const b = Buffer.alloc(2);
  b.writeUInt16BE(n);
  return b;
}

export function u32(n) {
  const b = Buffer.alloc(4);
  b.writeUInt32BE(n);
  return b;
}

export function u64(n) {
  const b = Buffer.alloc(8);
  b.writeBigUInt64BE(BigInt(n));
  return b;
}

/** L(purpose), §0. */
export const label = (purpose) => ascii(`taniq.org/v1/${purpose}\0`);

export const allZero = (b) => b.every((x) => x === 0);

/** The bytes that `text` spells, or null when it is not the one canonical spelling. */
export function decode(text, encoding, size) {
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, encoding);
  if (bytes.toString(encoding) !== text) return null;
  return size === undefined || bytes.length === size ? bytes : null;
}

export const hex = (text, size) => decode(text, 'hex', size);
export const b64u = (text, size) => decode(text, 'base64url', size);
export const b64 = (text) => decode(text, 'base64');
