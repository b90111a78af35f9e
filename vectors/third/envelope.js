/** The envelope of SPEC §2: header, slots, commitments, header MAC and stream, in the order of §2.8. */
import { timingSafeEqual } from 'node:crypto';
import { concat, label, u8 } from './bytes.js';
import { open as hpkeOpen } from './hpke.js';
import { headerLength, isLength } from './lengths.js';
import { hkdf, hmac, sha256 } from './primitives.js';
import { must, Refusal, refuse } from './refusal.js';
import { combine } from './shamir.js';
import { openStream } from './stream.js';
import { ENC_SIZE } from './xwing.js';

const MAGIC = Buffer.from('89544e510d0a1a01', 'hex');
const SLOT = 1169;

/** H0 and the parts behind it, for an envelope that is as long as its header says (§2.1). */
export function readHeader(bytes, kind) {
  must(bytes.length > 0, 'TRUNCATED');
  const there = bytes.subarray(0, 7);
  must(there.equals(MAGIC.subarray(0, there.length)), 'NOT_AN_ENVELOPE');
  must(bytes.length < 8 || bytes[7] === MAGIC[7], 'UNKNOWN_VERSION');
  must(bytes.length >= 32, 'TRUNCATED');
  must(bytes.readUInt16BE(8) === 1, 'UNKNOWN_SUITE');
  const k = bytes[10];
  const n = bytes[11];
  must(k >= 1 && k <= n && n <= 16, 'BAD_QUORUM');
  must(bytes[12] === 16, 'BAD_SEGMENT_SIZE');
  must(bytes[13] <= 3, 'UNKNOWN_KIND');
  must(bytes.readUInt16BE(14) === 0, 'RESERVED_NOT_ZERO');
  must(bytes.length >= headerLength(n), 'TRUNCATED');
  must(bytes[13] === kind, 'WRONG_KIND');
  return { k, n, kind, keyset: bytes.subarray(16, 32) };
}

/** H0 written from what was read. */
export const writeH0 = ({ k, n, kind, keyset }) => concat(MAGIC, Buffer.from([0, 1, k, n, 16, kind, 0, 0]), keyset);

/** An envelope in front of the keyset {id, k, n} of its place, up to step 2 of §2.8. */
export function readEnvelope(bytes, { kind, place, context = Buffer.alloc(0), keyset }) {
  const header = readHeader(bytes, kind);
  must(isLength(bytes.length, header.n, place), 'BAD_LENGTH');
  must(header.keyset.equals(keyset.id), 'WRONG_KEYSET');
  must(header.k === keyset.k && header.n === keyset.n, 'QUORUM_MISMATCH');
  return { ...header, bytes, context, h0: bytes.subarray(0, 32) };
}

const commitment = (e, i, share) => sha256(label('commitment'), e.h0, e.context, u8(i), share);

function isCommitted(e, i, share) {
  if (!(i >= 0 && i < e.n) || share.length !== 33) return false;
  const at = 32 + SLOT * e.n + 32 * i;
  return share[0] === (e.k === 1 ? 0 : i + 1) && commitment(e, i, share).equals(e.bytes.subarray(at, at + 32));
}

/** The share of slot i, opened with its custodian's key pair. */
function openSlot(e, i, pair) {
  const at = 32 + SLOT * i;
  const info = concat(label('slot'), u8(i), e.h0, e.context);
  const share = hpkeOpen(pair, e.bytes.subarray(at, at + ENC_SIZE), info, e.bytes.subarray(at + ENC_SIZE, at + SLOT));
  must(share !== null, 'SLOT_UNREADABLE');
  must(isCommitted(e, i, share), 'SHARE_DAMAGED_BY_SENDER');
  return share;
}

function* subsets(items, size, from = 0) {
  if (size === 0) return yield [];
  for (let i = from; i <= items.length - size; i++) for (const rest of subsets(items, size - 1, i + 1)) yield [items[i], ...rest];
}

/** The DEK of the first k shares, in slot order, that prove the header (§2.5). `shares` maps slots to x ‖ y. */
function combineSome(e, shares) {
  const header = headerLength(e.n);
  const sorted = [...shares].sort(([a], [b]) => a - b).map(([, share]) => share);
  for (const some of subsets(sorted, e.k)) {
    const dek = e.k === 1 ? some[0].subarray(1) : combine(some);
    const mac = hmac(hkdf(dek, label('header')), e.context, e.bytes.subarray(0, header - 32));
    if (timingSafeEqual(mac, e.bytes.subarray(header - 32, header))) return dek;
  }
  return refuse('HEADER_TAMPERED');
}

/** The shares of own keys [[slot, pair]] and received ones [[slot, share]] that are good, by slot. */
function goodShares(e, keys, received) {
  const shares = new Map();
  let broken;
  for (const [slot, pair] of [...keys].sort(([a], [b]) => a - b)) {
    try {
      shares.set(slot, openSlot(e, slot, pair));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      broken ??= error;
    }
  }
  for (const [slot, share] of received) {
    if (!isCommitted(e, slot, share)) broken ??= new Refusal('SHARE_CHANGED_ON_THE_WAY');
    else if (!shares.has(slot)) shares.set(slot, share);
  }
  if (shares.size < e.k) throw broken ?? new Refusal('TOO_FEW_SHARES');
  return shares;
}

/** Opens with own keys [[slot or null, pair]] and received shares [[slot, share]]. */
export function openEnvelope(bytes, asked, keys, received = []) {
  const e = readEnvelope(bytes, asked);
  const own = keys.filter(([slot]) => slot !== null && slot < e.n);
  must(own.length > 0 || received.length > 0, 'NOT_FOR_US');
  const shares = goodShares(e, own, received);
  const dek = combineSome(e, shares);
  const header = headerLength(e.n);
  const aad = sha256(e.context, e.bytes.subarray(0, header));
  return { ...e, shares, dek, plaintext: openStream(hkdf(dek, label('payload')), aad, e.bytes.subarray(header)) };
}
