/** Keysets, SPEC §4.2. */
import { concat, label, u8, utf8 } from '../bytes.ts';
import { verify } from '../ed25519.ts';
import { sha256 } from '../primitives.ts';
import { must, Refusal } from '../refusal.ts';
import type { Recipients } from '../seal/recipients.ts';
import { PUBLIC_BYTES } from '../seal/xwing.ts';
import { unhex } from '../spelling.ts';
import { type Chain, everyHolder, instanceOf, type Link } from './chain.ts';
import { halfDays, plus, weekDays } from './days.ts';
import { different, type Fields, sized } from './fields.ts';
import { documentFields, type Signed } from './signed.ts';
import { byId, enough, verifiedSigners } from './signers.ts';

const NAMES = ['instance', 'kind', 'epoch', 'seal_from', 'seal_until', 'accept_until', 'destroy_after', 'quorum', 'custodians'];
const MOST_CUSTODIANS = 16;
const DESTROY_DAYS = 28;

/** What the two kinds differ in. */
const KINDS = {
  live: { epochDays: weekDays, acceptDays: 56, leastQuorum: 1 },
  offline: { epochDays: halfDays, acceptDays: 91, leastQuorum: 2 },
} as const;

/** A custodian's key of the epoch. */
export interface EpochKey {
  /** Signer id of the custodian. */
  readonly custodian: string;
  /** X-Wing pkR. */
  readonly key: Bytes;
  /** The lowest quorums that the custodian agreed to. */
  readonly least: Quorum;
  readonly signature: Bytes;
}

/** How many open what happened, and who somebody is. */
export interface Quorum {
  readonly testimony: number;
  readonly identity: number;
}

export interface Keyset extends Signed {
  readonly kind: keyof typeof KINDS;
  readonly epoch: string;
  readonly sealFrom: string;
  readonly sealUntil: string;
  readonly acceptUntil: string;
  readonly destroyAfter: string;
  readonly quorum: Quorum;
  readonly custodians: readonly EpochKey[];
}

const readQuorum = (fields: Fields, least: number, most?: number): Quorum => ({
  testimony: fields.number('testimony', least, most),
  identity: fields.number('identity', least, most),
});

const readEpochKey = (entry: Fields): EpochKey => ({
  custodian: entry.hex('custodian', 16),
  key: entry.bytes('key', PUBLIC_BYTES),
  least: readQuorum(entry.child('least', ['testimony', 'identity']), 1, MOST_CUSTODIANS),
  signature: entry.bytes('signature', 64),
});

/** What the document says by itself: BAD_DOCUMENT, BAD_DATES, BAD_QUORUM, QUORUM_TOO_LOW, then WRONG_INSTANCE. */
export function readKeyset(signed: Signed, instance: string): Keyset {
  const fields = documentFields(signed, 'keyset', NAMES);
  const own = fields.hex('instance', 32);
  const keyset: Keyset = {
    ...signed,
    kind: fields.word('kind', 'live', 'offline'),
    epoch: fields.text('epoch'),
    sealFrom: fields.date('seal_from'),
    sealUntil: fields.date('seal_until'),
    acceptUntil: fields.date('accept_until'),
    destroyAfter: fields.date('destroy_after'),
    quorum: readQuorum(fields.child('quorum', ['testimony', 'identity']), 0),
    custodians: fields.objects('custodians', ['custodian', 'key', 'least', 'signature'], 1, MOST_CUSTODIANS).map(readEpochKey),
  };
  different(keyset.custodians.map(({ custodian }) => custodian));
  different(keyset.custodians.map(({ key }) => String(key)));
  checkDates(keyset);
  checkQuorum(keyset);
  must(own === instance, 'WRONG_INSTANCE');
  return keyset;
}

function checkDates({ kind, epoch, sealFrom, sealUntil, acceptUntil, destroyAfter }: Keyset): void {
  const { epochDays, acceptDays } = KINDS[kind];
  const days = epochDays(epoch);
  must(days !== null && days[0] === sealFrom && days[1] === sealUntil, 'BAD_DATES');
  must(acceptUntil === plus(sealUntil, acceptDays) && destroyAfter === plus(acceptUntil, DESTROY_DAYS), 'BAD_DATES');
}

function checkQuorum({ kind, quorum, custodians }: Keyset): void {
  const { testimony, identity } = quorum;
  must(KINDS[kind].leastQuorum <= testimony && testimony <= identity && identity <= custodians.length, 'BAD_QUORUM');
  must(custodians.every(({ least }) => least.testimony <= testimony && least.identity <= identity), 'QUORUM_TOO_LOW');
}

/** What a custodian signs of the key of an epoch. */
async function keyStatement({ kind, epoch }: Keyset, { key, least }: EpochKey, instance: string): Promise<Bytes> {
  const names = concat(utf8(kind), u8(0), utf8(epoch), u8(0));
  return concat(label('epoch-key'), sized(unhex(instance), 32), names, u8(least.testimony), u8(least.identity), await sha256(key));
}

/** Refuses unless this charter of the chain judges the keyset good. */
export async function judgeKeyset(keyset: Keyset, charter: Link, chain: Chain): Promise<void> {
  const signers = await verifiedSigners(keyset, everyHolder(chain, 'signer'));
  must(enough(signers, charter.holders.signer, charter.threshold), 'TOO_FEW_SIGNATURES');
  const custodians = byId(charter.holders.custodian);
  for (const { custodian } of keyset.custodians) must(custodians.has(custodian), 'UNKNOWN_CUSTODIAN');
  const instance = instanceOf(chain);
  for (const entry of keyset.custodians) {
    const key = custodians.get(entry.custodian)?.key;
    must(key !== undefined && (await verify(key, await keyStatement(keyset, entry, instance), entry.signature)), 'BAD_KEY_SIGNATURE');
  }
}

/**
 * For accepting and opening: refuses unless some charter of the chain judges the keyset good, a replaced one only if the
 * keyset begins before its successor counts. The reason is that of the last charter.
 */
export async function judgeByAnyCharter(keyset: Keyset, chain: Chain): Promise<void> {
  let refusal: Refusal | undefined;
  for (const charter of chain.toReversed()) {
    const next = chain[charter.number + 1];
    if (next !== undefined && keyset.sealFrom >= next.counts) continue;
    try {
      return await judgeKeyset(keyset, charter, chain);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? new Error('the last charter always judges');
}

/** Whom envelopes under a judged keyset are sealed to. */
export const recipientsOf = ({ hash, quorum, custodians }: Keyset): Recipients => ({
  keysetId: sized(unhex(hash.slice(0, 32)), 16),
  ...quorum,
  publicKeys: custodians.map(({ key }) => key),
});
