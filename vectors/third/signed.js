/** Signed documents and their detached signatures, SPEC §4. */
import { ascii, b64, concat, label, u8 } from './bytes.js';
import { ed25519Verify } from './curve25519.js';
import { Fields } from './fields.js';
import { sha256 } from './primitives.js';
import { must } from './refusal.js';

const MIB = 2 ** 20;
const TYPES = ['charter', 'keyset', 'site', 'bulletin', 'deletion-order'];
export const signerId = (key) => sha256(label('signer'), key).toString('hex', 0, 16);
const largest = (type) => (type === 'site' || type === 'deletion-order' ? 4 * MIB : MIB);

function readSignatures(fields) {
  return fields.objects('signatures', ['signer', 'signature'], 0, 256).map((entry) => ({
    signer: entry.hex('signer', 16).toString('hex'),
    signature: entry.b64u('signature', 64),
  }));
}

const signed = (type, bytes, signatures) => ({ type, bytes, hash: sha256(bytes).toString('hex'), signatures });

/** A bundle (a parsed object), of whatever type. */
export function readBundle(map) {
  const fields = new Fields(map, 'BAD_DOCUMENT', ['format', 'type', 'document', 'signatures']);
  fields.word('format', 'taniq.org/v1/signed');
  const signatures = readSignatures(fields);
  const bytes = fields.need(b64(fields.text('document')));
  return signed(fields.word('type', ...TYPES), bytes, signatures);
}

/** The fields of a bundle's document, which should be of `type` and has exactly these names. */
export function readDocument(bundle, type, names) {
  must(bundle.type === type, 'BAD_SIGNATURE');
  must(bundle.bytes.length <= largest(type), 'BAD_DOCUMENT');
  const fields = Fields.read(bundle.bytes, 'BAD_DOCUMENT', names);
  fields.word('format', `taniq.org/v1/${type}`);
  return fields;
}

/** X.json and X.json.sig. */
export function joinFiles(type, bytes, file) {
  must(file.length <= MIB, 'BAD_DOCUMENT');
  const fields = Fields.read(file, 'BAD_DOCUMENT', ['format', 'type', 'document', 'signatures']);
  fields.word('format', 'taniq.org/v1/signatures');
  const signatures = readSignatures(fields);
  fields.word('type', ...TYPES);
  const hash = fields.hex('document', 32);
  must(fields.text('type') === type && hash.equals(sha256(bytes)), 'BAD_SIGNATURE');
  return signed(type, bytes, signatures);
}

/**
 * The signers, all of whom have a right here and signed. `keys` are the keys with a right.
 * How many of them count is for the caller to say: see enough().
 */
export function verifiedSigners({ type, bytes, signatures }, keys) {
  const known = new Map(keys.map((key) => [signerId(key), key]));
  for (const { signer } of signatures) must(known.has(signer), 'UNKNOWN_SIGNER');
  const message = concat(label('signed'), ascii(type), u8(0), sha256(bytes));
  for (const { signer, signature } of signatures) must(ed25519Verify(known.get(signer), message, signature), 'BAD_SIGNATURE');
  return new Set(signatures.map(({ signer }) => signer));
}

export const enough = (signers, keys, threshold) =>
  new Set(keys.map(signerId).filter((id) => signers.has(id))).size >= threshold;
