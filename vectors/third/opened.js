/** Runs the vectors of whole envelopes and of plaintexts: envelope/, tar/, testimony/, nested/. */
import assert from 'node:assert/strict';
import { hex } from './bytes.js';
import { openEnvelope, readHeader, writeH0 } from './envelope.js';
import { IDENTITY_SIZE } from './lengths.js';
import { readObject, write } from './json.js';
import { sha256 } from './primitives.js';
import { openNested, readAttachment, readIdentity, readTestimony } from './testimony.js';
import { expand } from './xwing.js';

const pairs = new Map();
const pairOf = (seed) => pairs.get(seed) ?? pairs.set(seed, expand(hex(seed, 32))).get(seed);

function keysOf(vector) {
  return vector.all('secret').map((line) => {
    const [slot, seed] = line.split('=');
    return [slot === '-' ? null : Number(slot), pairOf(seed)];
  });
}

const keysetOf = (vector, k) => ({ id: hex(vector.one('keyset'), 16), k: Number(vector.one(k)), n: Number(vector.one('slots')) });

/** What was read must survive being written and read again. */
function writtenAgain({ json }) {
  const text = write(json.map);
  assert.deepEqual(readObject(Buffer.from(text), 'BAD_JSON'), json.map);
}

function readPlaintext(vector, plaintext, keys, place) {
  if (vector.one('kind') === '3') return {};
  if (vector.one('kind') === '1') {
    const read = place === 'identity' ? readIdentity(plaintext) : readAttachment(plaintext);
    writtenAgain(read);
    return { identity: read.text };
  }
  const testimony = readTestimony(plaintext, hex(vector.one('instance'), 32));
  writtenAgain(testimony);
  const nested = openNested(testimony, keysetOf(vector, 'identity-quorum'), keys);
  nested.filter(Boolean).forEach(writtenAgain);
  return { identity: nested[0]?.text };
}

export function runPlaintext(vector) {
  readPlaintext(vector, vector.payload, keysOf(vector), vector.one('place'));
}

function* subsets(items, size, from = 0) {
  if (size === 0) return yield [];
  for (let i = from; i <= items.length - size; i++) for (const rest of subsets(items, size - 1, i + 1)) yield [items[i], ...rest];
}

/** What the vector says is at hand for its envelope. */
function atHand(vector) {
  const kind = Number(vector.one('kind'));
  const asked = { kind, place: kind === 1 ? 'either' : 'testimony', context: hex(vector.one('context') ?? ''), keyset: keysetOf(vector, 'quorum') };
  const received = vector.all('share').map((line) => [Number(line.split('=')[0]), hex(line.split('=')[1])]);
  return { asked, keys: keysOf(vector), received };
}

/** The SHA-256 of the plaintext, opened to the end with everything at hand. */
export function openWhole(vector) {
  const { asked, keys, received } = atHand(vector);
  const { plaintext } = openEnvelope(vector.payload, asked, keys, received);
  readPlaintext(vector, plaintext, keys, vector.one('place') ?? 'identity');
  return sha256(plaintext).toString('hex');
}

export function runEnvelope(vector) {
  const { asked, keys, received } = atHand(vector);
  const ok = vector.one('expect') === 'OK';
  const choices = ok && received.length === 0 && !vector.one('together') ? [...subsets(keys, asked.keyset.k)] : [keys];
  assert.ok(choices.length > 0);
  for (const chosen of choices) {
    const opened = openEnvelope(vector.payload, asked, chosen, received);
    const place = opened.plaintext.length === IDENTITY_SIZE ? 'identity' : 'attachment';
    const { identity } = readPlaintext(vector, opened.plaintext, keys, place);
    assert.deepEqual(writeH0(readHeader(vector.payload, asked.kind)), vector.payload.subarray(0, 32));
    if (!ok) continue;
    assert.equal(opened.dek.toString('hex'), vector.one('dek'));
    assert.equal(sha256(opened.plaintext).toString('hex'), vector.one('plaintext-sha256'));
    if (vector.one('identity') !== undefined) assert.equal(identity?.toString(), vector.one('identity'));
    const shares = new Map(vector.all('share-of').map((line) => line.split('=')));
    for (const [slot] of vector.one('together') ? [] : chosen) assert.equal(opened.shares.get(slot).toString('hex'), shares.get(String(slot)));
  }
}
