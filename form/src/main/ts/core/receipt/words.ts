/** The receipt code as twelve words, SPEC §6. The list (BIP39, English) is the caller's: it weighs 13 kB. */
import { sha256 } from '../primitives.ts';
import { must } from '../refusal.ts';
import { ENTROPY_BYTES } from './digits.ts';

const WORDS = 12;
const BITS = 11;

/** Twelve words: 128 bits and four of their SHA-256, 11 bits each. */
export async function writeWords(entropy: Bytes, list: readonly string[]): Promise<string> {
  const check = (await sha256(entropy))[0] ?? 0;
  let whole = 0n;
  for (const byte of entropy) whole = (whole << 8n) | BigInt(byte);
  whole = (whole << 4n) | BigInt(check >> 4);
  const index = (i: number): number => Number((whole >> BigInt(BITS * (WORDS - 1 - i))) & 2047n);
  return Array.from({ length: WORDS }, (_, i) => list[index(i)]).join(' ');
}

/**
 * The 16 bytes of words as typed.
 *
 * @throws Refusal BAD_WORDS
 */
export async function readWords(text: string, list: readonly string[]): Promise<Bytes> {
  const indexes = text.split(/\p{White_Space}+/u).filter((word) => word !== '').map((word) => list.indexOf(word.toLowerCase()));
  must(indexes.length === WORDS && !indexes.includes(-1), 'BAD_WORDS');
  let whole = 0n;
  for (const index of indexes) whole = (whole << BigInt(BITS)) | BigInt(index);
  const entropy = new Uint8Array(ENTROPY_BYTES);
  for (let i = 0; i < ENTROPY_BYTES; i++) entropy[i] = Number((whole >> BigInt(4 + 8 * (ENTROPY_BYTES - 1 - i))) & 255n);
  must(Number(whole & 15n) === ((await sha256(entropy))[0] ?? 0) >> 4, 'BAD_WORDS');
  return entropy;
}
