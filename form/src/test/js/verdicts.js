/**
 * Answers mutants of vectors one after another, so that the third opener's answers can be held against the form's: the
 * protocol of vectors/third/differential/main.js, as Verdicts.java speaks it. What the form does not judge (envelopes,
 * plaintexts, requests) the third opener answers itself.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { admit, serverOf } from '../../../../vectors/third/hatch.js';
import { openWhole, runPlaintext } from '../../../../vectors/third/opened.js';
import { Refusal } from '../../../../vectors/third/refusal.js';
import { readVector } from '../../../../vectors/third/vector.js';
import { ENGLISH } from '../../../target/classes/org/taniq/form/words.js';
import { core, isRefusal } from './core.js';
import { find } from './judged.js';

const VECTORS = fileURLToPath(new URL('../../../../vectors', import.meta.url));

async function receipt(vector) {
  const typed = vector.payload.toString('utf8');
  return core.writeDigits(await (vector.one('form') === 'words' ? core.readWords(typed, ENGLISH) : core.readDigits(typed)));
}

function request(vector, folder) {
  const server = serverOf(vector);
  for (const before of vector.all('before')) admit(readVector(join(folder, before)).payload, server);
  admit(vector.payload, server);
}

const OURS = { charter: find, document: find, current: find, files: find, receipt };
const OTHERS = { envelope: openWhole, tar: runPlaintext, testimony: runPlaintext, nested: runPlaintext, hatch: request };

async function answer(path, vector) {
  const folder = dirname(path);
  try {
    const found = await (OURS[folder] ?? OTHERS[folder])(vector, join(VECTORS, folder));
    return `OK ${found ?? ''}`.trim();
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof Refusal)) return `CRASH ${error}`.split('\n')[0];
    return error.group ? `${error.reason} ${error.group}` : error.reason;
  }
}

/** A vector that is written out: header lines and payload, nothing to mutate. */
function vectorIn(file) {
  const end = file.indexOf('\n\n');
  const headers = new Map();
  for (const line of file.toString('utf8', 0, end).split('\n')) {
    const cut = line.indexOf(': ');
    const name = line.slice(0, cut);
    headers.set(name, [...(headers.get(name) ?? []), line.slice(cut + 2)]);
  }
  const all = (name) => headers.get(name) ?? [];
  return { headers, all, one: (name) => all(name)[0], payload: Buffer.from(file.subarray(end + 2)) };
}

let waiting = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  waiting = Buffer.concat([waiting, chunk]);
  while (waiting.length >= 2) {
    const name = 2 + waiting.readUInt16BE(0);
    if (waiting.length < name + 4) break;
    const end = name + 4 + waiting.readUInt32BE(name);
    if (waiting.length < end) break;
    const path = waiting.toString('utf8', 2, name);
    console.log(await answer(path, vectorIn(waiting.subarray(name + 4, end))));
    waiting = waiting.subarray(end);
  }
}
