/** Runs the vectors of signed documents: charter/, document/, current/, files/. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { b64 } from './bytes.js';
import { checkDays, judgeBulletin, readBulletin } from './bulletin.js';
import { countingOn, currentOn, everyHolder } from './charter.js';
import { accept, keysetToSealTo, offlineKeyset, Reader } from './current.js';
import { judgeDeletionOrder, readDeletionOrder } from './deletion.js';
import { readObject } from './json.js';
import { judgeKeyset, readKeyset } from './keyset.js';
import { must } from './refusal.js';
import { enough, joinFiles, readBundle, verifiedSigners } from './signed.js';
import { matchSite, readSite } from './site.js';
import { readVector } from './vector.js';

function judgeDocument(type, map, chain, instance, day) {
  const bundle = readBundle(map);
  if (type === 'keyset') {
    const keyset = readKeyset(bundle, instance);
    return judgeKeyset(keyset, countingOn(chain, day), chain);
  }
  if (type === 'deletion-order') {
    const order = readDeletionOrder(bundle, instance);
    return judgeDeletionOrder(order, countingOn(chain, day), chain);
  }
  if (type === 'bulletin') {
    const bulletin = readBulletin(bundle, instance);
    judgeBulletin(bulletin, chain, instance);
    return checkDays(bulletin, day);
  }
  assert.equal(type, 'site');
  const site = readSite(bundle, instance);
  const charter = countingOn(chain, day);
  must(enough(verifiedSigners(site, everyHolder(chain, 'signers')), charter.signers, charter.threshold), 'TOO_FEW_SIGNATURES');
  return must(day <= site.expires, 'EXPIRED');
}

function judgeCurrent(vector, folder) {
  const reader = new Reader(vector.one('instance'), vector.one('demo') === 'yes');
  for (const known of vector.all('known').map((name) => readVector(join(folder, name)))) {
    const read = () => reader.read(known.payload, known.one('day'));
    if (known.one('expect') === 'OK') read();
    else assert.throws(read, { reason: known.one('expect') });
  }
  const day = vector.one('day');
  if (vector.one('judge') === 'offline') return offlineKeyset(reader.readStored(vector.payload, day), day).id;
  const current = reader.read(vector.payload, day);
  if (vector.one('judge') === 'seal') return keysetToSealTo(current, day).id;
  if (vector.one('judge') === 'accept') return accept(current, vector.one('keyset'), day).id;
  return '';
}

/** Judges as the vector asks; what was to be found, as text: the current charter's number, a keyset's id. */
export function judge(vector, folder) {
  const asked = vector.one('judge');
  if (['current', 'seal', 'offline', 'accept'].includes(asked)) return judgeCurrent(vector, folder);
  const payload = readObject(vector.payload, 'BAD_DOCUMENT');
  if (asked === 'signatures') {
    joinFiles(vector.one('type'), b64(payload.get('document')), b64(payload.get('signatures')));
    return '';
  }
  if (asked === 'files') {
    const { files } = JSON.parse(b64(payload.get('site')));
    matchSite(new Map(Object.entries(files)), new Map([...payload.get('files')].map(([path, text]) => [path, b64(text)])));
    return '';
  }
  const reader = new Reader(vector.one('instance'), vector.one('demo') === 'yes');
  for (const known of vector.all('known').map((name) => readVector(join(folder, name)))) {
    reader.see(readObject(known.payload, 'BAD_DOCUMENT').get('charters').map(readBundle), known.one('day'));
  }
  const chain = reader.see(payload.get('charters').map(readBundle), vector.one('day'));
  if (asked === 'document') {
    judgeDocument(vector.one('type'), payload.get('document'), chain, vector.one('instance'), vector.one('day'));
    return '';
  }
  assert.equal(asked, 'chain');
  return String(currentOn(chain, vector.one('day')).number);
}

export function runJudged(vector, folder) {
  const found = judge(vector, folder);
  const wanted = vector.one(vector.one('judge') === 'chain' ? 'current' : 'keyset');
  if (found && vector.one('expect') === 'OK') assert.equal(found, wanted);
}
