/** Mutants of charter/, document/, current/ and files/: documents changed, then signed again as far as keys are known. */
import { ascii, label, u8 } from '../bytes.js';
import { sha256 } from '../primitives.js';
import { mutateJson } from './json.js';
import { signAs, signDocument } from './keys.js';

const hashOf = (bytes) => sha256(bytes).toString('hex');
const parse = (bytes) => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
};

function signAgain(bundle, bytes) {
  bundle.document = bytes.toString('base64');
  for (const line of bundle.signatures) {
    const signature = signDocument(line.signer, bundle.type, bytes);
    if (signature) line.signature = signature.toString('base64url');
  }
}

/** Statements and keys inside the document that were signed over what has changed. */
function signInside(bytes) {
  const document = parse(bytes);
  if (!document || typeof document.instance !== 'string') return bytes;
  const instance = Buffer.from(document.instance, 'hex');
  let text = bytes.toString('utf8');
  const renew = (entry, ...message) => {
    if (typeof entry?.signature !== 'string' || entry.signature.length < 80) return;
    const signature = signAs(entry.custodian, ...message);
    if (signature) text = text.replace(entry.signature, signature.toString('base64url'));
  };
  for (const entry of Array.isArray(document.alive) ? document.alive : []) {
    if (typeof entry?.date === 'string') renew(entry, label('alive'), instance, ascii(entry.date));
  }
  for (const entry of Array.isArray(document.custodians) ? document.custodians : []) {
    if (typeof entry?.key !== 'string') continue;
    const epoch = [ascii(String(document.kind)), u8(0), ascii(String(document.epoch)), u8(0)];
    const quorums = [u8(Number(entry.least?.testimony)), u8(Number(entry.least?.identity))];
    renew(entry, label('epoch-key'), instance, ...epoch, ...quorums, sha256(Buffer.from(entry.key, 'base64url')));
  }
  return Buffer.from(text);
}

/** Changes the list of signatures alone. */
function changeSignatures(bundle, chance) {
  const { signatures } = bundle;
  switch (chance.below(4)) {
    case 0: return signatures.length && signatures.push({ ...chance.of(signatures) });
    case 1: return signatures.splice(chance.below(signatures.length + 1), 1);
    case 2: return signatures.reverse();
    default: return signatures.length && (chance.of(signatures).signature = chance.bytes(64).toString('base64url'));
  }
}

/** The bundle's document changed; its bytes before and after. */
function changeBundle(bundle, chance) {
  const before = Buffer.from(bundle.document, 'base64');
  let after = mutateJson(before, chance);
  if (chance.percent(70)) after = signInside(after);
  if (chance.percent(85)) signAgain(bundle, after);
  else bundle.document = after.toString('base64');
  if (chance.percent(10)) changeSignatures(bundle, chance);
  return { before, after };
}

/** Puts a document's new hash wherever others name the old one, and signs those again. */
function follow(bundles, { before, after }) {
  for (const bundle of bundles) {
    const text = Buffer.from(bundle.document, 'base64').toString('utf8');
    const named = text.replaceAll(hashOf(before), hashOf(after));
    if (named === text) continue;
    signAgain(bundle, Buffer.from(named));
    follow(bundles, { before: Buffer.from(text), after: Buffer.from(named) });
  }
}

const isBundle = (bundle) => typeof bundle?.document === 'string' && Array.isArray(bundle.signatures);
const allBundles = (file) => [...(file.charters ?? []), file.document, file.bulletin, ...(file.keysets ?? []), file.site].filter(isBundle);

/** {payload, headers}: a mutant of a vector of signed documents. */
export function mutateSigned(vector, chance) {
  const headers = new Map(vector.headers);
  const file = parse(vector.payload);
  if (!file) return { payload: mutateJson(vector.payload, chance), headers };
  if (vector.one('judge') === 'signatures') return { payload: changeFile(file, chance), headers };
  const current = !['chain', 'document'].includes(vector.one('judge'));
  if (current && chance.percent(15)) return { payload: mutateJson(vector.payload, chance), headers };
  const bundles = allBundles(file);
  if (bundles.length === 0) return { payload: vector.payload, headers };
  const target = isBundle(file.document) && chance.percent(90) ? file.document : chance.of(bundles);
  const change = changeBundle(target, chance);
  if (chance.percent(75)) follow(bundles, change);
  if (target === file.charters[0] && chance.percent(75)) {
    const last = file.charters[0];
    headers.set('instance', [hashOf(Buffer.from(last.document, 'base64'))]);
  }
  if (chance.percent(8)) headers.set('day', [chance.of(['2026-11-01', '2026-11-24', '2026-11-30', '2026-12-08', '2027-01-25', '2028-11-02'])]);
  return { payload: Buffer.from(JSON.stringify(file)), headers };
}

/** A document beside its signature file; the file changed. */
function changeFile(file, chance) {
  const side = chance.percent(80) ? 'signatures' : 'document';
  file[side] = mutateJson(Buffer.from(file[side], 'base64'), chance).toString('base64');
  return Buffer.from(JSON.stringify(file));
}
