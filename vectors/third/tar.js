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

function readHeader(header) {
  const end = header.indexOf(0);
  const name = header.toString('latin1', 0, Math.min(end < 0 ? 100 : end, 100));
  must(/^[!-\[\]-~]+$/.test(name) && name.split('/').every((step) => step && step !== '.' && step !== '..'), 'BAD_TAR');
  const digits = header.toString('latin1', 124, 135);
  must(/^[0-7]{11}$/.test(digits), 'BAD_TAR');
  const size = parseInt(digits, 8);
  must(header.equals(tarHeader(name, size)), 'BAD_TAR');
  return { name, size };
}

/** Reads a padded plaintext's files one after another, each check in the order of §2.8. */
export class Tar {
  #at = 0;
  #count = 0;
  #padding = Buffer.alloc(0);

  /** `allowed(index)` gives what may be file `index`: {names, size?: predicate}, or null where none may. */
  constructor(plaintext, allowed) {
    this.plaintext = plaintext;
    this.allowed = allowed;
  }

  #block() {
    must(this.#at + BLOCK <= this.plaintext.length, 'BAD_TAR');
    this.#at += BLOCK;
    return this.plaintext.subarray(this.#at - BLOCK, this.#at);
  }

  /** The next file, or null at the end; the padding of the one before is judged first. */
  next() {
    must(allZero(this.#padding), 'PADDING_NOT_ZERO');
    const header = this.#block();
    if (allZero(header)) {
      must(allZero(this.#block()), 'BAD_TAR');
      return null;
    }
    const { name, size } = readHeader(header);
    const step = this.allowed(this.#count++);
    must(step && step.names.includes(name) && (!step.size || step.size(size)), 'BAD_TAR');
    const start = this.#at;
    this.#at += Math.ceil(size / BLOCK) * BLOCK;
    must(this.#at + 2 * BLOCK <= this.plaintext.length, 'BAD_TAR');
    this.#padding = this.plaintext.subarray(start + size, this.#at);
    return { name, content: this.plaintext.subarray(start, start + size) };
  }

  /** A file that has to be there. */
  need() {
    return this.next() ?? refuse('MISSING_FILE');
  }

  /** What follows the end; the bytes used before it. */
  finish() {
    must(allZero(this.plaintext.subarray(this.#at)), 'PADDING_NOT_ZERO');
    return this.#at;
  }
}

/** Kind 0: the JSON, thread.sig, identity.sealed, attachments/001 … */
export function testimonyTar(index) {
  if (index === 0) return { names: ['testimony.json', 'part.json'], size: isJsonSize };
  if (index === 1) return { names: ['thread.sig'], size: (size) => size === 64 };
  if (index === 2) return { names: ['identity.sealed'] };
  return index - 2 <= 999 ? { names: [`attachments/${String(index - 2).padStart(3, '0')}`] } : null;
}

/** Kind 1 in identity.sealed. */
export const identityTar = (index) => (index === 0 ? { names: ['identity.json'], size: (size) => size <= 6656 } : null);

/** Kind 1 in a sealed attachment. */
export function attachmentTar(index) {
  return [{ names: ['attachment.json'], size: isJsonSize }, { names: ['content'] }][index] ?? null;
}
