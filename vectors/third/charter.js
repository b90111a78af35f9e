/** Charters and their chain, SPEC §4.1. */
import { isSigningKey } from './curve25519.js';
import { between, latest, plus } from './days.js';
import { Fields } from './fields.js';
import { must } from './refusal.js';
import { enough, readDocument, verifiedSigners } from './signed.js';

const NAMES = ['format', 'number', 'previous', 'issued', 'counts_from', 'expires', 'demo', 'organisation', 'people', 'threshold',
  'bulletin_threshold', 'recovery'];
const ROLES = ['signer', 'custodian', 'publisher'];

function readKey(fields, bytes) {
  fields.must(bytes && isSigningKey(bytes));
  return bytes;
}

function readPerson(entry) {
  entry.text('name');
  const roles = entry.list('roles');
  entry.must(roles.every((role) => ROLES.includes(role)));
  entry.different(roles);
  return { key: readKey(entry, entry.b64u('key', 32)), roles };
}

function readCharter(bundle) {
  const fields = readDocument(bundle, 'charter', NAMES);
  const organisation = fields.child('organisation', ['name', 'contact']);
  organisation.text('name');
  organisation.text('contact');
  const people = fields.objects('people', ['name', 'key', 'roles'], 1, 32).map(readPerson);
  const holders = (role) => people.filter(({ roles }) => roles.includes(role)).map(({ key }) => key);
  const recovery = fields.child('recovery', ['keys', 'threshold']);
  const recoveryKeys = recovery.list('keys', 0, 32).map((text) => readKey(recovery, new Fields(new Map([['k', text]]), 'BAD_DOCUMENT').b64u('k', 32)));
  const charter = {
    ...bundle,
    number: fields.number('number', 0, 1_000_000),
    previous: fields.map.get('previous') === null ? null : fields.hex('previous', 32).toString('hex'),
    issued: fields.date('issued'),
    countsFrom: fields.date('counts_from'),
    expires: fields.date('expires'),
    demo: fields.boolean('demo'),
    signers: holders('signer'),
    custodians: holders('custodian'),
    publishers: holders('publisher'),
    recoveryKeys,
    threshold: fields.number('threshold', 1, holders('signer').length),
    bulletinThreshold: fields.number('bulletin_threshold', 1, holders('publisher').length),
    recoveryThreshold: recovery.number('threshold', recoveryKeys.length ? 1 : 0, recoveryKeys.length),
  };
  fields.different([...people.map(({ key }) => key), ...recoveryKeys].map((key) => key.toString('hex')));
  fields.must(charter.custodians.length >= 1 && charter.custodians.length <= 16);
  fields.must(charter.issued <= charter.countsFrom && charter.countsFrom <= charter.expires);
  fields.must(between(charter.issued, charter.expires) <= 732);
  fields.must((charter.number === 0) === (charter.previous === null));
  return charter;
}

function follow(charter, before) {
  must(charter.number === before.number + 1 && charter.previous === before.hash, 'BROKEN_CHAIN');
  must(charter.demo === before.demo && charter.issued >= before.issued, 'BROKEN_CHAIN');
  const signers = verifiedSigners(charter, [...charter.signers, ...before.signers, ...before.recoveryKeys]);
  must(enough(signers, charter.signers, charter.threshold), 'TOO_FEW_SIGNATURES');
  if (enough(signers, before.signers, before.threshold)) return false;
  must(before.recoveryThreshold >= 1 && enough(signers, before.recoveryKeys, before.recoveryThreshold), 'TOO_FEW_SIGNATURES');
  must(between(charter.issued, charter.countsFrom) >= 14, 'RECOVERY_TOO_SOON');
  return true;
}

/**
 * The verified chain. `seen(hash)` is the day from which a recovery waits 14 days for this reader, or undefined
 * where its own dates count. Each charter gets `recovery` and `counts`, the day from which it counts.
 */
export function readChain(bundles, instance, demo, seen = () => undefined) {
  must(bundles.length > 0 && bundles.length <= 256, 'BROKEN_CHAIN');
  const chain = [];
  for (const bundle of bundles) {
    const charter = readCharter(bundle);
    const before = chain.at(-1);
    if (!before) {
      must(charter.hash === instance, 'WRONG_INSTANCE');
      must(charter.number === 0, 'BROKEN_CHAIN');
      must(enough(verifiedSigners(charter, charter.signers), charter.signers, charter.threshold), 'TOO_FEW_SIGNATURES');
      must(demo || !charter.demo, 'DEMO_NOT_ALLOWED');
    }
    charter.recovery = before ? follow(charter, before) : false;
    const wait = charter.recovery && seen(charter.hash);
    charter.counts = latest(charter.countsFrom, wait ? plus(wait, 14) : '', before ? before.counts : '');
    chain.push(charter);
  }
  return chain;
}

/** The charter that is current on the day, whether or not it has expired. */
export function countingOn(chain, day) {
  const counting = chain.filter(({ counts }) => counts <= day);
  must(counting.length > 0, 'NOT_YET_VALID');
  return counting.at(-1);
}

export function currentOn(chain, day) {
  const current = countingOn(chain, day);
  must(day <= current.expires, 'EXPIRED');
  return current;
}

/** Everybody who holds the role in any charter of the chain: whoever has a right to sign below charters (§4). */
export const everyHolder = (chain, role) => chain.flatMap((charter) => charter[role]);
