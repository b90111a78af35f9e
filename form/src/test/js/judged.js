/** Judges the vectors of signed documents as vectors/README.md asks: charter/, document/, current/, files/. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readVector } from '../../../../vectors/third/vector.js';
import { core } from './core.js';

const payloadOf = (vector) => Uint8Array.from(vector.payload);
const objectIn = (vector) => core.readObject(payloadOf(vector));

async function judgeDocument(type, bundle, chain, instance, day) {
  const charter = () => core.countingOn(chain, day);
  const signed = await core.readBundle(bundle);
  switch (type) {
    case 'keyset': {
      const keyset = core.readKeyset(signed, instance);
      return core.judgeKeyset(keyset, charter(), chain);
    }
    case 'site': {
      const site = core.readSite(signed, instance);
      await core.judgeSite(site, charter(), chain);
      return assertDay(site, day);
    }
    case 'bulletin': {
      const bulletin = core.readBulletin(signed, instance);
      await core.judgeBulletin(bulletin, chain);
      return core.checkBulletinDays(bulletin, day);
    }
    case 'deletion-order':
      core.checkDeletionOrder(signed, instance);
      return core.judgeDeletionOrder(signed, charter(), chain);
    default:
      return assert.fail(type);
  }
}

function assertDay({ expires }, day) {
  if (day > expires) throw new core.Refusal('EXPIRED');
}

async function readKnown(vector, folder, read) {
  for (const name of vector.all('known')) {
    const known = readVector(join(folder, name));
    const wanted = known.one('expect');
    if (wanted === 'OK') await read(known);
    else await assert.rejects(read(known), { reason: wanted });
  }
}

async function judgeOffline(vector, reader) {
  const day = vector.one('day');
  const { chain, keysets, bulletin } = await reader.readStored(payloadOf(vector), day);
  return (await core.offlineKeysetToSealTo(chain, keysets, bulletin, day)).hash.slice(0, 32);
}

async function judgeCurrent(vector, folder, reader) {
  const read = (each) => reader.read(payloadOf(each), each.one('day'));
  await readKnown(vector, folder, read);
  if (vector.one('judge') === 'offline') return judgeOffline(vector, reader);
  const current = await read(vector);
  const day = vector.one('day');
  if (vector.one('judge') === 'seal') return (await core.keysetToSealTo(current, day)).hash.slice(0, 32);
  if (vector.one('judge') === 'accept') return core.acceptedKeyset(current, vector.one('keyset'), day).hash.slice(0, 32);
  return null;
}

async function judgeFiles(payload) {
  const { files } = JSON.parse(Buffer.from(core.unb64(payload.get('site'))));
  const contents = new Map([...payload.get('files')].map(([path, text]) => [path, core.unb64(text)]));
  await core.matchFiles(new Map(Object.entries(files)), contents);
  return null;
}

async function judgeChain(vector, folder, reader) {
  const see = async (each) => reader.see(await core.readBundles(objectIn(each).get('charters')), each.one('day'));
  // What a reader was only shown was not refused by this question: the day's charter is asked for the last one alone.
  for (const name of vector.all('known')) await see(readVector(join(folder, name)));
  const chain = await see(vector);
  const day = vector.one('day');
  if (vector.one('judge') === 'chain') return String(core.currentOn(chain, day).number);
  await judgeDocument(vector.one('type'), objectIn(vector).get('document'), chain, vector.one('instance'), day);
  return null;
}

/** What was to be found: the current charter's number, a keyset's id, or null. */
export async function find(vector, folder) {
  const reader = new core.Reader(vector.one('instance'), vector.one('demo') === 'yes');
  switch (vector.one('judge')) {
    case 'current':
    case 'seal':
    case 'offline':
    case 'accept':
      return judgeCurrent(vector, folder, reader);
    case 'chain':
    case 'document':
      return judgeChain(vector, folder, reader);
    case 'files':
      return judgeFiles(objectIn(vector));
    case 'signatures': {
      const payload = objectIn(vector);
      await core.joinFiles(vector.one('type'), core.unb64(payload.get('document')), core.unb64(payload.get('signatures')));
      return null;
    }
    default:
      return assert.fail(vector.one('judge'));
  }
}

export async function judge(vector, folder) {
  const found = await find(vector, folder);
  const wanted = vector.one(vector.one('judge') === 'chain' ? 'current' : 'keyset');
  if (found !== null && vector.one('expect') === 'OK') assert.equal(found, wanted);
}
