/** Runs what is no `.vec` file: lengths/, tables/, published/. Each gives how many rows ran. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { core, isRefusal } from './core.js';
import { publicKeyOf } from './sealed.js';

const bytes = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const hex = (array) => Buffer.from(array).toString('hex');
const same = (array, text) => assert.equal(hex(array), text);
const rowsOf = (file) => readFileSync(file, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));

function refusalOf(run) {
  try {
    run();
    return null;
  } catch (error) {
    if (isRefusal(error)) return error.reason;
    throw error;
  }
}

function paddedRow([used, ...columns]) {
  const refusal = refusalOf(() => core.padded(Number(used)));
  if (refusal) return assert.deepEqual(columns, [refusal]);
  const p = core.padded(Number(used));
  assert.deepEqual(columns, [p, core.streamLength(p), core.envelopeLength(1, p), core.envelopeLength(16, p)].map(String));
}

/** Every n for which some padded size gives an envelope of this length. */
function latticeRow([length, wanted]) {
  const fits = (n) => {
    const stream = Number(length) - core.headerLength(n);
    const p = stream - 40 - 16 * Math.ceil(stream / 65536);
    return p >= 65536 && p <= 2 ** 33 && core.padded(p) === p && core.envelopeLength(n, p) === Number(length);
  };
  const found = Array.from({ length: 16 }, (_, i) => i + 1).filter(fits);
  assert.equal(found.join(' ') || 'none', wanted.replaceAll(',', ' '));
}

/** Lagrange at 0 over the core's field. */
function combine(shares) {
  const inverse = (a) => Array(254).fill(a).reduce(core.multiply);
  const secret = new Uint8Array(shares[0].length - 1);
  for (const share of shares) {
    const others = shares.filter((other) => other !== share);
    const basis = others.reduce((product, [x]) => core.multiply(product, core.multiply(x, inverse(x ^ share[0]))), 1);
    for (let i = 0; i < secret.length; i++) secret[i] ^= core.multiply(basis, share[i + 1]);
  }
  return secret;
}

/** The shares that the core makes of a known secret and polynomial, where the table's k shares are the first ones. */
function shamirRow([k, secret, shares]) {
  const read = shares.split(' ').map(bytes);
  assert.equal(read.length, Number(k));
  same(combine(read), secret);
}

const TABLES = {
  'lengths/padded.tsv': paddedRow,
  'lengths/lattice.tsv': latticeRow,
  'tables/shamir.tsv': shamirRow,
  async 'tables/file-digest.tsv'([length, wanted]) {
    const content = new Uint8Array(Number(length));
    same((await core.digestFile(new Blob([content]))).digest, wanted);
    same(await core.fileDigest(content), wanted);
  },
  async 'tables/recipient-keys.tsv'([what, key, wanted]) {
    const check = core.checkRecipients({ publicKeys: [bytes(key)] });
    if (wanted === 'OK') await check;
    else await assert.rejects(check, { reason: wanted }, what);
  },
  async 'tables/ed25519.tsv'([what, key, message, signature, wanted]) {
    assert.equal((await core.ed25519.verify(bytes(key), bytes(message), bytes(signature))) ? 'good' : 'bad', wanted, what);
  },
};

const gcm = async (t) => hex(await core.gcmSeal(await core.gcmKey(bytes(t.key)), bytes(t.iv ?? t.nonce), bytes(t.msg ?? t.pt), bytes(t.aad)));

const STANDARDS = {
  'hmac-sha256': async (v) => same(await core.hmac(bytes(v.key), bytes(v.msg)), v.tag),
  'hkdf-sha256': async (v) => same(await core.hkdf(bytes(v.ikm), bytes(v.info), bytes(v.salt), v.okm.length / 2), v.okm),
  'aes-256-gcm': async (v) => assert.equal(await gcm(v), v.ct),
  async ed25519(v) {
    const { publicKey, sign } = await core.ed25519.signingPair(bytes(v.seed));
    same(publicKey, v.pk);
    same(await sign(bytes(v.msg)), v.sig);
    assert.ok(await core.ed25519.verify(publicKey, bytes(v.msg), bytes(v.sig)));
  },
  x25519: async (v) => same(await core.x25519(bytes(v.scalar), bytes(v.u)), v.out),
};

/** Its AEAD has keys of 16 bytes, which the suite has not. */
const NOT_STANDARDS = ['hpke-base'];

/** What the primitive answers, or null where it refuses its input. */
function orNull(primitive) {
  try {
    return primitive();
  } catch {
    return null;
  }
}

/** Each takes a test and its group: true or false as the test is valid or not. */
const WYCHEPROOF = {
  aes_gcm_test: async (t) => (await gcm(t)) === t.ct + t.tag,
  hmac_sha256_test: async (t) => hex(await core.hmac(bytes(t.key), bytes(t.msg))).startsWith(t.tag),
  async hkdf_sha256_test(t) {
    if (t.size > 255 * 32) return assert.rejects(core.hkdf(bytes(t.ikm), bytes(t.info), bytes(t.salt), t.size), RangeError).then(() => false);
    return hex(await core.hkdf(bytes(t.ikm), bytes(t.info), bytes(t.salt), t.size)) === t.okm;
  },
  ed25519_test: (t, group) => core.ed25519.verify(bytes(group.publicKey.pk), bytes(t.msg), bytes(t.sig)),
  async x25519_test(t) {
    same((await core.x25519(bytes(t.private), bytes(t.public))) ?? new Uint8Array(32), t.shared);
    return true;
  },
  mlkem_768_keygen_seed_test(t) {
    const pair = core.ml_kem768.keygen(bytes(t.seed));
    return hex(pair.publicKey) === t.ek && hex(pair.secretKey) === t.dk;
  },
  mlkem_768_encaps_test(t) {
    const made = orNull(() => core.ml_kem768.encapsulate(bytes(t.ek), bytes(t.m)));
    return made !== null && hex(made.cipherText) === t.c && hex(made.sharedSecret) === t.K;
  },
  mlkem_768_test(t) {
    const pair = orNull(() => core.ml_kem768.keygen(bytes(t.seed)));
    const secret = pair && orNull(() => core.ml_kem768.decapsulate(bytes(t.c), pair.secretKey));
    return secret !== null && hex(pair.publicKey) === t.ek && hex(secret) === t.K;
  },
};

const isOfTheSuite = (name, group) => name !== 'aes_gcm_test' || (group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128);

async function runWycheproof(name, all) {
  let ran = 0;
  for (const group of all.testGroups.filter((each) => isOfTheSuite(name, each))) {
    for (const t of group.tests) {
      assert.equal(await WYCHEPROOF[name](t, group), t.result !== 'invalid', `tcId ${t.tcId}`);
      ran++;
    }
  }
  return ran;
}

/** Nonce of message i, RFC 9180 §5.2. */
function nonceOf(base, i) {
  const nonce = Buffer.from(base);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ i) >>> 0, 8);
  return Uint8Array.from(nonce);
}

async function scheduled(v) {
  const { key, nonce } = await core.keySchedule(bytes(v.shared_secret), bytes(v.info), { kem: v.kem_id, kdf: v.kdf_id, aead: v.aead_id });
  same(key, v.key);
  same(nonce, v.base_nonce);
  return { key, nonce };
}

const JSONS = {
  ...Object.fromEntries(Object.keys(WYCHEPROOF).map((name) => [`published/wycheproof/${name}.json`, (all) => runWycheproof(name, all)])),
  async 'published/standards/vectors.json'(all) {
    assert.deepEqual(Object.keys(all).sort(), [...Object.keys(STANDARDS), ...NOT_STANDARDS].sort());
    let ran = 0;
    for (const [name, run] of Object.entries(STANDARDS)) for (const v of all[name]) await run(v, ran++);
    return ran;
  },
  async 'published/x-wing/vectors.json'(all) {
    for (const v of all) {
      const pkR = await publicKeyOf(bytes(v.seed));
      same(pkR, v.pk);
      const { enc, secret } = await core.encapsulate(pkR, bytes(v.eseed));
      same(enc, v.ct);
      same(secret, v.ss);
    }
    return all.length;
  },
  async 'published/hpke/rfc9180.json'([v]) {
    const { key, nonce } = await scheduled(v);
    const imported = await core.gcmKey(key);
    for (const [i, m] of v.encryptions.entries()) same(await core.gcmSeal(imported, nonceOf(nonce, i), bytes(m.pt), bytes(m.aad)), m.ct);
    return v.encryptions.length;
  },
  async 'published/hpke/hpke-pq.json'([v]) {
    await scheduled(v); // what it seals is by another AEAD
    same(await publicKeyOf(bytes(v.skRm)), v.pkRm);
    const { enc, secret } = await core.encapsulate(bytes(v.pkRm), bytes(v.ikmE));
    same(enc, v.enc);
    same(secret, v.shared_secret);
    return 1;
  },
};

/** Runs one file by its path below vectors/. */
export async function runTable(path, file) {
  if (path in JSONS) return JSONS[path](JSON.parse(readFileSync(file, 'utf8')));
  const rows = rowsOf(file);
  for (const row of rows) await TABLES[path](row);
  return rows.length;
}
