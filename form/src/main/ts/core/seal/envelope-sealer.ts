/** Seals one envelope, SPEC §2: fresh data key, slots, commitments, header MAC, payload. */
import { concat, EMPTY } from '../bytes.ts';
import { commitment, headerMac, payloadAad, payloadKey, slotInfo } from '../envelope/binding.ts';
import { fixedHeader, type Kind } from '../envelope/fixed-header.ts';
import { envelopeLength } from '../envelope/lengths.ts';
import type { Random } from '../random.ts';
import { sealBase } from './hpke.ts';
import { sealPayload } from './payload-stream.ts';
import { quorumOf, type Recipients } from './recipients.ts';
import { split } from './shamir.ts';

const DEK_BYTES = 32;

/** A padded plaintext, made as it is asked for. */
export interface Plaintext {
  /** A value of `padded` for its place. */
  readonly length: number;
  readonly bytes: AsyncIterable<Bytes>;
}

/**
 * An envelope in the making. Its chunks come once, in order: the header, the stream's header, each segment. Those that
 * came must be kept until the server has them; there is no way to have one again. Ends early: not an envelope.
 */
export interface SealedEnvelope {
  /** Of all chunks together. */
  readonly length: number;
  readonly chunks: AsyncGenerator<Bytes>;
}

export interface Place {
  readonly kind: Kind;
  /** §2.2; empty for a testimony. */
  readonly context: Bytes;
  /** k, where it is not the recipients' for this kind. */
  readonly quorum?: number;
}

async function sealHeader(recipients: Recipients, place: Place, dek: Bytes, random: Random): Promise<Bytes> {
  const { context } = place;
  const n = recipients.publicKeys.length;
  const k = place.quorum ?? quorumOf(recipients, place.kind);
  const h0 = fixedHeader(k, n, place.kind, recipients.keysetId);
  const shares = split(dek, k, n, random);
  const slots: Bytes[] = [];
  const commitments: Bytes[] = [];
  for (const [i, pkR] of recipients.publicKeys.entries()) {
    const share = shares[i] ?? EMPTY;
    slots.push(await sealBase(pkR, slotInfo(h0, context, i), share, random));
    commitments.push(await commitment(h0, context, i, share));
    share.fill(0);
  }
  const before = concat(h0, ...slots, ...commitments);
  return concat(before, await headerMac(dek, context, before));
}

async function* headerThen(header: Bytes, payload: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
  yield header;
  yield* payload;
}

/**
 * Seals a plaintext to recipients under a data key of its own.
 *
 * @param random draws the data key, its shares, the encapsulations, and the payload's salt and prefix, in this order
 * @throws Refusal BAD_RECIPIENT_KEY, BAD_QUORUM
 */
export async function sealEnvelope(
  recipients: Recipients,
  place: Place,
  plaintext: Plaintext,
  random: Random,
): Promise<SealedEnvelope> {
  const dek = random(DEK_BYTES);
  const header = await sealHeader(recipients, place, dek, random);
  const key = await payloadKey(dek);
  dek.fill(0);
  const aad = await payloadAad(place.context, header);
  const payload = sealPayload(key, aad, plaintext.bytes, plaintext.length, random);
  return { length: envelopeLength(recipients.publicKeys.length, plaintext.length), chunks: headerThen(header, payload) };
}

/** A small envelope whole. */
export async function whole({ chunks }: SealedEnvelope): Promise<Bytes> {
  const all: Bytes[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return concat(...all);
}
