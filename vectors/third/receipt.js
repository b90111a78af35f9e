/** Receipt codes, SPEC §6. */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { concat, label } from './bytes.js';
import { ed25519Public } from './curve25519.js';
import { hkdf, sha256 } from './primitives.js';
import { must, refuse } from './refusal.js';

const DAMM = '0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790'
  .split(' ');
const damm = (digits) => [...digits].reduce((interim, digit) => Number(DAMM[interim][digit]), 0);

const toInteger = (bytes) => BigInt(`0x${bytes.toString('hex')}`);
const toBytes = (n, size) => Buffer.from(n.toString(16).padStart(2 * size, '0'), 'hex');
const check = (entropy) => toInteger(sha256(entropy)) % 29n;

/** The value of a Unicode decimal digit; Unicode has them in runs that begin with zero and count by ten. */
function digitOf(char) {
  let start = char.codePointAt(0);
  const own = start;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(start - 1))) start--;
  return (own - start) % 10;
}

/** E of the digits as typed. */
export function readDigits(text) {
  const kept = [...text].filter((char) => !/^[\p{White_Space}\p{Pd}\p{Cf}\u2212.]$/u.test(char));
  must(kept.length === 50 && kept.every((char) => /^\p{Nd}$/u.test(char)), 'BAD_LENGTH');
  const groups = kept.map(digitOf).join('').match(/.{5}/g);
  groups.forEach((group, i) => damm(group) === 0 || refuse('BAD_GROUP', { group: i + 1 }));
  const n = BigInt(groups.map((group) => group.slice(0, 4)).join(''));
  must(n < 29n << 128n, 'BAD_CHECK');
  const entropy = toBytes(n & ((1n << 128n) - 1n), 16);
  must(n >> 128n === check(entropy), 'BAD_CHECK');
  return entropy;
}

/** E of the twelve words as typed. */
export function readWords(text) {
  const indices = text.split(/\p{White_Space}+/u).filter(Boolean).map((word) => wordlist.indexOf(word.toLowerCase()));
  must(indices.length === 12 && indices.every((index) => index >= 0), 'BAD_WORDS');
  const whole = indices.reduce((sum, index) => (sum << 11n) | BigInt(index), 0n);
  const entropy = toBytes(whole >> 4n, 16);
  must(Number(whole & 15n) === sha256(entropy)[0] >> 4, 'BAD_WORDS');
  return entropy;
}

export function writeDigits(entropy) {
  const digits = ((check(entropy) << 128n) + toInteger(entropy)).toString().padStart(40, '0');
  return digits.match(/.{4}/g).map((group) => group + damm(group)).join('-');
}

export function writeWords(entropy) {
  const whole = (toInteger(entropy) << 4n) | BigInt(sha256(entropy)[0] >> 4);
  return Array.from({ length: 12 }, (_, i) => wordlist[Number((whole >> BigInt(11 * (11 - i))) & 2047n)]).join(' ');
}

export function derive(entropy, instance) {
  const seed = hkdf(entropy, concat(label('thread-key'), instance));
  return { reply: hkdf(entropy, concat(label('reply'), instance)), seed, thread: ed25519Public(seed) };
}
