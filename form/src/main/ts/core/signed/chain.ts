/** The chain of charters, verified from the first one. SPEC §4.1. */
import { must } from '../refusal.ts';
import { type Charter, readCharter, type Role } from './charter.ts';
import { between, plus } from './days.ts';
import type { Signed } from './signed.ts';
import { enough, type Signer, verifiedSigners } from './signers.ts';

const MOST_CHARTERS = 256;
const RECOVERY_DAYS = 14;

/** A charter in its place. */
export interface Link extends Charter {
  /** Whether recovery keys put it there. */
  readonly recovered: boolean;
  /** The day from which it counts for this reader. */
  readonly counts: string;
}

export type Chain = readonly Link[];

export interface ChainRules {
  /** Hash of charter 0 that is pinned, hex. */
  readonly instance: string;
  /** Whether a demonstration is wanted. */
  readonly demo: boolean;
  /** The day of this reader's first sight of a charter; undefined where the charter's own dates count. §4.8. */
  readonly firstSight: (hash: string) => string | undefined;
}

async function checkFirst(charter: Charter, { instance, demo }: ChainRules): Promise<void> {
  must(charter.hash === instance, 'WRONG_INSTANCE');
  must(charter.number === 0, 'BROKEN_CHAIN');
  const signers = await verifiedSigners(charter, charter.holders.signer);
  must(enough(signers, charter.holders.signer, charter.threshold), 'TOO_FEW_SIGNATURES');
  must(demo || !charter.demo, 'DEMO_NOT_ALLOWED');
}

/** Whether the charter follows the one before by its recovery keys; refuses where it does not follow at all. */
async function isRecovered(charter: Charter, before: Charter): Promise<boolean> {
  must(charter.number === before.number + 1 && charter.previous === before.hash, 'BROKEN_CHAIN');
  must(charter.demo === before.demo && charter.issued >= before.issued, 'BROKEN_CHAIN');
  const signers = await verifiedSigners(charter, [...charter.holders.signer, ...before.holders.signer, ...before.recovery.signers]);
  must(enough(signers, charter.holders.signer, charter.threshold), 'TOO_FEW_SIGNATURES');
  if (enough(signers, before.holders.signer, before.threshold)) return false;
  const { recovery } = before;
  must(recovery.threshold >= 1 && enough(signers, recovery.signers, recovery.threshold), 'TOO_FEW_SIGNATURES');
  must(between(charter.issued, charter.countsFrom) >= RECOVERY_DAYS, 'RECOVERY_TOO_SOON');
  return true;
}

/** Verifies a chain, charter after charter. */
export async function readChain(bundles: readonly Signed[], rules: ChainRules): Promise<Chain> {
  must(bundles.length >= 1 && bundles.length <= MOST_CHARTERS, 'BROKEN_CHAIN');
  const chain: Link[] = [];
  for (const bundle of bundles) {
    const charter = await readCharter(bundle);
    const before = chain.at(-1);
    if (!before) await checkFirst(charter, rules);
    const recovered = before !== undefined && (await isRecovered(charter, before));
    const sight = recovered ? rules.firstSight(charter.hash) : undefined;
    const waits = [charter.countsFrom, before?.counts ?? '', sight === undefined ? '' : plus(sight, RECOVERY_DAYS)];
    chain.push({ ...charter, recovered, counts: waits.reduce((a, b) => (a > b ? a : b)) });
  }
  return chain;
}

/** The charter that is current on the day, whether or not it has expired; NOT_YET_VALID. */
export function countingOn(chain: Chain, day: string): Link {
  const current = chain.filter(({ counts }) => counts <= day).at(-1);
  must(current !== undefined, 'NOT_YET_VALID');
  return current;
}

/** The charter of the day; NOT_YET_VALID, EXPIRED. */
export function currentOn(chain: Chain, day: string): Link {
  const current = countingOn(chain, day);
  must(day <= current.expires, 'EXPIRED');
  return current;
}

/** Hash of charter 0, hex. */
export const instanceOf = (chain: Chain): string => chain[0]?.hash ?? '';

/** Who holds the role in any charter of the chain: whoever has a right to sign below charters. §4. */
export const everyHolder = (chain: Chain, role: Role): Signer[] => chain.flatMap(({ holders }) => holders[role]);
