/** A signed document with its detached signatures, in one file (a bundle) or two. SPEC §4. */
import { sha256 } from '../primitives.ts';
import { must, refuse } from '../refusal.ts';
import { hex, unb64 } from '../spelling.ts';
import { Fields } from './fields.ts';
import type { Json } from './strict-json.ts';

const MIB = 2 ** 20;
const MOST_SIGNATURES = 256;
const TYPES = ['charter', 'keyset', 'site', 'bulletin', 'deletion-order'] as const;

export type DocumentType = (typeof TYPES)[number];

export interface Signature {
  /** Signer id. */
  readonly signer: string;
  readonly signature: Bytes;
}

/** Not judged yet. */
export interface Signed {
  readonly type: DocumentType;
  readonly bytes: Bytes;
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  readonly signatures: readonly Signature[];
}

const largest = (type: DocumentType): number => (type === 'site' || type === 'deletion-order' ? 4 * MIB : MIB);

const readSignatures = (fields: Fields): Signature[] =>
  fields.objects('signatures', ['signer', 'signature'], 0, MOST_SIGNATURES).map((entry) => ({
    signer: entry.hex('signer', 16),
    signature: entry.bytes('signature', 64),
  }));

/** A bundle, of whatever type; the document in it is not looked at. */
export async function readBundle(value: Json | undefined): Promise<Signed> {
  const fields = new Fields(value, ['format', 'type', 'document', 'signatures']);
  fields.word('format', 'taniq.org/v1/signed');
  const type = fields.word('type', ...TYPES);
  const signatures = readSignatures(fields);
  const bytes = unb64(fields.text('document')) ?? refuse('BAD_DOCUMENT');
  return { type, bytes, hash: hex(await sha256(bytes)), signatures };
}

export async function readBundles(list: readonly Json[]): Promise<Signed[]> {
  const bundles: Signed[] = [];
  for (const value of list) bundles.push(await readBundle(value));
  return bundles;
}

/**
 * X.json and X.json.sig.
 *
 * @throws Refusal BAD_DOCUMENT; BAD_SIGNATURE where the signatures are another document's
 */
export async function joinFiles(type: DocumentType, bytes: Bytes, file: Bytes): Promise<Signed> {
  must(file.length <= MIB, 'BAD_DOCUMENT');
  const fields = Fields.read(file, ['format', 'type', 'document', 'signatures']);
  fields.word('format', 'taniq.org/v1/signatures');
  const signatures = readSignatures(fields);
  const hash = fields.hex('document', 32);
  const joined = { type, bytes, hash: hex(await sha256(bytes)), signatures };
  must(fields.word('type', ...TYPES) === type && hash === joined.hash, 'BAD_SIGNATURE');
  return joined;
}

/** The fields of a document that should be of `type` and has exactly these names. */
export function documentFields(signed: Signed, type: DocumentType, names: readonly string[]): Fields {
  must(signed.type === type, 'BAD_SIGNATURE');
  must(signed.bytes.length <= largest(type), 'BAD_DOCUMENT');
  const fields = Fields.read(signed.bytes, ['format', ...names]);
  fields.word('format', `taniq.org/v1/${type}`);
  return fields;
}
