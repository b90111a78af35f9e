/** Deletion orders and what a server answers, SPEC §4.6. */
import { everyHolder } from './charter.js';
import { between } from './days.js';
import { must } from './refusal.js';
import { enough, readDocument, verifiedSigners } from './signed.js';

export function readDeletionOrder(bundle, instance) {
  const fields = readDocument(bundle, 'deletion-order', ['format', 'instance', 'order', 'date', 'entries']);
  const own = fields.hex('instance', 32).toString('hex');
  fields.hex('order', 16);
  fields.date('date');
  const ids = fields.objects('entries', ['id', 'sha256', 'reason'], 1, 10000).map((entry) => {
    entry.hex('sha256', 32);
    entry.word('reason', 'archived', 'undecipherable');
    return entry.hex('id', 16).toString('hex');
  });
  fields.different(ids);
  must(own === instance, 'WRONG_INSTANCE');
  return bundle;
}

export function judgeDeletionOrder(order, charter, chain) {
  const signers = verifiedSigners(order, everyHolder(chain, 'custodians'));
  must(enough(signers, charter.custodians, Math.min(2, charter.custodians.length)), 'TOO_FEW_SIGNATURES');
}

/** `stored` is {sha256, arrived} of the envelope of that id, or null. */
export function answer(entry, stored, day) {
  if (!stored) return 'unknown_id';
  if (stored.sha256 !== entry.sha256) return 'hash_differs';
  return between(stored.arrived, day) >= 7 ? 'deleted' : 'too_young';
}
