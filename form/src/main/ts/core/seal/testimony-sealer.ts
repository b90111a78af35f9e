/** Seals the parts of a thread, SPEC §3: the text first, then files, each an envelope of its own. */
import { EMPTY } from '../bytes.ts';
import type { SigningPair } from '../ed25519.ts';
import { padded } from '../envelope/lengths.ts';
import type { Random } from '../random.ts';
import { inMemory, type TarFile, usedLength, writeTar } from '../tar/tar.ts';
import type { Account, Identity } from '../testimony/account.ts';
import { digestFile } from '../testimony/file-digest.ts';
import { type Head, type ListedFile, partJson, testimonyJson } from '../testimony/json.ts';
import { type ThreadDocument, threadSignature } from '../testimony/thread.ts';
import { type SealedEnvelope, sealEnvelope } from './envelope-sealer.ts';
import { type Attachment, nestedContext, sealAttachment, sealIdentity } from './nested-sealer.ts';
import type { Recipients } from './recipients.ts';

/** What all parts of one sitting have in common. */
export interface Sitting {
  /** 32 bytes. */
  readonly instance: Bytes;
  readonly recipients: Recipients;
  readonly thread: SigningPair;
  /** 16 fresh random bytes. */
  readonly id: Bytes;
}

/** What a testimony carries beside what it tells. */
export interface Contents {
  readonly identity: Identity | null;
  /** At most 999. */
  readonly attachments: readonly Attachment[];
}

const NONCE_BYTES = 32;
const MOST_ATTACHMENTS = 999;

interface Entry {
  readonly listed: ListedFile;
  readonly file: TarFile;
}

async function entryOf(path: string, blob: Blob, fields: Partial<ListedFile>): Promise<Entry> {
  const { size, digest, content } = await digestFile(blob);
  return { listed: { path, size, digest, ...fields }, file: { name: path, size, content } };
}

async function entries(sitting: Sitting, { identity, attachments }: Contents, nonce: Bytes, random: Random): Promise<Entry[]> {
  if (attachments.length > MOST_ATTACHMENTS) throw new RangeError('too many attachments for one part');
  const { recipients } = sitting;
  const context = nestedContext(sitting.thread.publicKey, nonce);
  const sealedIdentity = await sealIdentity(recipients, context, identity, random);
  const all = [await entryOf('identity.sealed', new Blob([sealedIdentity]), {})];
  for (const [i, attachment] of attachments.entries()) {
    const path = `attachments/${String(i + 1).padStart(3, '0')}`;
    const { name, type, content } = attachment;
    all.push(
      attachment.showsIdentity
        ? await entryOf(path, await sealAttachment(recipients, context, attachment, random), { sealed: true })
        : await entryOf(path, content, { name, type }),
    );
  }
  return all;
}

async function seal(
  sitting: Sitting,
  document: ThreadDocument,
  contents: Contents,
  write: (head: Omit<Head, 'number'>, files: readonly ListedFile[]) => Bytes,
  random: Random,
): Promise<SealedEnvelope> {
  const { instance, thread, id } = sitting;
  const nonce = random(NONCE_BYTES);
  const all = await entries(sitting, contents, nonce, random);
  const head = { instance, nonce, thread: thread.publicKey, sitting: id };
  const json = write(head, all.map(({ listed }) => listed));
  const signature = await threadSignature(thread, instance, document, json);
  const files = [inMemory(document, json), inMemory('thread.sig', signature), ...all.map(({ file }) => file)];
  const length = padded(usedLength(files.map(({ size }) => size)));
  const place = { kind: 'testimony', context: EMPTY } as const;
  return sealEnvelope(sitting.recipients, place, { length, bytes: writeTar(files, length) }, random);
}

/**
 * The text of a thread, number 0.
 *
 * @param reply key, 32 bytes
 * @param follow how many parts are meant to follow in this sitting, 0..5000
 * @param random draws the nonce, then what each nested envelope and the outer one need
 * @throws Refusal BAD_RECIPIENT_KEY, TOO_LARGE; SourceChanged
 */
export const sealTestimony = (
  sitting: Sitting,
  account: Account,
  reply: Bytes,
  follow: number,
  contents: Contents,
  random: Random,
): Promise<SealedEnvelope> =>
  seal(sitting, 'testimony.json', contents, (head, files) => testimonyJson({ ...head, number: 0 }, account, reply, follow, files), random);

/**
 * A later part, number 1..5000, which carries files alone: who the submitter is stands in the testimony. As
 * sealTestimony.
 */
export const sealPart = (
  sitting: Sitting,
  number: number,
  attachments: readonly Attachment[],
  random: Random,
): Promise<SealedEnvelope> =>
  seal(sitting, 'part.json', { identity: null, attachments }, (head, files) => partJson({ ...head, number }, files), random);
