/** Runs the whole files of others: published/wycheproof/, published/hpke/. Each returns how many tests it ran. */
import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { ed25519Verify, x25519 } from './curve25519.js';
import { exported, keySchedule } from './hpke.js';
import { gcmOpen, hkdf, hmac } from './primitives.js';
import { decapsulate, expand } from './xwing.js';

const bytes = (text) => Buffer.from(text, 'hex');
const same = (actual, text) => assert.equal(Buffer.from(actual).toString('hex'), text);

/** Each takes a test and its group: true or false as the test is valid or not. */
const CHECKS = {
  aes_gcm_test(t) {
    const pt = gcmOpen(bytes(t.key), bytes(t.iv), bytes(t.aad), bytes(t.ct + t.tag));
    if (pt) same(pt, t.msg);
    return pt !== null;
  },
  hmac_sha256_test: (t) => hmac(bytes(t.key), bytes(t.msg)).subarray(0, t.tag.length / 2).equals(bytes(t.tag)),
  hkdf_sha256_test(t) {
    if (t.size > 255 * 32) return false;
    same(hkdf(bytes(t.ikm), bytes(t.info), bytes(t.salt), t.size), t.okm);
    return true;
  },
  ed25519_test: (t, group) => ed25519Verify(bytes(group.publicKey.pk), bytes(t.msg), bytes(t.sig)),
  x25519_test(t) {
    const shared = x25519(bytes(t.private), bytes(t.public));
    same(shared ?? Buffer.alloc(32), t.shared);
    return true;
  },
  mlkem_768_keygen_seed_test(t) {
    const pair = ml_kem768.keygen(bytes(t.seed));
    same(pair.publicKey, t.ek);
    same(pair.secretKey, t.dk);
    return true;
  },
  mlkem_768_encaps_test(t) {
    const made = orNull(() => ml_kem768.encapsulate(bytes(t.ek), bytes(t.m)));
    if (!made) return false;
    same(made.cipherText, t.c);
    same(made.sharedSecret, t.K);
    return true;
  },
  mlkem_768_test(t) {
    const pair = orNull(() => ml_kem768.keygen(bytes(t.seed)));
    const secret = pair && orNull(() => ml_kem768.decapsulate(bytes(t.c), pair.secretKey));
    if (!secret) return false;
    same(pair.publicKey, t.ek);
    same(secret, t.K);
    return true;
  },
};

/** What the primitive answers, or null where it refuses its input. */
function orNull(primitive) {
  try {
    return primitive();
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return null;
  }
}

/** The suite's AES-GCM alone. */
const OF_THE_SUITE = { aes_gcm_test: (group) => group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128 };

function runWycheproof(name, all) {
  let ran = 0;
  for (const group of all.testGroups.filter(OF_THE_SUITE[name] ?? (() => true))) {
    for (const t of group.tests) {
      assert.equal(CHECKS[name](t, group), t.result !== 'invalid', `tcId ${t.tcId}`);
      ran++;
    }
  }
  assert.equal(ran, name === 'aes_gcm_test' ? 66 : all.numberOfTests);
  return ran;
}

/** Nonce of message i, RFC 9180 §5.2. */
function nonceOf(base, i) {
  const nonce = Buffer.from(base);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ i) >>> 0, 8);
  return nonce;
}

/** ChaCha20-Poly1305, which HPKE-PQ prints for X-Wing; the key schedule before it is what the suite shares. */
function chachaOpen(key, nonce, aad, sealed) {
  const cut = sealed.length - 16;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  decipher.setAAD(aad, { plaintextLength: cut }).setAuthTag(sealed.subarray(cut));
  return Buffer.concat([decipher.update(sealed.subarray(0, cut)), decipher.final()]);
}

function runSession(v, shared, open, messages) {
  const suite = { kem: v.kem_id, kdf: v.kdf_id, aead: v.aead_id, keySize: 32 };
  const { key, nonce, exporter } = keySchedule(shared, bytes(v.info), suite);
  same(key, v.key);
  same(nonce, v.base_nonce);
  same(exporter, v.exporter_secret);
  assert.equal(v.encryptions.length, messages);
  v.encryptions.forEach((m, i) => {
    same(nonceOf(nonce, i), m.nonce);
    same(open(key, nonceOf(nonce, i), bytes(m.aad), bytes(m.ct)), m.pt);
  });
  for (const e of v.exports) same(exported(exporter, bytes(e.exporter_context), e.L, suite), e.exported_value);
  return messages;
}

export const PUBLISHED = {
  ...Object.fromEntries(Object.keys(CHECKS).map((name) => [`published/wycheproof/${name}.json`, (all) => runWycheproof(name, all)])),
  'published/hpke/rfc9180.json'([v]) {
    return runSession(v, bytes(v.shared_secret), gcmOpen, 257);
  },
  'published/hpke/hpke-pq.json'([v]) {
    const pair = expand(bytes(v.skRm));
    same(pair.publicKey, v.pkRm);
    const shared = decapsulate(pair, bytes(v.enc));
    same(shared, v.shared_secret);
    return runSession(v, shared, chachaOpen, 10);
  },
};
