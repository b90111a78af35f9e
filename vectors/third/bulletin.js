/** Bulletins, SPEC §4.4. */
import { ascii, concat, label } from './bytes.js';
import { countingOn, everyHolder } from './charter.js';
import { ed25519Verify } from './curve25519.js';
import { between, plus } from './days.js';
import { must } from './refusal.js';
import { enough, readDocument, signerId, verifiedSigners } from './signed.js';
import { isPath } from './site.js';

const NAMES = ['format', 'instance', 'number', 'previous', 'date', 'valid_until', 'charter', 'keysets', 'withdrawn_keysets',
  'withdrawn_custodians', 'alive', 'site', 'shelves', 'acks', 'logs'];

const nullOrHash = (fields, name) => (fields.map.get(name) === null ? null : fields.hex(name, 32).toString('hex'));

function checkPaths(fields) {
  const shelves = fields.objects('shelves', ['set', 'number', 'files'], 0, 4096);
  const acks = fields.objects('acks', ['set', 'path', 'sha256'], 0, 4096);
  const path = (entry, prefix) => {
    const text = entry.text('path');
    entry.must(text.startsWith(prefix) && isPath(text));
    entry.hex('sha256', 32);
    return text;
  };
  const paths = shelves.flatMap((shelf) => {
    shelf.number('number');
    return shelf.objects('files', ['path', 'sha256'], 0, 4096).map((file) => path(file, '/taniq/shelves/'));
  });
  fields.different([...paths, ...acks.map((ack) => path(ack, '/taniq/acks/'))]);
  fields.different(shelves.map((shelf) => shelf.hex('set', 16).toString('hex')));
  acks.forEach((ack) => ack.hex('set', 16));
}

export function readBulletin(bundle, instance) {
  const fields = readDocument(bundle, 'bulletin', NAMES);
  const own = fields.hex('instance', 32).toString('hex');
  const bulletin = {
    ...bundle,
    number: fields.number('number'),
    previous: nullOrHash(fields, 'previous'),
    date: fields.date('date'),
    validUntil: fields.date('valid_until'),
    charter: fields.hex('charter', 32).toString('hex'),
    keysets: fields.hexes('keysets', 32, 256),
    withdrawnKeysets: fields.hexes('withdrawn_keysets', 32, 8192),
    withdrawnCustodians: fields.hexes('withdrawn_custodians', 16, 4096),
    site: nullOrHash(fields, 'site'),
    alive: fields.objects('alive', ['custodian', 'date', 'signature'], 0, 16).map((entry) => ({
      custodian: entry.hex('custodian', 16).toString('hex'),
      date: entry.date('date'),
      signature: entry.b64u('signature', 64),
    })),
  };
  checkPaths(fields);
  const logs = fields.child('logs', ['salt', 'heads']);
  logs.b64u('salt', 32);
  logs.hexes('heads', 32, 4096);
  fields.must((bulletin.number === 0) === (bulletin.previous === null));
  const days = between(bulletin.date, bulletin.validUntil);
  fields.must(days >= 0 && days <= 14);
  fields.different(bulletin.alive.map(({ custodian }) => custodian));
  fields.must(bulletin.alive.every(({ date }) => date <= bulletin.date));
  must(own === instance, 'WRONG_INSTANCE');
  return bulletin;
}

/** Refuses unless the charter that is current on the bulletin's date judges it good; that charter. */
export function judgeBulletin(bulletin, chain, instance) {
  const charter = countingOn(chain, bulletin.date);
  must(bulletin.charter === charter.hash, 'WRONG_CHARTER');
  const days = 1 + between(chain[0].issued, bulletin.date);
  must(bulletin.number <= 24 * days && bulletin.withdrawnKeysets.length <= 256 + 8 * days, 'BAD_DOCUMENT');
  const custodians = new Set(everyHolder(chain.slice(0, chain.indexOf(charter) + 1), 'custodians').map(signerId));
  must(bulletin.withdrawnCustodians.every((id) => custodians.has(id)), 'UNKNOWN_CUSTODIAN');
  const signers = verifiedSigners(bulletin, everyHolder(chain, 'publishers'));
  must(enough(signers, charter.publishers, charter.bulletinThreshold), 'TOO_FEW_SIGNATURES');
  const keys = new Map(charter.custodians.map((key) => [signerId(key), key]));
  for (const { custodian, date, signature } of bulletin.alive) {
    must(keys.has(custodian), 'UNKNOWN_CUSTODIAN');
    const message = concat(label('alive'), Buffer.from(instance, 'hex'), ascii(date));
    must(ed25519Verify(keys.get(custodian), message, signature), 'BAD_SIGNATURE');
  }
  return charter;
}

export function checkDays(bulletin, day) {
  must(bulletin.date <= plus(day, 1), 'NOT_YET_VALID');
  must(day <= bulletin.validUntil, 'EXPIRED');
}
