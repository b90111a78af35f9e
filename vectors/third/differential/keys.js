/** The signers of the vectors: the generator draws every key from a name (vectors/README.md: worth nothing). */
import { ascii, concat, label, u8 } from '../bytes.js';
import { ed25519Public, ed25519Sign } from '../curve25519.js';
import { hkdf, sha256 } from '../primitives.js';
import { signerId } from '../signed.js';

const drawn = (name, purpose) => hkdf(Buffer.from(name), ascii(purpose), ascii('taniq vectors, not secret'), 32);

const PEOPLE = ['anar', 'bela', 'cavid', 'dilara', 'elnur', 'fidan', 'stranger', 'recovery 1', 'recovery 2'].map((name) => drawn(`person ${name}`, 'key'));
const BY_ID = new Map(PEOPLE.map((seed) => [signerId(ed25519Public(seed)), seed]));
const THREADS = ['testimony', 'tar', 'nested'].map((name) => drawn(name, 'thread'));
const BY_KEY = new Map(THREADS.map((seed) => [ed25519Public(seed).toString('base64url'), seed]));

export const COURIER = drawn('courier', 'key');

/** Signs as the person of this signer id; null if that is nobody of the vectors. */
export const signAs = (id, ...message) => (BY_ID.has(id) ? ed25519Sign(BY_ID.get(id), concat(...message)) : null);

export const signDocument = (id, type, bytes) => signAs(id, label('signed'), ascii(type), u8(0), sha256(bytes));

/** thread.sig (SPEC §3.6) by the thread of this b64u key, or null. */
export const signThread = (key, instance, d, json) =>
  BY_KEY.has(key) ? ed25519Sign(BY_KEY.get(key), concat(label('thread'), instance, u8(d), sha256(json))) : null;
