/** Runs what is no `.vec` file: lengths/, tables/, published/. Each returns how many rows it ran. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hex } from './bytes.js';
import { ed25519Public, ed25519Sign, ed25519Verify, x25519, x25519Public } from './curve25519.js';
import { answer } from './deletion.js';
import { keySchedule } from './hpke.js';
import { headerLength, latticeOf, padded, streamLength } from './lengths.js';
import { gcmOpen, gcmSeal, hkdf, hmac } from './primitives.js';
import { Refusal } from './refusal.js';
import { combine } from './shamir.js';
import { fileDigest } from './testimony.js';
import { PUBLISHED } from './published.js';
import { decapsulate, encapsulate, expand, isRecipientKey } from './xwing.js';

const rows = (file) => readFileSync(file, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
const same = (bytes, text) => assert.equal(Buffer.from(bytes).toString('hex'), text);

function paddedRow([used, ...columns]) {
  try {
    const p = padded(Number(used));
    const stream = streamLength(p);
    assert.deepEqual(columns, [p, stream, headerLength(1) + stream, headerLength(16) + stream].map(String));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    assert.deepEqual(columns, [error.reason]);
  }
}

const TABLES = {
  'lengths/padded.tsv': paddedRow,
  'lengths/lattice.tsv': ([length, n]) => assert.equal(latticeOf(Number(length)).join(' ') || 'none', n.replaceAll(',', ' ')),
  'tables/shamir.tsv'([k, secret, shares]) {
    const read = shares.split(' ').map((share) => hex(share, 33));
    assert.equal(read.length, Number(k));
    same(combine(read), secret);
  },
  'tables/file-digest.tsv': ([length, digest]) => same(fileDigest(Buffer.alloc(Number(length))), digest),
  'tables/ed25519.tsv': ([what, ...columns]) => {
    const [key, message, signature] = columns.slice(0, 3).map((text) => hex(text));
    assert.equal(ed25519Verify(key, message, signature) ? 'good' : 'bad', columns[3], what);
  },
  'tables/recipient-keys.tsv': ([what, key, expected]) =>
    assert.equal(isRecipientKey(hex(key)) ? 'OK' : 'BAD_RECIPIENT_KEY', expected, what),
  'tables/deletion.tsv'([has, arrived, day, expected]) {
    const stored = has === 'none' ? null : { sha256: has, arrived };
    assert.equal(answer({ sha256: 'same' }, stored, day), expected);
  },
};

/** RFC 9180 A.1.1.1 has another KEM (DHKEM of X25519) and AES-128-GCM: the key schedule is the same. */
function hpkeBase(v) {
  const id = Buffer.from('4b454d0020', 'hex');
  const labeled = (name, ikm) => Buffer.concat([Buffer.from('HPKE-v1'), id, Buffer.from(name), ikm]);
  const prk = hmac(Buffer.alloc(32), labeled('eae_prk', x25519(v.skR, v.enc)));
  const shared = hmac(prk, Buffer.from([0, 32]), labeled('shared_secret', Buffer.concat([v.enc, v.pkR])), Buffer.from([1]));
  const { key, nonce } = keySchedule(shared, v.info, { kem: v.kem, kdf: v.kdf, aead: v.aead, keySize: 16 });
  assert.deepEqual(gcmOpen(key, nonce, v.aad, v.ct), v.pt);
}

const STANDARDS = {
  'hmac-sha256': (v) => assert.deepEqual(hmac(v.key, v.msg), v.tag),
  'hkdf-sha256': (v) => assert.deepEqual(hkdf(v.ikm, v.info, v.salt, v.okm.length), v.okm),
  'aes-256-gcm'(v) {
    assert.deepEqual(gcmSeal(v.key, v.nonce, v.aad, v.pt), v.ct);
    assert.deepEqual(gcmOpen(v.key, v.nonce, v.aad, v.ct), v.pt);
  },
  ed25519(v) {
    assert.deepEqual(ed25519Public(v.seed), v.pk);
    assert.deepEqual(ed25519Sign(v.seed, v.msg), v.sig);
    assert.ok(ed25519Verify(v.pk, v.msg, v.sig));
  },
  x25519: (v) => assert.deepEqual(x25519(v.scalar, v.u), v.out),
  'hpke-base': hpkeBase,
};

const decoded = (v) => Object.fromEntries(Object.entries(v).map(([k, x]) => [k, typeof x === 'string' && k !== 'source' ? Buffer.from(x, 'hex') : x]));

const JSONS = {
  ...PUBLISHED,
  'published/standards/vectors.json'(all) {
    assert.deepEqual(Object.keys(all).sort(), Object.keys(STANDARDS).sort());
    for (const [name, list] of Object.entries(all)) list.forEach((v) => STANDARDS[name](decoded(v)));
    return Object.values(all).flat().length;
  },
  'published/x-wing/vectors.json'(all) {
    for (const v of all) {
      const pair = expand(hex(v.seed, 32));
      same(pair.publicKey, v.pk);
      const { enc, secret } = encapsulate(pair.publicKey, hex(v.eseed, 64));
      same(enc, v.ct);
      same(secret, v.ss);
      same(decapsulate(pair, enc), v.ss);
    }
    return all.length;
  },
};

/** Runs one file by its path below vectors/. */
export function runTable(path, file) {
  if (path in JSONS) return JSONS[path](JSON.parse(readFileSync(file)));
  const table = rows(file);
  table.forEach(TABLES[path]);
  return table.length;
}
