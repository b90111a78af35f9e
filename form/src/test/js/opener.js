/** So much of an opener as the tests need to seal again what a vector holds: the DEK is known, nothing is judged. */
import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const label = (purpose) => Buffer.from(`taniq.org/v1/${purpose}\0`);
const hkdf = (ikm, info, salt = '') => Buffer.from(hkdfSync('sha256', ikm, salt, info, 32));

/** k, n, kind and keyset id of an envelope, and where its parts lie. */
export function headerOf(envelope) {
  const n = envelope[11];
  return { k: envelope[10], n, kind: envelope[13], keysetId: Uint8Array.from(envelope.subarray(16, 32)), length: 64 + 1201 * n };
}

/** Whether this DEK proves the header. */
export function isDek(envelope, context, dek) {
  const { length } = headerOf(envelope);
  const mac = createHmac('sha256', hkdf(dek, label('header'))).update(context).update(envelope.subarray(0, length - 32)).digest();
  return mac.equals(envelope.subarray(length - 32, length));
}

/** The padded plaintext. */
export function decrypt(envelope, context, dek) {
  const { length } = headerOf(envelope);
  const stream = envelope.subarray(length);
  const key = hkdf(hkdf(dek, label('payload')), sha256(context, envelope.subarray(0, length)), stream.subarray(1, 33));
  const pieces = [];
  for (let j = 0, at = 40; at < stream.length; j++) {
    const end = Math.min(65536 * (j + 1), stream.length);
    const nonce = Buffer.concat([stream.subarray(33, 40), Buffer.from([j >> 24, j >> 16, j >> 8, j, end === stream.length ? 1 : 0])]);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(stream.subarray(end - 16, end));
    pieces.push(decipher.update(stream.subarray(at, end - 16)), decipher.final());
    at = end;
  }
  return Buffer.concat(pieces);
}

/** [name, content] of each file of a tar that is known to be good. */
export function filesOf(tar) {
  const files = [];
  for (let at = 0; tar[at] !== 0; ) {
    const name = tar.toString('latin1', at, tar.indexOf(0, at));
    const size = parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    files.push([name, tar.subarray(at + 512, at + 512 + size)]);
    at += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}
