/** Keysets, SPEC §4.2. */
import { ascii, concat, label, u8 } from './bytes.js';
import { everyHolder } from './charter.js';
import { ed25519Verify } from './curve25519.js';
import { halfDays, plus, weekDays } from './days.js';
import { sha256 } from './primitives.js';
import { must, Refusal } from './refusal.js';
import { enough, readDocument, signerId, verifiedSigners } from './signed.js';
import { PUBLIC_SIZE } from './xwing.js';

const NAMES = ['format', 'instance', 'kind', 'epoch', 'seal_from', 'seal_until', 'accept_until', 'destroy_after', 'quorum', 'custodians'];

/** What the document says by itself: fields, dates and quorum. */
export function readKeyset(bundle, instance) {
  const fields = readDocument(bundle, 'keyset', NAMES);
  const own = fields.hex('instance', 32);
  const quorum = fields.child('quorum', ['testimony', 'identity']);
  const keyset = {
    ...bundle,
    id: bundle.hash.slice(0, 32),
    instance: own,
    kind: fields.word('kind', 'live', 'offline'),
    epoch: fields.text('epoch'),
    sealFrom: fields.date('seal_from'),
    sealUntil: fields.date('seal_until'),
    acceptUntil: fields.date('accept_until'),
    destroyAfter: fields.date('destroy_after'),
    testimony: quorum.number('testimony'),
    identity: quorum.number('identity'),
    custodians: fields.objects('custodians', ['custodian', 'key', 'least', 'signature'], 1, 16).map((entry) => ({
      id: entry.hex('custodian', 16).toString('hex'),
      key: entry.b64u('key', PUBLIC_SIZE),
      least: readLeast(entry.child('least', ['testimony', 'identity'])),
      signature: entry.b64u('signature', 64),
    })),
  };
  fields.different(keyset.custodians.map(({ id }) => id));
  fields.different(keyset.custodians.map(({ key }) => key.toString('hex')));
  checkDates(keyset);
  const { kind, testimony, identity, custodians } = keyset;
  must(testimony >= (kind === 'offline' ? 2 : 1) && testimony <= identity && identity <= custodians.length, 'BAD_QUORUM');
  must(custodians.every(({ least }) => least.testimony <= testimony && least.identity <= identity), 'QUORUM_TOO_LOW');
  must(own.toString('hex') === instance, 'WRONG_INSTANCE');
  return keyset;
}

const readLeast = (fields) => ({ testimony: fields.number('testimony', 1, 16), identity: fields.number('identity', 1, 16) });

function checkDates({ kind, epoch, sealFrom, sealUntil, acceptUntil, destroyAfter }) {
  const days = kind === 'live' ? weekDays(epoch) : halfDays(epoch);
  must(days && days[0] === sealFrom && days[1] === sealUntil, 'BAD_DATES');
  must(acceptUntil === plus(sealUntil, kind === 'live' ? 56 : 91) && destroyAfter === plus(acceptUntil, 28), 'BAD_DATES');
}

/** Refuses unless this charter of the chain judges the keyset good. */
export function judgeKeyset(keyset, charter, chain) {
  const signers = verifiedSigners(keyset, everyHolder(chain, 'signers'));
  must(enough(signers, charter.signers, charter.threshold), 'TOO_FEW_SIGNATURES');
  const keys = new Map(charter.custodians.map((key) => [signerId(key), key]));
  for (const { id } of keyset.custodians) must(keys.has(id), 'UNKNOWN_CUSTODIAN');
  for (const { id, key, least, signature } of keyset.custodians) {
    const quorums = concat(u8(least.testimony), u8(least.identity));
    const message = concat(label('epoch-key'), keyset.instance, ascii(keyset.kind), u8(0), ascii(keyset.epoch), u8(0), quorums, sha256(key));
    must(ed25519Verify(keys.get(id), message, signature), 'BAD_KEY_SIGNATURE');
  }
}

/** For accepting and opening: any charter may judge, a replaced one only what begins before its successor counts. */
export function judgeByAny(keyset, chain) {
  const mayJudge = (charter) => {
    const next = chain[charter.number + 1];
    return !next || keyset.sealFrom < next.counts;
  };
  let refusal;
  for (const charter of chain.toReversed().filter(mayJudge)) {
    try {
      return judgeKeyset(keyset, charter, chain);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}
