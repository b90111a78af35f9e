/** Mutants of tar/, testimony/, nested/ and envelope/. */
import { concat } from '../bytes.js';
import { padded } from '../lengths.js';
import { tarHeader } from '../tar.js';
import { mutateJson } from './json.js';
import { signThread } from './keys.js';

const BLOCK = 512;

/** Replaces `count` bytes. */
function splice(bytes, at, count, inserted) {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + count)]);
}

/** [{name, content}] of a tar that is right, or null. */
function entriesOf(plaintext) {
  const entries = [];
  for (let at = 0; at + BLOCK <= plaintext.length; ) {
    const header = plaintext.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return entries;
    const size = parseInt(header.toString('latin1', 124, 135), 8);
    const name = header.toString('latin1', 0, 100).replace(/\0.*$/s, '');
    if (!(size <= plaintext.length - at - BLOCK) || !name) return null;
    entries.push({ name, content: plaintext.subarray(at + BLOCK, at + BLOCK + size) });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}

function tarOf(entries, identity) {
  const parts = entries.flatMap(({ name, content }) => [tarHeader(name, content.length), content, Buffer.alloc(-content.length & (BLOCK - 1))]);
  const used = concat(...parts, Buffer.alloc(2 * BLOCK));
  const size = identity ? Math.max(8192, used.length) : padded(used.length);
  return concat(used, Buffer.alloc(size - used.length));
}

function changeEntries(entries, chance) {
  const at = chance.below(entries.length);
  switch (chance.below(5)) {
    case 0: return entries.splice(at, 1);
    case 1: return entries.splice(chance.below(entries.length + 1), 0, entries[at]);
    case 2: return entries.reverse();
    case 3: return (entries[at] = { ...entries[at], name: chance.of(['part.json', 'testimony.json', 'content', 'attachments/001', 'attachments/002', 'a']) });
    default: return (entries[at] = { ...entries[at], content: splice(entries[at].content, chance.below(entries[at].content.length + 1), chance.below(3), chance.bytes(chance.below(3))) });
  }
}

/** One byte in a place that is likely to matter, or a change of length. */
function changeTar(plaintext, used, chance) {
  const bytes = Buffer.from(plaintext);
  switch (chance.below(6)) {
    case 0: return bytes.subarray(0, chance.below(bytes.length + 1));
    case 1: return concat(bytes, Buffer.alloc(chance.of([1, 511, 512, 1024, 2048, 4096])));
    case 2: bytes[chance.below(bytes.length)] ^= 1 << chance.below(8); return bytes;
    case 3: bytes[124 + chance.below(12)] = 0x30 + chance.below(10); return bytes;
    case 4: return splice(bytes, BLOCK * chance.below(1 + used / BLOCK), BLOCK * chance.below(2), Buffer.alloc(BLOCK * chance.below(2)));
    default: bytes[chance.below(Math.min(used, bytes.length))] ^= 1 << chance.below(8); return bytes;
  }
}

/** The JSON or the tar changed, and signed again by its thread. */
export function mutatePlaintext(vector, chance) {
  const headers = new Map(vector.headers);
  const entries = entriesOf(vector.payload);
  if (!entries?.length || chance.percent(25)) return { headers, payload: changeTar(vector.payload, 8192, chance) };
  const [json] = entries;
  const thread = /"thread":"([^"]*)"/.exec(json.content.toString('utf8'))?.[1];
  if (chance.percent(85)) json.content = mutateJson(json.content, chance);
  else changeEntries(entries, chance);
  const signature = entries.find(({ name }) => name === 'thread.sig');
  if (signature && chance.percent(90)) {
    const made = signThread(thread, Buffer.from(vector.one('instance'), 'hex'), json.name === 'part.json' ? 2 : 1, json.content);
    if (made) signature.content = made;
  }
  return { headers, payload: tarOf(entries, vector.one('place') === 'identity') };
}

/** Bytes of an envelope changed, or fewer secrets at hand. */
export function mutateEnvelope(vector, chance) {
  const headers = new Map(vector.headers);
  const bytes = Buffer.from(vector.payload);
  const header = 64 + 1201 * bytes[11];
  const flip = (from, to) => {
    bytes[Math.min(bytes.length - 1, from + chance.below(Math.max(1, to - from)))] ^= 1 << chance.below(8);
    return bytes;
  };
  const change = () => {
    switch (chance.below(9)) {
      case 0: return flip(0, 32);
      case 1: return flip(8, 16);
      case 2: return flip(32, header);
      case 3: return flip(header - 64, header);
      case 4: return flip(header, header + 60);
      case 5: return flip(header, bytes.length);
      case 6: return bytes.subarray(0, chance.percent(50) ? chance.below(80) : chance.below(bytes.length));
      case 7: return concat(bytes, chance.bytes(1 + chance.below(3)));
      default: bytes[chance.below(16)] = chance.below(20); return bytes;
    }
  };
  const payload = change();
  const secrets = [...(headers.get('secret') ?? [])];
  if (chance.percent(30)) secrets.splice(chance.below(secrets.length + 1), 1);
  headers.set('secret', secrets);
  return { headers, payload };
}
