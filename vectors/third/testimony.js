/** The plaintexts of kind 0 and kind 1, SPEC §3. */
import { concat, label, u8, u64 } from './bytes.js';
import { ed25519Verify } from './curve25519.js';
import { isAboutDate } from './days.js';
import { openEnvelope } from './envelope.js';
import { Fields } from './fields.js';
import { IDENTITY_SIZE, padded } from './lengths.js';
import { sha256 } from './primitives.js';
import { must } from './refusal.js';
import { attachmentTar, identityTar, Tar, testimonyTar } from './tar.js';

const PURPOSES = ['keep', 'lawyer', 'un_coe', 'government', 'court', 'public_list', 'media'];
const LEVELS = ['no', 'without_name', 'initials', 'full_name', 'ask_first'];

/** D(content), §3.1. */
export function fileDigest(content) {
  const chunks = [];
  for (let at = 0; at < content.length; at += 2 ** 20) chunks.push(sha256(content.subarray(at, at + 2 ** 20)));
  return sha256(label('file'), u64(content.length), ...chunks);
}

function aboutDate(fields) {
  fields.must(isAboutDate(fields.text('date')));
  if (fields.has('about')) fields.boolean('about');
}

function consent(entry) {
  entry.word('person', 'detainee', 'submitter', 'third');
  entry.optionalText('label');
  entry.word('given_by', 'self', 'submitter', 'relative', 'unknown');
  entry.date('date');
  if (entry.has('expires')) entry.date('expires');
  const purposes = entry.child('purposes');
  for (const purpose of purposes.map.keys()) {
    entry.must(PURPOSES.includes(purpose));
    const choice = purposes.child(purpose);
    choice.word('level', ...LEVELS);
    choice.optionalText('who');
  }
}

function narrative(json) {
  json.text('language');
  json.text('narrative');
  json.b64u('reply', 32);
  json.number('follow', 0, 5000);
  json.objects('consent', undefined, 0, 1000).forEach(consent);
  for (const person of json.has('detained') ? json.objects('detained', undefined, 0, 1000) : []) {
    person.optionalText('name');
    person.optionalText('notes');
    if (person.has('born')) aboutDate(person.child('born'));
  }
  for (const event of json.has('events') ? json.objects('events', undefined, 0, 1000) : []) {
    for (const name of ['what', 'where', 'by_whom']) event.optionalText(name);
    for (const name of ['from', 'to']) if (event.has(name)) aboutDate(event.child(name));
  }
}

function originalName(fields) {
  const name = fields.text('name');
  fields.must(Buffer.byteLength(name) <= 1024 && !name.includes('\0'));
  fields.must(Buffer.byteLength(fields.text('type')) <= 255);
}

function listedFile(entry) {
  const listed = { path: entry.text('path'), size: entry.number('size', 0, 2 ** 33), digest: entry.hex('digest', 32) };
  listed.sealed = entry.has('sealed') && entry.boolean('sealed');
  const identity = listed.path === 'identity.sealed';
  entry.must(identity ? !listed.sealed : /^attachments\/(?!000)[0-9]{3}$/.test(listed.path));
  if (!identity && !listed.sealed) originalName(entry);
  return listed;
}

function listedFiles(json) {
  const files = json.objects('files', undefined, 0, 1000).map(listedFile);
  json.different(files.map(({ path }) => path));
  return files;
}

/** testimony.json or part.json (§3.2, §3.3). */
function readJson({ name, content }) {
  const json = Fields.read(content, 'BAD_JSON');
  const part = name === 'part.json';
  json.word('format', `taniq.org/v1/${part ? 'part' : 'testimony'}`);
  const common = {
    instance: json.hex('instance', 32),
    nonce: json.b64u('nonce', 32),
    thread: json.b64u('thread', 32),
    sitting: json.hex('sitting', 16),
    number: part ? json.number('number', 1, 5000) : json.number('number', 0, 0),
  };
  if (!part) narrative(json);
  return { ...common, part, json, files: listedFiles(json) };
}

/** The tar's files against the list, in tar order (§3.2). */
function readFiles(tar, listed) {
  const files = listed.map(({ path, size, digest, sealed }) => {
    const { name, content } = tar.need();
    must(name === path && content.length === size && fileDigest(content).equals(digest), 'DIGEST_MISMATCH');
    return { name, content, sealed };
  });
  must(tar.next() === null, 'DIGEST_MISMATCH');
  must(files.length > 0, 'MISSING_FILE'); // the first can only be identity.sealed
  return files;
}

/** A padded plaintext of kind 0, without its nested envelopes. */
export function readTestimony(plaintext, instance) {
  const tar = new Tar(plaintext, testimonyTar);
  const document = tar.need();
  const read = readJson(document);
  must(read.instance.equals(instance), 'WRONG_INSTANCE');
  const signed = concat(label('thread'), instance, u8(read.part ? 2 : 1), sha256(document.content));
  must(ed25519Verify(read.thread, signed, tar.need().content), 'THREAD_SIGNATURE_INVALID');
  const files = readFiles(tar, read.files);
  must(plaintext.length === padded(tar.finish()), 'BAD_LENGTH');
  return { json: read.json, nested: files.filter(({ sealed }, i) => i === 0 || sealed), context: concat(read.thread, read.nonce) };
}

/** A padded plaintext of identity.sealed (§3.4). */
export function readIdentity(plaintext) {
  const tar = new Tar(plaintext, identityTar);
  const text = tar.need().content;
  const json = Fields.read(text, 'BAD_JSON');
  json.word('format', 'taniq.org/v1/identity');
  json.must(json.has('submitter'));
  if (json.map.get('submitter') !== null) {
    const submitter = json.child('submitter');
    for (const name of ['name', 'relation', 'contact', 'safe_contact']) submitter.optionalText(name);
  }
  must(tar.next() === null, 'BAD_TAR');
  tar.finish();
  must(plaintext.length === IDENTITY_SIZE, 'BAD_LENGTH');
  return { json, text };
}

/** A padded plaintext of a sealed attachment (§3.5). */
export function readAttachment(plaintext) {
  const tar = new Tar(plaintext, attachmentTar);
  const json = Fields.read(tar.need().content, 'BAD_JSON');
  json.word('format', 'taniq.org/v1/attachment');
  originalName(json);
  const digest = json.hex('digest', 32);
  const size = json.number('size', 0, 2 ** 33);
  const { content } = tar.need();
  must(size === content.length && fileDigest(content).equals(digest), 'DIGEST_MISMATCH');
  must(tar.next() === null, 'BAD_TAR');
  must(plaintext.length === padded(tar.finish()), 'BAD_LENGTH');
  return { json };
}

/** Opens every nested envelope of a testimony with these keys; {identity, jsons}. `keyset` is the nested quorum's. */
export function openNested({ nested, context }, keyset, keys) {
  return nested.map((file) => {
    const identity = file.name === 'identity.sealed';
    const asked = { kind: 1, place: identity ? 'identity' : 'attachment', context, keyset };
    const enough = new Set(keys.map(([slot]) => slot).filter((slot) => slot !== null)).size >= keyset.k;
    if (!enough) return null;
    const { plaintext } = openEnvelope(file.content, asked, keys);
    return identity ? readIdentity(plaintext) : readAttachment(plaintext);
  });
}
