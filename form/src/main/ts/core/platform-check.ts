/** Whether this browser has what the core takes from it, by answers that are known. DESIGN §7. */
import { equal, utf8 } from './bytes.ts';
import { signingPair, verify } from './ed25519.ts';
import { gcmKey, gcmSeal, hmac, sha256 } from './primitives.ts';
import { unhex } from './spelling.ts';
import { x25519Public } from './x25519.ts';

const known = (hex: string): Bytes => unhex(hex) ?? new Uint8Array(0);

/** RFC 8032 §7.1, test 1. */
const SEED = known('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const PUBLIC = known('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');

async function signs(): Promise<boolean> {
  const { publicKey, sign } = await signingPair(SEED);
  const signature = await sign(utf8('a'));
  return equal(publicKey, PUBLIC) && (await verify(publicKey, utf8('a'), signature)) && !(await verify(publicKey, utf8('b'), signature));
}

const CHECKS = {
  // FIPS 180-4, "abc"
  'SHA-256': async () => equal(await sha256(utf8('abc')), known('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')),
  // RFC 4231 §4.3
  HMAC: async () =>
    equal(await hmac(utf8('Jefe'), utf8('what do ya want for nothing?')), known('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')),
  // The GCM specification's test case 13
  'AES-GCM': async () =>
    equal(await gcmSeal(await gcmKey(new Uint8Array(32)), new Uint8Array(12), new Uint8Array(0)), known('530f8afbc74536b9a963b4f1c4cb738b')),
  // RFC 7748 §5.2, once
  X25519: async () =>
    equal(await x25519Public(known('09'.padEnd(64, '0'))), known('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079')),
  Ed25519: signs,
  // Of the language, what came last of all that the core uses
  texts: () => Promise.resolve('\ud83d'.toWellFormed() === '\ufffd' && '😀'.isWellFormed() && [2, 1].toSorted()[0] === 1),
} as const;

export type Primitive = keyof typeof CHECKS;

/** What is missing or answers wrongly; empty where a page can go on. */
export async function missingPrimitives(): Promise<Primitive[]> {
  const missing: Primitive[] = [];
  for (const [primitive, check] of Object.entries(CHECKS) as [Primitive, () => Promise<boolean>][]) {
    try {
      if (!(await check())) missing.push(primitive);
    } catch {
      missing.push(primitive); // each browser says in another way that it does not know something
    }
  }
  return missing;
}
