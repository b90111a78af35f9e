/** Runs the vectors of signed documents: charter/, document/, current/, files/. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { b64 } from './bytes.js';
import { checkDays, judgeBulletin, readBulletin } from './bulletin.js';
import { countingOn, currentOn, everyHolder } from './charter.js';
import { accept, keysetToSealTo, Reader } from './current.js';
import { judgeDeletionOrder, readDeletionOrder } from './deletion.js';
import { readObject } from './json.js';
import { judgeKeyset, readKeyset } from './keyset.js';
import { must } from './refusal.js';
import { enough, joinFiles, readBundle, verifiedSigners } from './signed.js';
import { matchSite, readSite } from './site.js';
import { readVector } from './vector.js';

function judgeDocument(type, map, chain, instance, day) {
  const bundle = readBundle(map, type);
  const charter = countingOn(chain, day);
  if (type === 'keyset') return judgeKeyset(readKeyset(bundle, instance), charter, chain);
  if (type === 'deletion-order') return judgeDeletionOrder(readDeletionOrder(bundle, instance), charter, chain);
  if (type === 'bulletin') {
    const bulletin = readBulletin(bundle, instance);
    judgeBulletin(bulletin, chain, instance);
    return checkDays(bulletin, day);
  }
  assert.equal(type, 'site');
  const site = readSite(bundle, instance);
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
  const current = reader.read(vector.payload, day);
  if (vector.one('judge') === 'seal') {
    const { id, hash } = keysetToSealTo(current, day);
    if (vector.one('keyset')) assert.ok([id, hash].includes(vector.one('keyset')));
  }
  if (vector.one('judge') === 'accept') accept(current, vector.one('keyset'), day);
}

export function runJudged(vector, folder) {
  const judge = vector.one('judge');
  if (['current', 'seal', 'accept'].includes(judge)) return judgeCurrent(vector, folder);
  const payload = readObject(vector.payload, 'BAD_DOCUMENT');
  if (judge === 'signatures') return joinFiles(vector.one('type'), b64(payload.get('document')), b64(payload.get('signatures')));
  if (judge === 'files') {
    const { files } = JSON.parse(b64(payload.get('site')));
    return matchSite(new Map(Object.entries(files)), new Map([...payload.get('files')].map(([path, text]) => [path, b64(text)])));
  }
  const reader = new Reader(vector.one('instance'), vector.one('demo') === 'yes');
  for (const known of vector.all('known').map((name) => readVector(join(folder, name)))) {
    reader.see(readObject(known.payload, 'BAD_DOCUMENT').get('charters'), known.one('day'));
  }
  const chain = reader.see(payload.get('charters'), vector.one('day'));
  if (judge === 'document') return judgeDocument(vector.one('type'), payload.get('document'), chain, vector.one('instance'), vector.one('day'));
  assert.equal(judge, 'chain');
  return assert.equal(String(currentOn(chain, vector.one('day')).number), vector.one('current'));
}
