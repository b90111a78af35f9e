/** Deletion orders, SPEC §4.6. No page reads one: they are here so that this judge is whole. */
import { must } from '../refusal.ts';
import { type Chain, everyHolder, type Link } from './chain.ts';
import { different } from './fields.ts';
import { documentFields, type Signed } from './signed.ts';
import { enough, verifiedSigners } from './signers.ts';

const MOST_ENTRIES = 10_000;

/** What the document says by itself: BAD_DOCUMENT, then WRONG_INSTANCE. */
export function checkDeletionOrder(signed: Signed, instance: string): void {
  const fields = documentFields(signed, 'deletion-order', ['instance', 'order', 'date', 'entries']);
  const own = fields.hex('instance', 32);
  fields.hex('order', 16);
  fields.date('date');
  const ids = fields.objects('entries', ['id', 'sha256', 'reason'], 1, MOST_ENTRIES).map((entry) => {
    entry.hex('sha256', 32);
    entry.word('reason', 'archived', 'undecipherable');
    return entry.hex('id', 16);
  });
  different(ids);
  must(own === instance, 'WRONG_INSTANCE');
}

/** Refuses unless enough custodians of this charter of the chain signed. */
export async function judgeDeletionOrder(signed: Signed, charter: Link, chain: Chain): Promise<void> {
  const signers = await verifiedSigners(signed, everyHolder(chain, 'custodian'));
  const { custodian } = charter.holders;
  must(enough(signers, custodian, Math.min(2, custodian.length)), 'TOO_FEW_SIGNATURES');
}
