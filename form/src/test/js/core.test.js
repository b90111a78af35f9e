/** What no vector shows: sources that change, streams that go forward alone, limits, and what people type. */
import assert from 'node:assert/strict';
import { createHash, webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readVector } from '../../../../vectors/third/vector.js';
import { ENGLISH } from '../../../target/classes/org/taniq/form/words.js';
import { core } from './core.js';
import { decrypt, filesOf, isDek } from './opener.js';
import { collect, publicKeyOf } from './sealed.js';

const random = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const vectorOf = (path) => readVector(fileURLToPath(new URL(`../../../../vectors/${path}`, import.meta.url)));

const publicKeys = [];
for (let i = 0; i < 16; i++) publicKeys.push(await publicKeyOf(random(32)));
const recipientsOf = (n, testimony, identity) => ({ keysetId: random(16), testimony, identity, publicKeys: publicKeys.slice(0, n) });
const three = recipientsOf(3, 2, 3);

const thread = await core.ed25519.signingPair(random(32));
const sittingOf = (recipients) => ({ instance: random(32), recipients, thread, id: random(16) });
const account = (narrative) => ({ language: 'az', narrative, detained: [], events: [], consent: [] });
const none = { identity: null, attachments: [] };
const attachment = (content, more = {}) => ({ name: 'a', type: '', content, showsIdentity: false, ...more });
const sealText = (narrative, contents = none, recipients = three) =>
  core.sealTestimony(sittingOf(recipients), account(narrative), random(32), 0, contents, random);

/** Seals and tells the DEK, which `random` draws as the first 32 bytes after the identity envelope's. */
async function openedText(narrative, contents = none, recipients = recipientsOf(1, 1, 1)) {
  const draws = [];
  const watching = (length) => {
    const bytes = random(length);
    draws.push(Uint8Array.from(bytes));
    return bytes;
  };
  const sealed = await core.sealTestimony(sittingOf(recipients), account(narrative), random(32), 0, contents, watching);
  const envelope = await collect(sealed);
  const dek = draws.find((draw) => draw.length === 32 && isDek(envelope, new Uint8Array(0), draw));
  return new Map(filesOf(decrypt(envelope, new Uint8Array(0), dek)));
}

/** A file whose bytes come from a function, as a browser's come from a disk. */
const fileOf = (size, read) => ({ size, slice: (from, to) => ({ arrayBuffer: async () => read(from, to).buffer }) });

test('a text weighs the same with and without a name, for every number of custodians', async () => {
  for (let n = 1; n <= 16; n++) {
    const recipients = recipientsOf(n, 1, n);
    const without = await sealText('text', none, recipients);
    const named = await sealText('text', { identity: { name: 'Ayşə'.repeat(300) }, attachments: [] }, recipients);
    assert.equal(without.length, core.envelopeLength(n, 65536));
    assert.equal(named.length, without.length);
  }
});

test('an envelope goes forward alone', async () => {
  const sealed = await sealText('text');
  const first = await collect(sealed);
  assert.equal(first.length, sealed.length);
  assert.deepEqual(await sealed.chunks.next(), { value: undefined, done: true });
  const again = await collect(await sealText('text'));
  assert.notDeepEqual(first.subarray(3667, 3707), again.subarray(3667, 3707), 'salt and prefix are fresh');
});

test('a large file is sealed in little memory, in chunks of a segment', async () => {
  const size = 300 * 2 ** 20;
  const file = fileOf(size, (from, to) => new Uint8Array(to - from));
  const sealed = await sealText('text', { identity: null, attachments: [attachment(file)] });
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  let length = 0;
  for await (const chunk of sealed.chunks) {
    assert.ok(chunk.length <= 65536);
    length += chunk.length;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  assert.equal(length, sealed.length);
  assert.ok(most < 128 * 2 ** 20, `${most} bytes at once`);
});

test('a file that changes, shrinks or vanishes while it is sealed gives no envelope', async () => {
  const size = 3 * 2 ** 20;
  const content = new Uint8Array(size);
  const faults = {
    changes: (from, to) => content.slice(from, to).fill(from >= 2 ** 21 ? 1 : 0),
    shrinks: (from, to) => content.slice(from, Math.min(to, size - 1)),
    vanishes() {
      throw new DOMException('gone', 'NotFoundError');
    },
  };
  for (const [what, fault] of Object.entries(faults)) {
    let reads = 0;
    const file = fileOf(size, (from, to) => (++reads <= 3 ? content.slice(from, to) : fault(from, to)));
    const sealed = await sealText('text', { identity: null, attachments: [attachment(file)] });
    let came = 0;
    await assert.rejects(
      async () => {
        for await (const chunk of sealed.chunks) came += chunk.length;
      },
      core.SourceChanged,
      what,
    );
    assert.ok(came < sealed.length, what);
    assert.equal((await sealed.chunks.next()).done, true, 'and nothing after it');
  }
  await assert.rejects(sealText('text', { identity: null, attachments: [attachment(fileOf(1, faults.vanishes))] }), core.SourceChanged);
});

test('files that show who somebody is are nested, whatever their size', async () => {
  for (const size of [0, 1, 65536, 5 * 2 ** 20 + 1]) {
    const content = new Blob([random(Math.min(size, 65536)), new Uint8Array(Math.max(0, size - 65536))]);
    const contents = { identity: null, attachments: [attachment(content, { showsIdentity: true, name: 'voice.ogg' })] };
    const files = await openedText('text', contents);
    const { files: listed } = JSON.parse(files.get('testimony.json'));
    assert.deepEqual(Object.keys(listed[1]), ['path', 'size', 'digest', 'sealed']);
    assert.equal(files.get('attachments/001')[13], 1, 'an envelope of kind 1');
    assert.ok(!files.get('testimony.json').includes('voice'));
  }
});

test('broken keys are found before anything is sealed', async () => {
  const good = publicKeys[0];
  const overModulus = Uint8Array.from(good).fill(255, 0, 3);
  const lowOrder = Uint8Array.from(good).fill(0, 1184);
  for (const bad of [overModulus, lowOrder, good.slice(1), core.concat(good, Uint8Array.of(0))]) {
    const recipients = { ...three, publicKeys: [good, bad, good] };
    await assert.rejects(core.checkRecipients(recipients), { reason: 'BAD_RECIPIENT_KEY' });
    await assert.rejects(sealText('text', none, recipients), { reason: 'BAD_RECIPIENT_KEY' });
  }
  await core.checkRecipients(three);
});

test('no envelope has a quorum that nobody or everybody twice could meet', async () => {
  const bytes = { length: 65536, bytes: [] };
  const seal = (quorum, n, keysetId = random(16)) =>
    core.sealEnvelope({ ...three, keysetId, publicKeys: Array(n).fill(publicKeys[0]) }, { kind: 'archive', context: random(3), quorum }, bytes, random);
  for (const [k, n] of [[0, 3], [4, 3], [-1, 3], [1.5, 3], [1, 0], [1, 17], [0, 0]]) await assert.rejects(seal(k, n), { reason: 'BAD_QUORUM' });
  for (const [k, n] of [[1, 1], [3, 3], [16, 16]]) assert.equal((await seal(k, n)).length, core.envelopeLength(n, 65536));
  await assert.rejects(seal(1, 1, random(15)), RangeError);
  const archive = { kind: 'archive', context: random(3) };
  await assert.rejects(core.sealEnvelope(three, archive, bytes, random), RangeError, 'an archive has the quorum of its use');
});

test('a plaintext of another length than announced gives no envelope', async () => {
  for (const length of [65535, 65537]) {
    const source = { length: 65536, bytes: [new Uint8Array(length)] };
    const sealed = await core.sealEnvelope(three, { kind: 'testimony', context: new Uint8Array(0) }, source, random);
    await assert.rejects(collect(sealed), /than announced/);
  }
  const file = (size, content) => ({ name: 'content', size, content: () => content });
  const write = async (files) => {
    for await (const _ of core.writeTar(files, 65536));
  };
  await write([file(3, [new Uint8Array(1), new Uint8Array(2)])]);
  for (const content of [[new Uint8Array(2)], [new Uint8Array(4)], [new Uint8Array(3), new Uint8Array(1)]]) {
    await assert.rejects(write([file(3, content)]), RangeError);
  }
  for (const name of ['', 'a b', 'a\\b', 'ə', 'x'.repeat(101)]) await assert.rejects(write([{ ...file(0, []), name }]), RangeError, name);
  await assert.rejects(write([file(2 ** 33, [])]), RangeError);
});

test('a part has at most 999 files and a number that parts have', async () => {
  const sitting = sittingOf(recipientsOf(1, 1, 1));
  const few = [attachment(new Blob([]))];
  const many = (count) => Array(count).fill(few[0]);
  await assert.rejects(core.sealPart(sitting, 1, many(1000), random), RangeError);
  await core.sealPart(sitting, 1, many(999), random);
  for (const number of [0, 5001]) await assert.rejects(core.sealPart(sitting, number, few, random), RangeError);
  await core.sealPart(sitting, 5000, few, random);
  for (const follow of [-1, 5001]) await assert.rejects(core.sealTestimony(sitting, account(''), random(32), follow, none, random), RangeError);
  await core.sealTestimony(sitting, account(''), random(32), 5000, none, random);
});

test('what is too long is refused, not cut', async () => {
  assert.ok((await sealText('ə'.repeat(500_000))).length > 10 ** 6);
  await assert.rejects(sealText('x'.repeat(4 * 2 ** 20)), { reason: 'TOO_LARGE' });
  await assert.rejects(sealText('text', { identity: { name: 'x'.repeat(6700) }, attachments: [] }), { reason: 'TOO_LARGE' });
});

test('an account that no reader takes is never written', async () => {
  const consent = { person: 'detainee', given_by: 'submitter', date: '2026-11-26', purposes: {} };
  const bad = [
    { events: [{ from: { date: '2026-13' } }] },
    { events: [{ to: { date: '2026-02-29' } }] },
    { detained: [{ born: { date: '26' } }] },
    { detained: Array(1001).fill({}) },
    { consent: [{ ...consent, person: 'nobody' }] },
    { consent: [{ ...consent, given_by: '' }] },
    { consent: [{ ...consent, date: '2026-11' }] },
    { consent: [{ ...consent, expires: 'never' }] },
    { consent: [{ ...consent, purposes: { other: { level: 'no' } } }] },
    { consent: [{ ...consent, purposes: { media: { level: 'yes' } } }] },
  ];
  for (const more of bad) assert.throws(() => core.checkAccount({ ...account('text'), ...more }), RangeError, JSON.stringify(more).slice(0, 80));
  core.checkAccount({ ...account('text'), events: [{ from: { date: '2026' }, to: { date: '2026-11', about: true } }], consent: [consent] });
});

test('all that was told stands in testimony.json, and half a character becomes U+FFFD', async () => {
  const told = {
    language: 'fa',
    narrative: 'a\ud83d b\u0000 \u202E 😀',
    detained: [{ name: 'Ə', born: { date: '1981', about: true }, notes: '' }],
    events: [{ what: 'arrest', from: { date: '2026-05-17' }, to: { date: '2026-06', about: true }, where: 'x', by_whom: 'y' }],
    consent: [{ person: 'third', label: 'q', given_by: 'self', date: '2026-11-26', expires: '2027-11-26', purposes: { lawyer: { level: 'ask_first', who: 'z' } } }],
  };
  const files = [];
  const sealed = await core.sealTestimony(sittingOf(recipientsOf(1, 1, 1)), told, random(32), 7, none, (length) => {
    files.push(random(length));
    return Uint8Array.from(files.at(-1));
  });
  const envelope = await collect(sealed);
  const dek = files.find((draw) => draw.length === 32 && isDek(envelope, new Uint8Array(0), draw));
  const json = JSON.parse(new Map(filesOf(decrypt(envelope, new Uint8Array(0), dek))).get('testimony.json'));
  const { format, instance, nonce, thread: key, sitting, number, follow, reply, files: listed, ...rest } = json;
  assert.deepEqual(rest, { ...told, narrative: 'a\ufffd b\u0000 \u202E 😀' });
  assert.deepEqual([format, number, follow, listed.length], ['taniq.org/v1/testimony', 0, 7, 1]);
  assert.deepEqual([instance, nonce, key, sitting, reply].map((text) => text.length), [64, 43, 43, 32, 43]);
});

test('words that are none, or not twelve, are found always', async () => {
  for (let round = 0; round < 100; round++) {
    const words = (await core.writeWords(random(16), ENGLISH)).split(' ');
    for (const wrong of [words.slice(1), [...words, 'zoo'], ['zo', ...words.slice(1)]]) {
      await assert.rejects(core.readWords(wrong.join(' '), ENGLISH), { reason: 'BAD_WORDS' });
    }
  }
});

test("the words are BIP39's", () => {
  assert.equal(ENGLISH.length, 2048);
  const list = createHash('sha256').update(`${ENGLISH.join('\n')}\n`).digest('hex');
  assert.equal(list, '2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda');
});

test("a file's name keeps what a name may have", () => {
  assert.equal(core.fittedName('протокол "№ 7"\n\u202Egpj.exe'), 'протокол "№ 7"\n\u202Egpj.exe');
  assert.equal(core.fittedName('a\0b'), 'ab');
  assert.equal(core.fittedName('x'.repeat(2000)).length, 1024);
  assert.equal(core.fittedName('😀'.repeat(300)), '😀'.repeat(256));
  assert.equal(core.fittedName(`${'x'.repeat(1022)}😀`), 'x'.repeat(1022));
  assert.equal(core.fittedType('y'.repeat(256)).length, 255);
});

test('a slip in a receipt code is found in its group', async () => {
  for (let round = 0; round < 20; round++) {
    const entropy = random(16);
    const groups = await core.writeGroups(entropy);
    assert.deepEqual(await core.readDigits(groups.join(' ')), entropy);
    const at = round % 10;
    const group = groups[at];
    const wrong = [];
    for (let i = 0; i < 5; i++) {
      for (let digit = 0; digit < 10; digit++) wrong.push(group.slice(0, i) + digit + group.slice(i + 1));
      if (i < 4) wrong.push(group.slice(0, i) + group[i + 1] + group[i] + group.slice(i + 2));
    }
    for (const slip of wrong.filter((each) => each !== group)) {
      assert.equal(core.isGroup(slip), false);
      await assert.rejects(core.readDigits(groups.with(at, slip).join('-')), { reason: 'BAD_GROUP', group: at + 1 });
    }
  }
  assert.equal(core.typedDigits('۱۲ ٣-4'), '1234');
  assert.equal(core.typedDigits('12a'), null);
});

test('an offline page seals to the offline keyset, with or without a bulletin at hand', async () => {
  const vector = vectorOf('current/seal-offline-only.vec');
  const reader = new core.Reader(vector.one('instance'), vector.one('demo') === 'yes');
  const day = vector.one('day');
  const { chain, keysets, bulletin } = await reader.read(Uint8Array.from(vector.payload), day);
  const [offline] = keysets;
  assert.equal(offline.kind, 'offline');
  const choose = (at, given = null) => core.offlineKeysetToSealTo(chain, keysets, given, at);
  assert.equal(await choose(day), offline);
  assert.equal(await choose(day, bulletin), offline);
  assert.equal(await choose(offline.sealUntil, bulletin), offline, "an old bulletin's days do not count");
  const changed = (more) => ({ ...bulletin, ...more });
  const refused = [
    [() => core.offlineKeysetToSealTo(chain, [], null, day), 'KEYSET_NOT_LISTED'],
    [() => choose('2028-01-01'), 'KEYSET_EXPIRED'],
    [() => choose('2029-01-01'), 'EXPIRED'],
    [() => choose('2020-01-01'), 'NOT_YET_VALID'],
    [() => choose(day, changed({ keysets: new Set() })), 'KEYSET_NOT_LISTED'],
    [() => choose(day, changed({ withdrawnKeysets: new Set([offline.hash]) })), 'KEYSET_WITHDRAWN'],
    [() => choose(day, changed({ withdrawnCustodians: new Set([offline.custodians[0].custodian]) })), 'CUSTODIAN_WITHDRAWN'],
  ];
  for (const [choice, reason] of refused) await assert.rejects(choice, { reason }, reason);
  const recipients = core.recipientsOf(offline);
  assert.equal(core.hex(recipients.keysetId), offline.hash.slice(0, 32));
  assert.deepEqual([recipients.testimony, recipients.identity], [offline.quorum.testimony, offline.quorum.identity]);
});

test('a visit that lasts into another day asks again', async () => {
  const vector = vectorOf('current/seal-ok-last-day.vec');
  const reader = new core.Reader(vector.one('instance'), vector.one('demo') === 'yes');
  const day = vector.one('day');
  const current = await reader.read(Uint8Array.from(vector.payload), day);
  await core.keysetToSealTo(current, day);
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  await assert.rejects(core.keysetToSealTo(current, next), { reason: 'KEYSET_EXPIRED' });
  await assert.rejects(core.keysetToSealTo(current, '2027-06-01'), { reason: 'EXPIRED' });
  await assert.rejects(core.keysetToSealTo(current, '2026-11-10'), { reason: 'NOT_YET_VALID' });
});

test('a browser that lacks a primitive, or answers wrongly, is told apart', async () => {
  assert.deepEqual(await core.missingPrimitives(), []);
  const { subtle } = globalThis.crypto;
  const within = async (changed, run) => {
    Object.defineProperty(globalThis, 'crypto', { value: { subtle: changed }, configurable: true });
    try {
      return await run();
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
    }
  };
  const but = (name, changed) => new Proxy(subtle, { get: (target, field) => (field === name ? changed : target[field].bind(target)) });
  const without = (algorithm) => but('importKey', (...all) => (JSON.stringify(all[2]).includes(algorithm) ? Promise.reject(new Error('no')) : subtle.importKey(...all)));
  for (const algorithm of ['HMAC', 'AES-GCM', 'X25519', 'Ed25519']) {
    assert.deepEqual(await within(without(algorithm), core.missingPrimitives), [algorithm]);
  }
  assert.deepEqual(await within(but('digest', async () => new ArrayBuffer(32)), core.missingPrimitives), ['SHA-256']);
  assert.deepEqual(await within(but('verify', async () => true), core.missingPrimitives), ['Ed25519']);
  assert.deepEqual(await within(undefined, core.missingPrimitives), ['SHA-256', 'HMAC', 'AES-GCM', 'X25519', 'Ed25519'], 'no secure context');
});
