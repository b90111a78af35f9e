/** RFC 9180 in mode_base, one message a context: the key schedule, and open for Taniq's suite (§2.1). */
import { ascii, concat, u8, u16 } from './bytes.js';
import { gcmOpen, hmac } from './primitives.js';
import { decapsulate } from './xwing.js';

export const SUITE = { kem: 0x647a, kdf: 1, aead: 2, keySize: 32 };

const extract = (salt, ikm) => hmac(salt.length ? salt : Buffer.alloc(32), ikm);

function expand(prk, info, length) {
  let block = Buffer.alloc(0);
  let out = Buffer.alloc(0);
  for (let i = 1; out.length < length; i++) {
    block = hmac(prk, block, info, u8(i));
    out = concat(out, block);
  }
  return out.subarray(0, length);
}

const suiteId = (suite) => concat(ascii('HPKE'), u16(suite.kem), u16(suite.kdf), u16(suite.aead));

/** Key, base nonce and exporter secret from the KEM's shared secret. */
export function keySchedule(shared, info, suite = SUITE) {
  const id = suiteId(suite);
  const labeled = (name, ikm) => concat(ascii('HPKE-v1'), id, ascii(name), ikm);
  const empty = Buffer.alloc(0);
  const context = concat(u8(0), extract(empty, labeled('psk_id_hash', empty)), extract(empty, labeled('info_hash', info)));
  const secret = extract(shared, labeled('secret', empty));
  return {
    key: expand(secret, concat(u16(suite.keySize), labeled('key', context)), suite.keySize),
    nonce: expand(secret, concat(u16(12), labeled('base_nonce', context)), 12),
    exporter: expand(secret, concat(u16(32), labeled('exp', context)), 32),
  };
}

/** RFC 9180 §5.3, of `length` bytes. */
export const exported = (exporter, context, length, suite) =>
  expand(exporter, concat(u16(length), ascii('HPKE-v1'), suiteId(suite), ascii('sec'), context), length);

/** OpenBase with an empty aad: the plaintext or null. */
export function open(pair, enc, info, ct) {
  const shared = decapsulate(pair, enc);
  if (!shared) return null;
  const { key, nonce } = keySchedule(shared, info);
  return gcmOpen(key, nonce, Buffer.alloc(0), ct);
}
