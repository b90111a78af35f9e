/** Every vector of vectors/: sealed again, written again, judged, read or computed by the core, or named as not the form's. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readVector } from '../../../../vectors/third/vector.js';
import { ENGLISH } from '../../../target/classes/org/taniq/form/words.js';
import { core, isRefusal } from './core.js';
import { judge } from './judged.js';
import { filesOf } from './opener.js';
import { sealAgain, sealTestimonyAgain, writeAgain } from './sealed.js';
import { runTable } from './tables.js';

const VECTORS = fileURLToPath(new URL('../../../../vectors', import.meta.url));

/** What a vector is for the form, when the form does nothing with it: the page seals and judges, and opens nothing. */
const NOT_OURS = {
  opener: 'an envelope changed on its way, for an opener to refuse; the one that it was made from is sealed again',
  sender: 'a sender who does something wrong, for an opener to refuse',
  plaintext: 'a plaintext that no writer of ours can write, for an opener to refuse',
  hatch: 'the courier hatch: no page signs its requests',
  server: "a server's answers",
};

/** Senders who do something wrong are named so. */
const isWrongSender = (path) => /^envelope\/(sender|quorum)-/.test(path);
/** An envelope around a nested one that is broken: what was typed cannot be told any more. */
const isBrokenInside = (path) => /^envelope\/(nested-broken|ok-nested-unopened)\./.test(path);
const hasBase = (file) => readFileSync(file).subarray(0, 4096).includes('\nbase: ');

async function runEnvelope(path, file) {
  if (hasBase(file)) return 'opener';
  if (isWrongSender(path)) return 'sender';
  const vector = readVector(file);
  const plaintext = await sealAgain(vector, path);
  if (vector.one('expect') !== 'OK' || vector.one('kind') === '3') return 'sealed again';
  await writeAgain(plaintext);
  if (vector.one('kind') !== '0' || isBrokenInside(path)) return 'sealed and written again';
  return (await sealTestimonyAgain(vector, path, plaintext)) ? 'sealed again from what was typed' : 'sealed and written again';
}

/** Whether a testimony's flaw is in what the submitter tells, so that our writer must not write it. */
const isFlawedAccount = (path) => /^testimony\/(consent-(?!tick)|field-date-|more-)/.test(path);

function refuseAccount(plaintext) {
  const [[, json]] = filesOf(plaintext);
  assert.throws(() => core.checkAccount({ detained: [], events: [], ...JSON.parse(json) }), RangeError);
}

async function runPlaintext(path, file) {
  const vector = readVector(file);
  if (isFlawedAccount(path)) {
    refuseAccount(vector.payload);
    return 'refused by the writer';
  }
  if (vector.one('expect') !== 'OK') return 'plaintext';
  await writeAgain(vector.payload);
  return 'written again';
}

async function refusalOf(run) {
  try {
    await run();
    return { reason: 'OK' };
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

async function runJudged(path, file) {
  const vector = readVector(file);
  const { reason } = await refusalOf(() => judge(vector, dirname(file)));
  assert.equal(reason, vector.one('expect'));
  return 'judged';
}

async function readReceipt(vector) {
  const typed = vector.payload.toString('utf8');
  const entropy = vector.one('form') === 'words' ? await core.readWords(typed, ENGLISH) : await core.readDigits(typed);
  assert.equal(core.hex(entropy), vector.one('entropy'));
  assert.equal(await core.writeDigits(entropy), vector.one('code'));
  assert.equal(await core.writeWords(entropy, ENGLISH), vector.one('words'));
  const instance = core.unhex(vector.one('instance'));
  const { reply, thread } = await core.receiptKeys(entropy, instance);
  const derived = [reply, await core.threadSeed(entropy, instance), thread.publicKey].map(core.hex);
  assert.deepEqual(derived, ['reply', 'thread-seed', 'thread-public'].map(vector.one));
}

async function runReceipt(path, file) {
  const vector = readVector(file);
  const { reason, group } = await refusalOf(() => readReceipt(vector));
  assert.equal(reason, vector.one('expect'));
  if (vector.one('group')) assert.equal(String(group), vector.one('group'));
  return 'read';
}

async function runRows(path, file) {
  if (path === 'tables/deletion.tsv') return 'server';
  assert.ok((await runTable(path, file)) > 0);
  return 'computed';
}

const FOLDERS = {
  envelope: runEnvelope,
  tar: runPlaintext,
  testimony: runPlaintext,
  nested: runPlaintext,
  charter: runJudged,
  document: runJudged,
  current: runJudged,
  files: runJudged,
  receipt: runReceipt,
  hatch: async () => 'hatch',
  lengths: runRows,
  tables: runRows,
};

const files = readdirSync(VECTORS, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !file.startsWith(join(VECTORS, 'third')) && !file.endsWith('/README.md'))
  .map((file) => file.slice(VECTORS.length + 1))
  .sort();
const ways = new Map();

for (const path of files) {
  test(path, async () => {
    const run = FOLDERS[dirname(path)] ?? (path.startsWith('published/') ? runRows : assert.fail('a folder that nobody runs'));
    ways.set(path, await run(path, join(VECTORS, path)));
  });
}

test('every vector ran or is named as not the form\'s, and enough of each', (t) => {
  assert.deepEqual([...ways.keys()], files);
  const counts = {};
  for (const [path, way] of ways) {
    const folder = path.split('/')[0];
    counts[way] ??= {};
    counts[way][folder] = (counts[way][folder] ?? 0) + 1;
  }
  const sum = (way) => Object.values(counts[way] ?? {}).reduce((a, b) => a + b, 0);
  for (const way of Object.keys(counts)) {
    const folders = Object.entries(counts[way]).map(([folder, count]) => `${folder} ${count}`).join(', ');
    t.diagnostic(`${way in NOT_OURS ? `not the form's: ${NOT_OURS[way]}` : way}: ${sum(way)} (${folders})`);
  }
  const sealed = sum('sealed again') + sum('sealed and written again') + sum('sealed again from what was typed');
  assert.ok(sealed >= 24 && sum('sealed again from what was typed') >= 8, `${sealed} sealed again`);
  assert.ok(sum('judged') >= 388 && sum('written again') >= 31 && sum('read') >= 36 && sum('computed') >= 18);
  assert.ok(sum('refused by the writer') >= 15);
});
