/** The payload stream of SPEC §2.6 (Tink's AES256_GCM_HKDF_64KB), opened whole. */
import { concat, u8, u32 } from './bytes.js';
import { gcmOpen, hkdf } from './primitives.js';
import { must } from './refusal.js';

const SEGMENT = 65536;
const HEADER = 40;

/** The plaintext; nothing of it leaves before the last segment was verified. */
export function openStream(key, aad, stream) {
  must(stream.length > HEADER && stream[0] === HEADER, 'PAYLOAD_TAMPERED');
  const k = hkdf(key, aad, stream.subarray(1, 33));
  const prefix = stream.subarray(33, HEADER);
  const pieces = [];
  for (let j = 0, at = HEADER; at < stream.length; j++) {
    const end = Math.min((j + 1) * SEGMENT, stream.length);
    const nonce = concat(prefix, u32(j), u8(end === stream.length ? 1 : 0));
    const piece = gcmOpen(k, nonce, Buffer.alloc(0), stream.subarray(at, end));
    must(piece !== null && piece.length > 0, 'PAYLOAD_TAMPERED');
    pieces.push(piece);
    at = end;
  }
  return Buffer.concat(pieces);
}
