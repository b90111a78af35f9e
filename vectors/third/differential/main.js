/**
 * Holds this opener's answers against the product's, on mutants of every vector.
 * `node main.js SEED JSONS OTHERS -- COMMAND…`: so many mutants of JSON, and so many each of envelopes, receipt codes
 * and requests. COMMAND answers as Verdicts.java says. Mutants on which the two differ are kept in the directory KEEP.
 */
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { admit, serverOf } from '../hatch.js';
import { judge } from '../judged.js';
import { openWhole, runPlaintext } from '../opened.js';
import { readDigits, readWords, writeDigits } from '../receipt.js';
import { Refusal } from '../refusal.js';
import { readVector } from '../vector.js';
import { Chance } from './chance.js';
import { mutateSigned } from './documents.js';
import { mutateEnvelope, mutatePlaintext } from './sealed.js';
import { mutateRequest, mutateTyped } from './typed.js';

/** Larger vectors take too long to change again and again. */
const LARGEST = 300_000;

/** How the mutants of JSON are shared out. */
const SHARES = { charter: 0.2, document: 0.3, current: 0.15, files: 0.03, testimony: 0.2, nested: 0.06, tar: 0.06 };

const VECTORS = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

function receipt(vector) {
  const typed = vector.payload.toString('utf8');
  return writeDigits(vector.one('form') === 'words' ? readWords(typed) : readDigits(typed));
}

function request(vector) {
  const server = serverOf(vector);
  for (const before of vector.all('before')) admit(readVector(join(VECTORS, 'hatch', before)).payload, server);
  admit(vector.payload, server);
}

const FOLDERS = {
  charter: { run: judge, mutate: mutateSigned },
  document: { run: judge, mutate: mutateSigned },
  current: { run: judge, mutate: mutateSigned },
  files: { run: judge, mutate: mutateSigned },
  envelope: { run: openWhole, mutate: mutateEnvelope },
  tar: { run: runPlaintext, mutate: mutatePlaintext },
  testimony: { run: runPlaintext, mutate: mutatePlaintext },
  nested: { run: runPlaintext, mutate: mutatePlaintext },
  receipt: { run: receipt, mutate: mutateTyped },
  hatch: { run: request, mutate: mutateRequest },
};

/** Every vector of the folder with the place that it stands in. */
const vectorsOf = (folder) =>
  readdirSync(join(VECTORS, folder)).filter((name) => name.endsWith('.vec')).sort()
    .map((name) => ({ path: `${folder}/${name}`, ...readVector(join(VECTORS, folder, name)) }));

function answer(vector, folder) {
  try {
    return `OK ${FOLDERS[folder].run(vector, join(VECTORS, folder)) ?? ''}`.trim();
  } catch (error) {
    if (!(error instanceof Refusal)) return `CRASH ${error.stack}`;
    return error.group ? `${error.reason} ${error.group}` : error.reason;
  }
}

const lines = (headers) => [...headers].flatMap(([name, values]) => values.map((value) => `${name}: ${value}\n`)).join('');

const fileOf = ({ headers, payload }) => Buffer.concat([Buffer.from(`${lines(headers)}\n`), payload]);

/** The mutant as a record of Verdicts.java. */
function record(mutant) {
  const file = fileOf(mutant);
  const name = Buffer.from(mutant.path);
  const head = Buffer.alloc(2);
  head.writeUInt16BE(name.length);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(file.length);
  return Buffer.concat([head, name, size, file]);
}

class Product {
  constructor([command, ...rest]) {
    this.child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async answer(bytes) {
    this.child.stdin.write(bytes);
    const { value, done } = await this.answers.next();
    if (done) throw new Error('the product ended');
    return value;
  }
}

const [seed, documents, others, , ...command] = process.argv.slice(2);
const product = new Product(command);
const answers = new Set();
const differing = [];
let right = 0;
let total = 0;

async function compare(mutant, folder) {
  const asked = product.answer(record(mutant));
  const { headers, payload } = mutant;
  const all = (name) => headers.get(name) ?? [];
  const own = answer({ headers, all, one: (name) => all(name)[0], payload: Buffer.from(payload) }, folder);
  const other = await asked;
  total++;
  if (own.startsWith('OK')) right++;
  answers.add(`${folder} ${own.split(' ')[0]}`);
  if (own !== other || own.startsWith('CRASH')) differing.push({ mutant, own, other });
}

async function run(folder, count) {
  const vectors = vectorsOf(folder).filter((vector) => vector.payload.length < LARGEST && vector.one('judge') !== 'files');
  const good = vectors.filter((vector) => vector.one('expect') === 'OK');
  for (let i = 0; i < count; i++) {
    const chance = new Chance(`${seed} ${folder} ${i}`);
    const base = chance.of(chance.percent(80) ? good : vectors);
    await compare({ path: base.path, number: i, ...FOLDERS[folder].mutate(base, chance) }, folder);
  }
}

for (const [folder, part] of Object.entries(SHARES)) await run(folder, Math.round(documents * part));
for (const folder of ['envelope', 'receipt', 'hatch']) await run(folder, Number(others));
product.child.stdin.end();

console.log(`${total} mutants (${right} of them right), ${answers.size} kinds of answers, ${differing.length} answered differently`);
for (const { mutant, own, other } of differing.slice(0, 40)) console.log(`${mutant.path}, ${seed} ${mutant.number}: third ${own}, product ${other}`);
if (process.env.KEEP) differing.forEach(({ mutant }) => writeFileSync(join(process.env.KEEP, `${mutant.path.replace('/', '-')}.${mutant.number}`), fileOf(mutant)));
// Mutants that are all refused for one reason compare nothing.
process.exit(differing.length > 0 || right < total / 20 || answers.size < 30 ? 1 : 0);
