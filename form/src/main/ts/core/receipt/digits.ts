/** The receipt code as ten groups of five digits, SPEC §6. */
import { sha256 } from '../primitives.ts';
import { must, refuse } from '../refusal.ts';

export const ENTROPY_BYTES = 16;
const GROUPS = 10;
const RADIX = 1n << 128n;
const CHECKS = 29n;

/** Damm's quasigroup of order 10: row = interim digit, column = next digit. */
const DAMM = [
  '0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790',
]; // prettier-ignore

/** Interim digit after all of these; 0 where the last is the check digit of those before. */
function damm(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = Number(DAMM[interim]?.charAt(Number(digit)));
  return interim;
}

function integer(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

async function check(entropy: Bytes): Promise<bigint> {
  return integer(await sha256(entropy)) % CHECKS;
}

/** The ten groups of 16 random bytes. */
export async function writeGroups(entropy: Bytes): Promise<string[]> {
  if (entropy.length !== ENTROPY_BYTES) throw new RangeError('a receipt code has 16 bytes');
  const digits = ((await check(entropy)) * RADIX + integer(entropy)).toString().padStart(4 * GROUPS, '0');
  return Array.from({ length: GROUPS }, (_, i) => {
    const group = digits.slice(4 * i, 4 * i + 4);
    return `${group}${damm(group)}`;
  });
}

/** `ddddd-ddddd-…` */
export const writeDigits = async (entropy: Bytes): Promise<string> => (await writeGroups(entropy)).join('-');

/** Value of a decimal digit of any script; Unicode has them in runs of ten that begin with zero. */
function digitValue(char: string): number {
  const own = char.codePointAt(0) ?? 0;
  let start = own;
  while (start > 0 && /^\p{Nd}$/u.test(String.fromCodePoint(start - 1))) start--;
  return (own - start) % 10;
}

/** The ASCII digits of what was typed, without what readers drop; null where anything else is among them. */
export function typedDigits(text: string): string | null {
  let digits = '';
  for (const char of text) {
    if (/^\p{Nd}$/u.test(char)) digits += digitValue(char);
    else if (!/^[\p{White_Space}\p{Pd}\p{Cf}\u2212.]$/u.test(char)) return null;
  }
  return digits;
}

/** Whether these five ASCII digits can be a group. */
export const isGroup = (group: string): boolean => group.length === 5 && damm(group) === 0;

/**
 * The 16 bytes of a code as typed.
 *
 * @throws Refusal BAD_LENGTH, BAD_GROUP with the first wrong group's number, BAD_CHECK
 */
export async function readDigits(text: string): Promise<Bytes> {
  const digits = typedDigits(text);
  must(digits?.length === 5 * GROUPS, 'BAD_LENGTH');
  let data = '';
  for (let i = 0; i < GROUPS; i++) {
    const group = digits.slice(5 * i, 5 * i + 5);
    if (!isGroup(group)) refuse('BAD_GROUP', i + 1);
    data += group.slice(0, 4);
  }
  const n = BigInt(data);
  const entropy = new Uint8Array(ENTROPY_BYTES);
  for (let i = 0; i < ENTROPY_BYTES; i++) entropy[i] = Number((n >> BigInt(8 * (ENTROPY_BYTES - 1 - i))) & 255n);
  must(n / RADIX === (await check(entropy)), 'BAD_CHECK'); // so n is below 29·2^128 too
  return entropy;
}
