/** Seals the kind 1 envelopes inside a testimony, SPEC §3.4 and §3.5. */
import { concat } from '../bytes.ts';
import { IDENTITY_PADDED, padded } from '../envelope/lengths.ts';
import type { Random } from '../random.ts';
import { inMemory, usedLength, writeTar } from '../tar/tar.ts';
import type { Identity } from '../testimony/account.ts';
import { digestFile } from '../testimony/file-digest.ts';
import { attachmentJson, identityJson } from '../testimony/json.ts';
import { type SealedEnvelope, sealEnvelope, whole } from './envelope-sealer.ts';
import type { Recipients } from './recipients.ts';

/** A file to attach, as the submitter's machine has it. */
export interface Attachment {
  /** At most 1024 bytes of UTF-8 without U+0000, and 255: see fittedName, fittedType. */
  readonly name: string;
  readonly type: string;
  readonly content: Blob;
  /** Whether it shows who somebody is, and is sealed for the identity quorum. */
  readonly showsIdentity: boolean;
}

const SPOOLED_AT_ONCE = 64;

/** Context of what is nested in an outer envelope, §2.2. */
export const nestedContext = (thread: Bytes, nonce: Bytes): Bytes => concat(thread, nonce);

/** identity.sealed. */
export async function sealIdentity(recipients: Recipients, context: Bytes, identity: Identity | null, random: Random): Promise<Bytes> {
  const files = [inMemory('identity.json', identityJson(identity))];
  const plaintext = { length: IDENTITY_PADDED, bytes: writeTar(files, IDENTITY_PADDED) };
  return whole(await sealEnvelope(recipients, { kind: 'identity', context }, plaintext, random));
}

/** All of an envelope's chunks, in the browser's keeping. */
async function spool({ chunks }: SealedEnvelope): Promise<Blob> {
  const parts: Blob[] = [];
  let batch: Bytes[] = [];
  for await (const chunk of chunks) {
    batch.push(chunk);
    if (batch.length === SPOOLED_AT_ONCE) {
      parts.push(new Blob(batch));
      batch = [];
    }
  }
  return new Blob([...parts, ...batch]);
}

/**
 * One attachment that shows who somebody is. It is kept sealed until it is sealed again in its outer envelope, whose
 * list has to tell its digest first, and nothing may be sealed twice.
 *
 * @throws SourceChanged
 */
export async function sealAttachment(recipients: Recipients, context: Bytes, attachment: Attachment, random: Random): Promise<Blob> {
  const file = await digestFile(attachment.content);
  const json = inMemory('attachment.json', attachmentJson(attachment.name, attachment.type, file.size, file.digest));
  const files = [json, { name: 'content', size: file.size, content: () => file.content() }];
  const length = padded(usedLength(files.map(({ size }) => size)));
  return spool(await sealEnvelope(recipients, { kind: 'identity', context }, { length, bytes: writeTar(files, length) }, random));
}
