/** What may not stand in the core, and what the compiler does not find: clocks, hidden randomness, ways around types. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const CORE = fileURLToPath(new URL('../../main/ts/core', import.meta.url));

const FORBIDDEN = {
  'a clock': /\bDate\.now\b|new Date\(\)|\bperformance\b/,
  'hidden randomness': /\bMath\.random\b|getRandomValues|randomUUID|generateKey/,
  'a way around platform.d.ts': /\bglobalThis\b|\bdeclare\b|@ts-|\bas any\b|\beval\b|\bFunction\(/,
  'something of the page': /\bdocument\.|\bwindow\b|\bnavigator\b|\blocation\b|\bfetch\b|[sS]torage\b|\bcookie\b/,
  'an import from elsewhere': /\bfrom '(?!\.|@noble\/(hashes\/sha3|post-quantum\/ml-kem)\.js')|\bimport\(/,
  'a log': /\bconsole\b/,
};

const found = (code) => Object.keys(FORBIDDEN).filter((what) => FORBIDDEN[what].test(code));

/** The code alone: comments may speak of what is forbidden. */
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\/|(?<!['":])\/\/.*/g, '');

const files = readdirSync(CORE, { recursive: true }).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

test('the core has neither clock, randomness, page nor log of its own', () => {
  assert.ok(files.length >= 35, `${files.length} files`);
  for (const file of files) assert.deepEqual(found(withoutComments(readFileSync(join(CORE, file), 'utf8'))), [], file);
});

test('each of these is found', () => {
  const seeded = {
    'a clock': 'const day = new Date().toISOString();',
    'hidden randomness': 'crypto.getRandomValues(bytes);',
    'a way around platform.d.ts': 'declare const localStore: object;',
    'something of the page': 'sessionStorage.clear();',
    'an import from elsewhere': "import { ed25519 } from '@noble/curves/ed25519.js';",
    'a log': 'console.log(code);',
  };
  assert.deepEqual(Object.keys(seeded), Object.keys(FORBIDDEN));
  for (const [what, code] of Object.entries(seeded)) assert.ok(found(code).includes(what), what);
});
