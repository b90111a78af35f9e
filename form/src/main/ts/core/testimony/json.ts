/** Writes the JSON documents of SPEC §3, compact and in its order of fields. */
import { utf8 } from '../bytes.ts';
import { must } from '../refusal.ts';
import { b64u, hex } from '../spelling.ts';
import { type Account, checkAccount, type Identity } from './account.ts';

const MAX_JSON_BYTES = 4 * 2 ** 20;
const MAX_IDENTITY_BYTES = 6656;
const MAX_NAME_BYTES = 1024;
const MAX_TYPE_BYTES = 255;
const MAX_PARTS = 5000;

/** What testimony.json and part.json begin with. */
export interface Head {
  /** 32 bytes each. */
  readonly instance: Bytes;
  readonly nonce: Bytes;
  readonly thread: Bytes;
  /** 16 bytes. */
  readonly sitting: Bytes;
  /** 0 for the testimony, 1..5000 for a part. */
  readonly number: number;
}

/** One file of the tar. Name and type stand for attachments that are not sealed. */
export interface ListedFile {
  readonly path: string;
  readonly size: number;
  readonly digest: Bytes;
  readonly name?: string;
  readonly type?: string;
  readonly sealed?: true;
}

/** JSON of a value; half a surrogate pair becomes U+FFFD. */
function json(value: unknown, most: number): Bytes {
  const bytes = utf8(JSON.stringify(value, (_, field: unknown) => (typeof field === 'string' ? field.toWellFormed() : field)));
  must(bytes.length <= most, 'TOO_LARGE');
  return bytes;
}

/** The longest beginning of a text that has at most `most` bytes of UTF-8, without U+0000. */
function fitted(text: string, most: number): string {
  let kept = '';
  let bytes = 0;
  for (const char of text.replaceAll('\0', '')) {
    bytes += utf8(char).length;
    if (bytes > most) break;
    kept += char;
  }
  return kept;
}

/** A file's own name and type as far as SPEC §3.2 takes them: of longer ones the beginning. */
export const fittedName = (name: string): string => fitted(name, MAX_NAME_BYTES);
export const fittedType = (type: string): string => fitted(type, MAX_TYPE_BYTES);

const head = (what: string, { instance, nonce, thread, sitting, number }: Head): object => ({
  format: `taniq.org/v1/${what}`,
  instance: hex(instance),
  nonce: b64u(nonce),
  thread: b64u(thread),
  sitting: hex(sitting),
  number,
});

/** An undefined field is not written. */
const listed = ({ path, size, digest, name, type, sealed }: ListedFile): object => ({ path, size, digest: hex(digest), name, type, sealed });

/** An empty list that MAY be absent is. */
const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

/**
 * testimony.json, §3.2.
 *
 * @param reply key, 32 bytes
 * @param follow how many parts are meant to follow, 0..5000
 * @throws Refusal TOO_LARGE over 4 MiB
 */
export function testimonyJson(common: Head, account: Account, reply: Bytes, follow: number, files: readonly ListedFile[]): Bytes {
  checkAccount(account);
  if (common.number !== 0 || follow < 0 || follow > MAX_PARTS) throw new RangeError('a number out of range');
  const { language, narrative, detained, events, consent } = account;
  const told = { language, narrative, detained: some(detained), events: some(events), consent };
  return json({ ...head('testimony', common), follow, reply: b64u(reply), ...told, files: files.map(listed) }, MAX_JSON_BYTES);
}

/** part.json, §3.3. */
export function partJson(common: Head, files: readonly ListedFile[]): Bytes {
  if (common.number < 1 || common.number > MAX_PARTS) throw new RangeError('a number out of range');
  return json({ ...head('part', common), files: files.map(listed) }, MAX_JSON_BYTES);
}

/**
 * identity.json, §3.4; null: nobody.
 *
 * @throws Refusal TOO_LARGE over 6656 bytes
 */
export const identityJson = (submitter: Identity | null): Bytes =>
  json({ format: 'taniq.org/v1/identity', submitter }, MAX_IDENTITY_BYTES);

/** attachment.json, §3.5. */
export const attachmentJson = (name: string, type: string, size: number, digest: Bytes): Bytes =>
  json({ format: 'taniq.org/v1/attachment', name, type, size, digest: hex(digest) }, MAX_JSON_BYTES);
