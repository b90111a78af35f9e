/** Signed documents on both sides of each limit that SPEC §4 sets and no vector stands on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { core } from './core.js';
import { asJson, DAY, day, Organisation } from './organisation.js';

const three = await (await Organisation.of(3)).add();

async function judged(organisation, more) {
  const fresh = Object.assign(new Organisation(), organisation, { charters: [] });
  await fresh.add(more);
  return fresh.read(more.counts_from ?? DAY);
}

const readDocument = async (read, type, document) => read(await core.readBundle(asJson((await three.sign(type, document)).bundle)), three.instance);

/** Each [changes, reason or OK] of a document. */
async function each(cases, run) {
  for (const [more, reason] of cases) {
    const what = JSON.stringify(more).slice(0, 120);
    if (reason === 'OK') await assert.doesNotReject(run(more), undefined, what);
    else await assert.rejects(run(more), { reason }, what);
  }
}

test('charters', async () => {
  const people = three.charter().people;
  const recoveryKeys = (await Organisation.of(33)).charter().people.map(({ key }) => key);
  await each(
    [
      [{}, 'OK'],
      [{ counts_from: '2028-11-01' }, 'OK'],
      [{ counts_from: '2028-11-02' }, 'BAD_DOCUMENT'],
      [{ issued: '2026-11-03' }, 'BAD_DOCUMENT'],
      [{ threshold: 3, bulletin_threshold: 3 }, 'OK'],
      [{ threshold: 4 }, 'BAD_DOCUMENT'],
      [{ bulletin_threshold: 4 }, 'BAD_DOCUMENT'],
      [{ recovery: { keys: [], threshold: 0 } }, 'OK'],
      [{ recovery: { keys: recoveryKeys.slice(0, 32), threshold: 32 } }, 'OK'],
      [{ recovery: { keys: recoveryKeys, threshold: 1 } }, 'BAD_DOCUMENT'],
      [{ recovery: { keys: three.charter().recovery.keys, threshold: 0 } }, 'BAD_DOCUMENT'],
      [{ people: people.map((each, i) => (i ? { ...each, roles: ['signer'] } : each)) }, 'OK'],
      [{ people: people.map((each) => ({ ...each, roles: ['signer', 'publisher'] })) }, 'BAD_DOCUMENT'],
      [{ number: 1, previous: '00'.repeat(32) }, 'BROKEN_CHAIN'],
      [{ number: 1 }, 'BAD_DOCUMENT'],
    ],
    (more) => judged(three, more),
  );
});

test('as many custodians as a charter can have, and one more', async () => {
  const many = await Organisation.of(17);
  await assert.rejects(judged(many, {}), { reason: 'BAD_DOCUMENT' });
  many.people.pop();
  await judged(many, {});
});

test('a chain has 256 charters, each issued no earlier than the one before', async () => {
  const long = await Organisation.of(1);
  for (let i = 0; i < 256; i++) await long.add({}, long.people);
  assert.equal((await long.read()).length, 256);
  await assert.rejects((await long.add()).read(), { reason: 'BROKEN_CHAIN' });
  const early = await (await Organisation.of(1)).add();
  await assert.rejects((await early.add({ issued: '2026-11-01' })).read(), { reason: 'BROKEN_CHAIN' });
});

test('a recovery waits 14 days by its own dates', async () => {
  const recovered = async (counts, recovery) => {
    const old = await (await Organisation.of(2)).add(recovery === undefined ? {} : { recovery });
    const next = await Organisation.of(1);
    next.charters = old.charters.slice();
    await next.add({ issued: '2026-11-10', counts_from: counts }, [...next.people, ...old.recovery]);
    return next.read('2026-12-24');
  };
  assert.equal((await recovered('2026-11-24')).at(-1).recovered, true);
  await assert.rejects(recovered('2026-11-23'), { reason: 'RECOVERY_TOO_SOON' });
  await assert.rejects(recovered('2026-11-24', { keys: [], threshold: 0 }), { reason: 'UNKNOWN_SIGNER' });
});

test('bulletins', async () => {
  const bulletin = await three.bulletin([]);
  const [alive] = bulletin.alive;
  const hashes = (count) => Array.from({ length: count }, (_, i) => i.toString(16).padStart(64, '0'));
  const ack = (i) => ({ set: '00'.repeat(16), path: `/taniq/acks/${i}`, sha256: '11'.repeat(32) });
  await each(
    [
      [{}, 'OK'],
      [{ valid_until: bulletin.date }, 'OK'],
      [{ valid_until: day(bulletin.date, -1) }, 'BAD_DOCUMENT'],
      [{ valid_until: day(bulletin.date, 14) }, 'OK'],
      [{ valid_until: day(bulletin.date, 15) }, 'BAD_DOCUMENT'],
      [{ alive: [{ ...alive, date: day(bulletin.date, 1) }] }, 'BAD_DOCUMENT'],
      [{ alive: [] }, 'OK'],
      [{ acks: [ack(1), ack(2)] }, 'OK'],
      [{ acks: [ack(1), ack(1)] }, 'BAD_DOCUMENT'],
      [{ acks: [{ ...ack(1), path: '/taniq/shelves/1' }] }, 'BAD_DOCUMENT'],
      [{ acks: [{ ...ack(1), path: '/taniq/acks/' }] }, 'BAD_DOCUMENT'],
      [{ withdrawn_keysets: hashes(8192) }, 'OK'],
      [{ withdrawn_keysets: hashes(8193) }, 'BAD_DOCUMENT'],
      [{ instance: '00'.repeat(32) }, 'WRONG_INSTANCE'],
      [{ number: 1 }, 'BAD_DOCUMENT'],
      [{ previous: '00'.repeat(32) }, 'BAD_DOCUMENT'],
    ],
    (more) => readDocument(core.readBulletin, 'bulletin', { ...bulletin, ...more }),
  );
});

test('keysets', async () => {
  const keyset = await three.keyset();
  const [first] = keyset.custodians;
  await each(
    [
      [{}, 'OK'],
      [{ quorum: { testimony: 1, identity: 1 } }, 'OK'],
      [{ quorum: { testimony: 3, identity: 3 } }, 'OK'],
      [{ quorum: { testimony: 3, identity: 2 } }, 'BAD_QUORUM'],
      [{ quorum: { testimony: 0, identity: 2 } }, 'BAD_QUORUM'],
      [{ quorum: { testimony: 1, identity: 4 } }, 'BAD_QUORUM'],
      [{ custodians: [first, { ...keyset.custodians[1], custodian: first.custodian }] }, 'BAD_DOCUMENT'],
      [{ custodians: [first, { ...first, custodian: '00'.repeat(16) }] }, 'BAD_DOCUMENT'],
      [{ custodians: [{ ...first, least: { testimony: 2, identity: 3 } }, ...keyset.custodians.slice(1)] }, 'OK'],
      [{ custodians: [{ ...first, least: { testimony: 3, identity: 3 } }, ...keyset.custodians.slice(1)] }, 'QUORUM_TOO_LOW'],
      [{ quorum: { testimony: 2, identity: 2 }, custodians: [{ ...first, least: { testimony: 1, identity: 3 } }, ...keyset.custodians.slice(1)] }, 'QUORUM_TOO_LOW'],
      [{ seal_until: '2026-11-28' }, 'BAD_DATES'],
      [{ accept_until: '2027-01-25' }, 'BAD_DATES'],
      [{ destroy_after: '2027-02-20' }, 'BAD_DATES'],
      [{ instance: '00'.repeat(32) }, 'WRONG_INSTANCE'],
    ],
    (more) => readDocument(core.readKeyset, 'keyset', { ...keyset, ...more }),
  );
});

test('the days of current.json, and of what it says to seal to', async () => {
  const keyset = await three.sign('keyset', await three.keyset());
  const bytes = await three.current([keyset]);
  const read = (at) => new core.Reader(three.instance, false).read(bytes, at);
  await each(
    [
      ['2026-11-21', 'NOT_YET_VALID'],
      ['2026-11-22', 'OK'],
      ['2026-12-07', 'OK'],
      ['2026-12-08', 'EXPIRED'],
    ],
    read,
  );
  const current = await read(DAY);
  const { hash } = await core.keysetToSealTo(current, DAY);
  assert.equal(hash, keyset.hash);
  await each(
    [
      ['2026-11-22', 'KEYSET_NOT_YET'],
      ['2026-11-23', 'OK'],
      ['2026-11-29', 'OK'],
      ['2026-11-30', 'KEYSET_EXPIRED'],
    ],
    (at) => core.keysetToSealTo(current, at),
  );
  const accepted = async (at) => core.acceptedKeyset(current, hash.slice(0, 32), at);
  await each(
    [
      ['2026-11-21', 'NOT_YET_VALID'],
      ['2026-11-22', 'OK'],
      ['2026-12-07', 'OK'],
      ['2026-12-08', 'EXPIRED'],
    ],
    accepted,
  );
});

test('who is alive: as many as open testimony, not older than 20 days', async () => {
  const keyset = await three.sign('keyset', await three.keyset());
  const choose = async (alive) => {
    const bulletin = await three.bulletin([keyset], { alive });
    const current = await new core.Reader(three.instance, false).read(await three.current([keyset], bulletin), '2026-11-29');
    return core.keysetToSealTo(current, '2026-11-29');
  };
  const on = (date, count) => three.alive(date, three.people.slice(0, count));
  await choose(await on('2026-11-09', 2));
  await assert.rejects(choose(await on('2026-11-08', 2)), { reason: 'TOO_FEW_ALIVE' });
  await assert.rejects(choose(await on('2026-11-23', 1)), { reason: 'TOO_FEW_ALIVE' });
});

test('a file is judged by its form before anything in it is', async () => {
  const read = (file) => new core.Reader(three.instance, false).read(new TextEncoder().encode(JSON.stringify(file)), DAY);
  const good = JSON.parse(new TextDecoder().decode(await three.current([])));
  await read(good);
  for (const more of [{ format: 'taniq.org/v1/bulletin' }, { keysets: null }, { site: {} }, { more: 1 }, { bulletin: null }]) {
    await assert.rejects(read({ ...good, charters: [], ...more }), { reason: 'BAD_DOCUMENT' }, JSON.stringify(more));
  }
  await assert.rejects(read({ ...good, charters: [] }), { reason: 'BROKEN_CHAIN' });
  const spaced = async (size) => {
    const bytes = new Uint8Array(size).fill(32);
    bytes.set(new TextEncoder().encode(JSON.stringify(good)));
    await new core.Reader(three.instance, false).read(bytes, DAY);
  };
  await spaced(8 * 2 ** 20);
  await assert.rejects(spaced(8 * 2 ** 20 + 1), { reason: 'BAD_DOCUMENT' });
  await assert.rejects(core.readBundle(asJson({ ...good.bulletin, type: 'letter' })), { reason: 'BAD_DOCUMENT' });
});

test('what no document says of one charter is not taken for another', async () => {
  const other = await (await Organisation.of(1)).add();
  const foreign = await other.sign('keyset', await other.keyset());
  await assert.rejects(new core.Reader(three.instance, false).read(await three.current([foreign]), DAY), { reason: 'WRONG_INSTANCE' });
});

test('the site of current.json, its signatures and its days', async () => {
  const read = async (at, signers) => {
    const site = await three.sign('site', three.site(), signers);
    const bytes = await three.current([], await three.bulletin([], { site: site.hash }), site.bundle);
    return new core.Reader(three.instance, false).read(bytes, at);
  };
  await each([['2026-11-30', 'OK'], ['2026-12-01', 'EXPIRED']], read);
  await assert.rejects(read(DAY, []), { reason: 'TOO_FEW_SIGNATURES' });
  await assert.rejects(read(DAY, three.recovery), { reason: 'UNKNOWN_SIGNER' });
});

test('two bulletins of one number or one predecessor are a fork, whatever else they say', async () => {
  const hash = (digit) => digit.repeat(64);
  const first = await three.bulletin([], { number: 5, previous: hash('1') });
  const next = async (more) => {
    const reader = new core.Reader(three.instance, false);
    await reader.read(await three.current([], first), DAY);
    await reader.read(await three.current([], first), DAY);
    await reader.read(await three.current([], { ...first, ...more }), DAY);
  };
  await each(
    [
      [{ previous: hash('2') }, 'FORK'],
      [{ number: 7 }, 'FORK'],
      [{ number: 6, previous: hash('2') }, 'FORK'],
      [{ number: 7, previous: hash('2') }, 'OK'],
      [{ number: 4, previous: hash('2') }, 'ROLLBACK'],
    ],
    next,
  );
});

test('a charter that was shown stays, but for a recovery that waits', async () => {
  const old = await (await Organisation.of(2)).add();
  const next = Object.assign(await Organisation.of(1), { charters: old.charters.slice() });
  await next.add({ issued: '2026-11-16', counts_from: '2026-11-30' }, [...next.people, ...old.recovery]);
  const both = Object.assign(new Organisation(), old, { charters: next.charters });
  const bulletin = await old.bulletin([]);
  const gone = async (at) => {
    const reader = new core.Reader(old.instance, false);
    await reader.read(await both.current([], bulletin), DAY);
    await reader.read(await old.current([], bulletin), at);
  };
  await each([['2026-11-29', 'OK'], ['2026-11-30', 'ROLLBACK']], gone);
});

test('of several keysets the later, then the smaller hash, whatever their order', async () => {
  const week49 = { epoch: '2026-W49', seal_from: '2026-11-30', seal_until: '2026-12-06', accept_until: '2027-01-31', destroy_after: '2027-02-28' };
  const signed = async (more) => three.sign('keyset', await three.keyset(more));
  const [a, b, later] = [await signed({}), await signed({ quorum: { testimony: 1, identity: 2 } }), await signed(week49)];
  const choose = async (keysets, more = {}) => {
    const bytes = await three.current(keysets, await three.bulletin(keysets, more));
    return (await core.keysetToSealTo(await new core.Reader(three.instance, false).read(bytes, DAY), DAY)).hash;
  };
  const smaller = a.hash < b.hash ? a.hash : b.hash;
  for (const order of [[a, b, later], [later, b, a]]) assert.equal(await choose(order), smaller);
  const withdrawn = (keyset) => ({ withdrawn_keysets: [keyset.hash], withdrawn_custodians: [three.people[0].id] });
  for (const order of [[a, later], [later, a]]) {
    await assert.rejects(choose(order, withdrawn(a)), { reason: 'CUSTODIAN_WITHDRAWN' });
    await assert.rejects(choose(order, withdrawn(later)), { reason: 'KEYSET_WITHDRAWN' });
  }
});

test('what only a replaced charter judges is accepted, and not sealed to', async () => {
  const old = await (await Organisation.of(2)).add();
  const signer = (await Organisation.of(1)).people[0];
  const people = old.charter().people.map((each) => ({ ...each, roles: ['custodian', 'publisher'] }));
  const next = Object.assign(new Organisation(), old, { charters: old.charters.slice() });
  const change = { issued: '2026-11-24', counts_from: '2026-11-24', people: [...people, { name: 'new', key: signer.key, roles: ['signer'] }] };
  await next.add(change, [...old.people, signer]);
  const half = { kind: 'offline', epoch: '2026-H2', seal_from: '2026-07-01', seal_until: '2026-12-31', accept_until: '2027-04-01', destroy_after: '2027-04-29' };
  const kept = async (signers) => {
    const keysets = [await old.sign('keyset', await old.keyset(), signers), await old.sign('keyset', await old.keyset(half), signers)];
    const bytes = await next.current(keysets, await next.bulletin(keysets, { date: '2026-11-24' }));
    return new core.Reader(old.instance, false).read(bytes, DAY);
  };
  const replaced = await kept(old.people);
  for (const { hash } of replaced.keysets) core.acceptedKeyset(replaced, hash.slice(0, 32), DAY);
  const offline = ({ chain, keysets, bulletin }) => core.offlineKeysetToSealTo(chain, keysets, bulletin, DAY);
  await assert.rejects(core.keysetToSealTo(replaced, DAY), { reason: 'TOO_FEW_SIGNATURES' });
  await assert.rejects(offline(replaced), { reason: 'TOO_FEW_SIGNATURES' });
  const both = await kept([...old.people, signer]);
  await core.keysetToSealTo(both, DAY);
  await offline(both);
});
