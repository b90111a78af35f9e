/** The tar profile of SPEC §2.10: one way to write each file, and no other is read. */
import { allZero, ascii, concat } from './bytes.js';
import { must, refuse } from './refusal.js';

const BLOCK = 512;
const MIB_4 = 4 * 2 ** 20;
const isJsonSize = (size) => size <= MIB_4;

const octal = (n, digits) => ascii(n.toString(8).padStart(digits, '0'));
const filled = (bytes, size) => concat(bytes, Buffer.alloc(size - bytes.length));

/** The only header that a file of this name and size can have. */
export function tarHeader(name, size) {
  const before = concat(filled(ascii(name), 100), ascii('0000600\0' + '0000000\0'.repeat(2)), octal(size, 11), ascii('\0' + '00000000000\0'));
  const after = concat(ascii('0'), Buffer.alloc(100), ascii('ustar\x0000'), Buffer.alloc(64), ascii('0000000\0'.repeat(2)), Buffer.alloc(167));
  let sum = 8 * 0x20;
  for (const byte of concat(before, after)) sum += byte;
  return concat(before, octal(sum, 6), ascii('\0 '), after);
}

function readEntry(plaintext, at) {
  const header = plaintext.subarray(at, at + BLOCK);
  const end = header.indexOf(0);
  const name = header.toString('latin1', 0, Math.min(end < 0 ? 100 : end, 100));
  must(/^[!-\[\]-~]+$/.test(name) && name.split('/').every((step) => step && step !== '.' && step !== '..'), 'BAD_TAR');
  const digits = header.toString('latin1', 124, 135);
  must(/^[0-7]{11}$/.test(digits), 'BAD_TAR');
  const size = parseInt(digits, 8);
  must(header.equals(tarHeader(name, size)), 'BAD_TAR');
  const start = at + BLOCK;
  const next = start + Math.ceil(size / BLOCK) * BLOCK;
  must(next <= plaintext.length, 'BAD_TAR');
  return { name, content: plaintext.subarray(start, start + size), rest: plaintext.subarray(start + size, next), next };
}

/**
 * Reads the files one after another. `allowed(index, names)` gives the expected step for file `index`:
 * {names, size?: predicate, optional}. Padding is judged when everything else was (§2.8); `padding()` does it.
 */
export function readTar(plaintext, allowed) {
  const files = [];
  const paddings = [];
  let at = 0;
  for (;;) {
    must(at + BLOCK <= plaintext.length, 'BAD_TAR');
    const step = allowed(files.length);
    if (allZero(plaintext.subarray(at, at + BLOCK))) {
      must(!step || step.optional, 'MISSING_FILE');
      break;
    }
    const entry = readEntry(plaintext, at);
    must(step && step.names.includes(entry.name), 'BAD_TAR');
    must(!step.size || step.size(entry.content.length), 'BAD_TAR');
    files.push(entry);
    paddings.push(entry.rest);
    at = entry.next;
  }
  at += 2 * BLOCK;
  must(at <= plaintext.length && allZero(plaintext.subarray(at - BLOCK, at)), 'BAD_TAR');
  paddings.push(plaintext.subarray(at));
  return { files, used: at, padding: () => paddings.every(allZero) || refuse('PADDING_NOT_ZERO') };
}

/** Kind 0: the JSON, thread.sig, identity.sealed, attachments/001 … */
export function testimonyTar(index) {
  if (index === 0) return { names: ['testimony.json', 'part.json'], size: isJsonSize };
  if (index === 1) return { names: ['thread.sig'], size: (size) => size === 64 };
  if (index === 2) return { names: ['identity.sealed'] };
  return index - 2 <= 999 ? { names: [`attachments/${String(index - 2).padStart(3, '0')}`], optional: true } : null;
}

/** Kind 1 in identity.sealed. */
export const identityTar = (index) => (index === 0 ? { names: ['identity.json'], size: (size) => size <= 6656 } : null);

/** Kind 1 in a sealed attachment. */
export function attachmentTar(index) {
  return [{ names: ['attachment.json'], size: isJsonSize }, { names: ['content'] }][index] ?? null;
}
