/** Seals again, byte for byte, what the vectors hold. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { core } from './core.js';
import { decrypt, filesOf, headerOf, isDek } from './opener.js';
import { drawn, Seed } from './seed.js';

const KINDS = ['testimony', 'identity', 'share', 'archive'];
const bytes = (text) => Uint8Array.from(Buffer.from(text ?? '', 'hex'));
const copy = (buffer) => Uint8Array.from(buffer);
const same = (made, wanted, what) => assert.ok(Buffer.from(made).equals(wanted), `${what}: not the vector's bytes`);

/** X-Wing's public key of a 32-byte seed. */
export function publicKeyOf(seed) {
  const expanded = core.shake256(seed, { dkLen: 96 });
  const mlKem = core.ml_kem768.keygen(expanded.subarray(0, 64)).publicKey;
  return core.x25519Public(expanded.slice(64)).then((pkX) => core.concat(mlKem, pkX));
}

/** The recipients of a vector's envelopes, also of one that does not have all of their secrets (class Ring). */
async function recipientsOf(vector, testimony, identity) {
  const { n } = headerOf(vector.payload);
  const given = vector.all('secret').map((line) => bytes(line.split('=')[1]));
  const publicKeys = [];
  for (let i = 0; i < n; i++) publicKeys.push(await publicKeyOf(given[i] ?? new Seed(`ring ${n}`).bytes(`custodian ${i}`, 32)));
  return { keysetId: bytes(vector.one('keyset')), testimony, identity, publicKeys };
}

/** The same bytes in pieces that fit no segment. */
export async function* inPieces(whole, step = 7919) {
  for (let at = 0; at < whole.length; at += step) yield copy(whole.subarray(at, at + step));
}

export async function collect({ length, chunks }) {
  const all = [];
  for await (const chunk of chunks) all.push(chunk);
  const envelope = Buffer.concat(all);
  assert.equal(envelope.length, length, 'the announced length');
  return envelope;
}

/** Each name under which the generator may have drawn for this vector's envelope. */
function seedOf(vector, path, context) {
  const name = basename(path, '.vec');
  const inner = name.replace(/^sealed-/, '');
  const names = [`envelope ${name}/outer`, `envelope ${name}`, `envelope ${inner}`, 'envelope identity-2-of-3/identity', 'envelope nested-broken/outer'];
  return names.map((each) => new Seed(each)).find((seed) => isDek(vector.payload, context, seed.bytes('dek', 32)));
}

/** The padded plaintext, sealed again as an envelope of its kind. */
export async function sealAgain(vector, path) {
  const { k, n, kind } = headerOf(vector.payload);
  const context = bytes(vector.one('context'));
  const seed = seedOf(vector, path, context);
  assert.ok(seed, 'nobody knows what this vector drew');
  const plaintext = decrypt(vector.payload, context, seed.bytes('dek', 32));
  const random = drawn(seed.envelope(k, n));
  const source = { length: plaintext.length, bytes: inPieces(plaintext) };
  const sealed = await core.sealEnvelope(await recipientsOf(vector, k, k), { kind: KINDS[kind], context, quorum: k }, source, random);
  random.done();
  same(await collect(sealed), vector.payload, 'envelope');
  return plaintext;
}

/** Every file of a good tar, written again. */
export async function writeAgain(plaintext) {
  const files = filesOf(plaintext).map(([name, content]) => core.inMemory(name, copy(content)));
  const pieces = [];
  for await (const piece of core.writeTar(files, plaintext.length)) pieces.push(piece);
  same(Buffer.concat(pieces), plaintext, 'tar');
}

/** What is nested in a testimony: {draws, submitter, attachments}, of the seed that it was drawn from. */
async function nestedOf(files, json, seed, context) {
  const opened = (path, sealed) => {
    const { k, n } = headerOf(sealed);
    const own = seed.of(path);
    return { draws: own.envelope(k, n), inner: new Map(filesOf(decrypt(sealed, context, own.bytes('dek', 32)))) };
  };
  const identity = opened('identity', files.get('identity.sealed'));
  const { submitter } = JSON.parse(identity.inner.get('identity.json'));
  const draws = [identity.draws];
  const attachments = json.files.slice(1).map(({ path, name, type, sealed }) => {
    if (!sealed) return { name, type, content: new Blob([files.get(path)]), showsIdentity: false };
    const nested = opened(path, files.get(path));
    draws.push(nested.draws);
    const described = JSON.parse(nested.inner.get('attachment.json'));
    return { name: described.name, type: described.type, content: new Blob([nested.inner.get('content')]), showsIdentity: true };
  });
  return { draws, submitter, attachments };
}

/** Whether our writer spells this JSON as the generator did. */
const isSpelledAlike = (json) => JSON.stringify(JSON.parse(json)) === json.toString();

/** A whole testimony or part, from what the submitter typed and attached to the last byte. False: its JSON is spelled otherwise. */
export async function sealTestimonyAgain(vector, path, plaintext) {
  const { k, n } = headerOf(vector.payload);
  const files = new Map(filesOf(plaintext));
  const document = files.has('part.json') ? 'part.json' : 'testimony.json';
  if (!isSpelledAlike(files.get(document))) return false;
  const json = JSON.parse(files.get(document));
  const seed = new Seed(`envelope ${basename(path, '.vec')}`);
  const thread = await core.ed25519.signingPair(seed.bytes('thread', 32));
  const nonce = seed.bytes('nonce', 32);
  const { draws, submitter, attachments } = await nestedOf(files, json, seed, core.concat(thread.publicKey, nonce));
  const random = drawn(nonce, ...draws, seed.of('outer').envelope(k, n));
  const recipients = await recipientsOf(vector, k, Number(vector.one('identity-quorum')));
  const sitting = { instance: bytes(json.instance), recipients, thread, id: bytes(json.sitting) };
  const account = { detained: [], events: [], ...json };
  const sealed =
    document === 'part.json'
      ? await core.sealPart(sitting, json.number, attachments, random)
      : await core.sealTestimony(sitting, account, seed.bytes('reply', 32), json.follow, { identity: submitter, attachments }, random);
  random.done();
  same(await collect(sealed), vector.payload, document);
  return true;
}
