/** Uploads against a server that does wrong all that a server, a circuit and a state can. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'node:test';
import { core } from './core.js';
import { TusServer } from './tus-server.js';

const LENGTH = 3_000_000;
const zero = (length) => new Uint8Array(length);

let server;
let sealedBytes;
let shown;
const { fetch } = globalThis;

beforeEach(async () => {
  server = await new TusServer().start();
  globalThis.fetch = (path, options) => fetch(server.base + path, options);
  shown = [];
});

afterEach(async () => {
  globalThis.fetch = fetch;
  await server.stop();
});

/** An envelope of random bytes whose chunks are counted: none may be made twice. */
function envelope(length = LENGTH) {
  sealedBytes = randomBytes(length);
  const made = { chunks: 0, ended: false };
  async function* chunks() {
    try {
      for (let at = 0; at < length; at += 65536) {
        made.chunks++;
        yield Uint8Array.from(sealedBytes.subarray(at, at + 65536));
      }
    } finally {
      made.ended = true;
    }
  }
  return { length, chunks: chunks(), made };
}

/** Its waits are told, and ended at once. */
function uploadOf(sealed, show = () => {}) {
  const upload = new core.Upload(sealed, (progress) => {
    shown.push(progress);
    if (progress.state === 'waiting') setTimeout(() => upload.hurry(), 1);
    show(progress);
  }, zero);
  return upload;
}

const waits = () => shown.filter(({ state }) => state === 'waiting').map(({ wait }) => wait.millis);

const on = (wanted, fault) => ({ on: (method) => method === wanted, ...fault });

async function arrives(sealed) {
  assert.deepEqual(await uploadOf(sealed).run(), { end: 'done' });
  assert.ok(server.whole().equals(sealedBytes));
  assert.equal(sealed.made.chunks, Math.ceil(sealed.length / 65536));
  assert.ok(sealed.made.ended);
}

test('a text is one request, and nothing but what tus needs is told', async () => {
  await arrives(envelope(69_275));
  assert.equal(server.requests.length, 1);
  const names = server.requests[0].headers.map(([name]) => name).sort();
  const expected = ['content-length', 'content-type', 'tus-resumable', 'upload-length'];
  assert.deepEqual(names.filter((name) => /^(content|tus|upload)-/.test(name)), expected);
});

test('a large one goes in pieces of growing size, with progress', async () => {
  await arrives(envelope(20_000_000));
  const sent = shown.map((progress) => progress.sent);
  assert.deepEqual(sent, sent.toSorted((a, b) => a - b));
  assert.equal(sent.at(-1), 20_000_000);
  assert.ok(shown.at(-1).rate > 0);
  assert.ok(server.requests.length < 20, `${server.requests.length} requests`);
});

test('it goes on after cuts from what came, over as many as there are', async () => {
  for (let i = 0; i < 12; i++) server.faults.push(on('PATCH', { cut: 40_000 }));
  await arrives(envelope());
  assert.equal(shown.filter(({ state }) => state === 'waiting').length, 12);
  assert.ok(waits().every((millis) => millis === 1000), 'each time something came');
});

test('waits grow while nothing gets through, to a minute', async () => {
  server.faults.push(...Array.from({ length: 9 }, () => on('HEAD', { status: 502 })));
  server.faults.unshift(on('PATCH', { cut: 1 }));
  await arrives(envelope());
  assert.deepEqual(waits().slice(0, 9), [1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]);
});

test('a first request that is not answered is sent again, the same bytes', async () => {
  server.faults.push(on('POST', { deaf: true }), on('POST', { cut: 1000 }));
  await arrives(envelope());
});

test('a beginning that breaks again and again is made smaller, a text too', async () => {
  for (const length of [LENGTH, 200_000]) {
    server.uploads.clear();
    server.requests = [];
    server.faults = [1, 2, 3, 4, 5, 6, 7].map(() => on('POST', { cut: 1000 }));
    await arrives(envelope(length));
    const sizes = server.requests.filter(({ method }) => method === 'POST').map(({ headers }) => Number(Object.fromEntries(headers)['content-length']));
    assert.equal(sizes[0], length === LENGTH ? 65536 : length);
    assert.deepEqual(sizes, sizes.toSorted((a, b) => b - a));
    assert.equal(sizes.at(-1), 4096);
  }
});

test('patience grows with what is sent', () => {
  assert.equal(core.patience(0), 120_000);
  assert.equal(core.patience(262_144), 480_000);
});

test('other offsets between cuts do not end it, as long as something arrives', async () => {
  for (let i = 0; i < 12; i++) server.faults.push(on('PATCH', { status: 409 }), on('PATCH', { cut: 30_000 }));
  await arrives(envelope());
});

test('an offset beyond what was sent is not believed', async () => {
  server.faults.push(on('POST', { status: 201, fields: { Location: `/uploads/${'0'.repeat(32)}`, 'Upload-Offset': '65537' } }));
  assert.deepEqual(await uploadOf(envelope()).run(), { end: 'again' });
});

test('it is stopped while it seals, and nothing more is sent', async () => {
  const upload = uploadOf({ length: LENGTH, chunks: (async function* () {
    upload.stop();
    yield new Uint8Array(LENGTH);
  })() });
  assert.deepEqual(await upload.run(), { end: 'stopped' });
  assert.equal(server.requests.length, 0);
});

test('a chunk that came and was not answered is not sent again', async () => {
  server.faults.push(on('PATCH', { deaf: true }));
  await arrives(envelope());
});

test('a full server is waited for as long as it asks', async () => {
  server.faults.push(on('POST', { status: 503, fields: { 'Retry-After': '600' }, body: '{"reason":"TRY_LATER"}' }));
  await arrives(envelope());
  assert.deepEqual(waits(), [600_000]);
  assert.equal(shown[0].wait.because, 'busy');
});

test('an upload that is lost, or of which the server has less or more than it had, is begun anew by the caller', async () => {
  for (const fault of [{ status: 404 }, { lie: -300_000 }, { lie: 1_000_000 }]) {
    server.faults = [on('PATCH', { cut: 1 }), on('HEAD', fault)];
    const sealed = envelope();
    assert.deepEqual(await uploadOf(sealed).run(), { end: 'again' });
    assert.ok(sealed.made.ended);
  }
});

test('a refusal is told by its reason, and by no text of the server', async () => {
  for (const [body, reason] of [
    ['{"reason":"KEYSET_EXPIRED"}', 'KEYSET_EXPIRED'],
    ['{"reason":"<b>call us</b>"}', 'BAD_ANSWER'],
    ['{"reason":7}', 'BAD_ANSWER'],
    ['<html>', 'BAD_ANSWER'],
  ]) {
    server.faults = [on('POST', { status: 400, body })];
    assert.deepEqual(await uploadOf(envelope()).run(), { end: 'refused', reason });
  }
});

test('a place that is none of ours is not gone to', async () => {
  for (const Location of ['https://elsewhere.example/uploads/' + '0'.repeat(32), '/elsewhere', '//x/uploads/' + '0'.repeat(32)]) {
    server.faults = [on('POST', { status: 201, fields: { Location, 'Upload-Offset': '5' } })];
    assert.deepEqual(await uploadOf(envelope()).run(), { end: 'refused', reason: 'BAD_ANSWER' });
  }
});

test('it pauses and resumes', async () => {
  const sealed = envelope();
  let paused = 0;
  const upload = uploadOf(sealed, ({ sent, state }) => {
    if (state === 'sending' && sent > 500_000 && paused++ === 0) upload.pause();
    if (state === 'paused') setTimeout(() => upload.resume(), 20);
  });
  assert.deepEqual(await upload.run(), { end: 'done' });
  assert.ok(paused > 1);
  assert.equal(shown.filter(({ state }) => state === 'paused').length, 1);
  assert.ok(server.whole().equals(sealedBytes));
});

test('it is stopped for good, also while it waits or pauses, and the server is told', async () => {
  for (const when of ['sending', 'waiting', 'paused']) {
    server.uploads.clear();
    server.faults = when === 'waiting' ? [on('PATCH', { cut: 1 })] : [];
    const upload = uploadOf(envelope(), ({ state, sent }) => {
      if (state === 'sending' && sent > 0 && when === 'paused') upload.pause();
      if (state === when && sent > 0) upload.stop();
    });
    assert.deepEqual(await upload.run(), { end: 'stopped' }, when);
    assert.equal(server.uploads.size, 0, when);
  }
});

test('a source that changes ends it, and the sealer is let go', async () => {
  const sealed = envelope();
  async function* broken() {
    yield Uint8Array.from(sealedBytes.subarray(0, 65536));
    throw new RangeError('changed');
  }
  await assert.rejects(uploadOf({ ...sealed, chunks: broken() }).run(), RangeError);
});

test('memory is bounded: what the server has is let go', async () => {
  const kept = new core.KeptBytes(envelope(10_000_000));
  await kept.take(0, 4_000_000);
  kept.release(3_900_000);
  assert.ok(kept.from > 3_900_000 - 65536 && kept.from <= 3_900_000);
  assert.ok(!kept.reaches(kept.from - 1));
  await assert.rejects(kept.take(0, 1), RangeError);
  const bytes = await kept.take(3_900_000, 1000);
  assert.ok(Buffer.from(bytes).equals(sealedBytes.subarray(3_900_000, 3_901_000)));
});
