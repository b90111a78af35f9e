/** Writes the narrow ustar of SPEC §2.10: regular files alone, one way to write each, padded with zeros. */
import { concat, u8, utf8 } from '../bytes.ts';

const BLOCK = 512;
const END_BYTES = 2 * BLOCK;
const ZEROS_AT_ONCE = 65536;
const MAX_SIZE = 2 ** 33 - 1;

export interface TarFile {
  readonly name: string;
  readonly size: number;
  /** Exactly `size` bytes. */
  content(): AsyncIterable<Bytes> | Iterable<Bytes>;
}

/** A file of bytes at hand. */
export const inMemory = (name: string, bytes: Bytes): TarFile => ({ name, size: bytes.length, content: () => [bytes] });

const octal = (value: number, digits: number): Bytes => utf8(value.toString(8).padStart(digits, '0'));
const filled = (bytes: Bytes, size: number): Bytes => concat(bytes, new Uint8Array(size - bytes.length));

/** The only header that a file of this name and size can have. */
export function tarHeader(name: string, size: number): Bytes {
  if (!/^[!-[\]-~]{1,100}$/.test(name) || size > MAX_SIZE) throw new RangeError('a name or size that no tar of ours has');
  // Name, mode, owner, group, size, time; then type, link name, magic, names of owners, devices, prefix.
  const before = concat(filled(utf8(name), 100), utf8('0000600\0' + '0000000\0'.repeat(2)), octal(size, 11), utf8('\x0000000000000\0'));
  const after = concat(u8(0x30), new Uint8Array(100), utf8('ustar\x0000'), new Uint8Array(64), utf8('0000000\0'.repeat(2)), new Uint8Array(167));
  let sum = 8 * 0x20; // the checksum's own bytes count as spaces
  for (const byte of concat(before, after)) sum += byte;
  return concat(before, octal(sum, 6), utf8('\0 '), after);
}

const toBlock = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** Used length of a tar of files of these sizes. */
export const usedLength = (sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + BLOCK + size + toBlock(size), END_BYTES);

function* zeros(count: number): Generator<Bytes> {
  for (let left = count; left > 0; left -= ZEROS_AT_ONCE) yield new Uint8Array(Math.min(left, ZEROS_AT_ONCE));
}

/**
 * The files one after another, the end, and zeros up to `padded`.
 *
 * @throws RangeError if a content has another size than was said
 */
export async function* writeTar(files: readonly TarFile[], padded: number): AsyncGenerator<Bytes> {
  for (const file of files) {
    const { name, size } = file;
    yield tarHeader(name, size);
    let came = 0;
    for await (const chunk of file.content()) {
      came += chunk.length;
      if (came > size) break;
      yield chunk;
    }
    if (came !== size) throw new RangeError('content of another size than was said');
    yield* zeros(toBlock(size));
  }
  yield* zeros(END_BYTES + padded - usedLength(files.map(({ size }) => size)));
}
