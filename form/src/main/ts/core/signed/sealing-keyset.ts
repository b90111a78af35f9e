/** Which keyset to seal to, and whether one is still accepted. SPEC §4.5. */
import { must, type Reason, Refusal, refuse } from '../refusal.ts';
import { type Bulletin, checkBulletinDays } from './bulletin.ts';
import { type Chain, currentOn } from './chain.ts';
import { plus } from './days.ts';
import { judgeKeyset, type Keyset } from './keyset.ts';
import type { Current } from './reader.ts';

/** An alive statement of this many days before the day still counts. */
const ALIVE_DAYS = 20;

function checkListed({ hash, custodians }: Keyset, bulletin: Bulletin): void {
  must(bulletin.keysets.has(hash), 'KEYSET_NOT_LISTED');
  must(!bulletin.withdrawnKeysets.has(hash), 'KEYSET_WITHDRAWN');
  must(!custodians.some(({ custodian }) => bulletin.withdrawnCustodians.has(custodian)), 'CUSTODIAN_WITHDRAWN');
}

function checkSealingDays({ sealFrom, sealUntil }: Keyset, day: string): void {
  must(sealFrom <= day, 'KEYSET_NOT_YET');
  must(day <= sealUntil, 'KEYSET_EXPIRED');
}

function checkAlive({ custodians, quorum }: Keyset, { alive }: Bulletin, day: string): void {
  const recent = new Set(alive.filter(({ date }) => date >= plus(day, -ALIVE_DAYS)).map(({ custodian }) => custodian));
  must(custodians.filter(({ custodian }) => recent.has(custodian)).length >= quorum.testimony, 'TOO_FEW_ALIVE');
}

/** Later seal_from first, then the smaller hash. */
const newestFirst = (a: Keyset, b: Keyset): number =>
  a.sealFrom === b.sealFrom ? (a.hash < b.hash ? -1 : 1) : a.sealFrom > b.sealFrom ? -1 : 1;

/** The first of these that passes; else the refusal that tells most. */
async function choose(keysets: readonly Keyset[], check: (keyset: Keyset) => Promise<void>): Promise<Keyset> {
  const refused: Reason[] = [];
  for (const keyset of keysets.toSorted(newestFirst)) {
    try {
      await check(keyset);
      return keyset;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(error.reason);
    }
  }
  const days: readonly Reason[] = ['KEYSET_EXPIRED', 'KEYSET_NOT_YET'];
  const other = refused.find((reason) => !days.includes(reason));
  return refuse(other ?? days.find((reason) => refused.includes(reason)) ?? 'KEYSET_NOT_LISTED');
}

const ofKind = (keysets: readonly Keyset[], kind: Keyset['kind']): Keyset[] => keysets.filter((keyset) => keyset.kind === kind);

/** The live keyset to seal to on a day. A page asks again when it seals: a visit may last into another day. */
export async function keysetToSealTo({ chain, bulletin, keysets }: Current, day: string): Promise<Keyset> {
  const charter = currentOn(chain, day);
  checkBulletinDays(bulletin, day);
  return choose(ofKind(keysets, 'live'), async (keyset) => {
    checkListed(keyset, bulletin);
    checkSealingDays(keyset, day);
    checkAlive(keyset, bulletin, day);
    await judgeKeyset(keyset, charter, chain);
  });
}

/**
 * The offline keyset to seal to on a day, as an offline page does.
 *
 * @param bulletin one that is at hand, however old; its lists count, its days and alive statements do not
 */
export async function offlineKeysetToSealTo(
  chain: Chain,
  keysets: readonly Keyset[],
  bulletin: Bulletin | null,
  day: string,
): Promise<Keyset> {
  const charter = currentOn(chain, day);
  return choose(ofKind(keysets, 'offline'), async (keyset) => {
    if (bulletin !== null) checkListed(keyset, bulletin);
    checkSealingDays(keyset, day);
    await judgeKeyset(keyset, charter, chain);
  });
}

/**
 * The keyset of an envelope, if a server may accept it on a day.
 *
 * @param id of the keyset, 32 hex digits
 */
export function acceptedKeyset({ chain, bulletin, keysets }: Current, id: string, day: string): Keyset {
  currentOn(chain, day);
  checkBulletinDays(bulletin, day);
  const keyset = keysets.find(({ hash }) => hash.startsWith(id)) ?? refuse('KEYSET_NOT_LISTED');
  checkListed(keyset, bulletin);
  must(plus(keyset.sealFrom, -1) <= day, 'KEYSET_NOT_YET');
  must(day <= keyset.acceptUntil, 'KEYSET_EXPIRED');
  return keyset;
}
