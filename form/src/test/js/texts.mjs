// Holds the form's catalogues against each other and against docs/FORM.md. Usage: node texts.mjs TEXTS FORM.md
// Prints one line for each fault and ends with 1 if there is one.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LANGUAGES = ['az', 'en', 'fa', 'fr', 'ru', 'tr'];
const ORIGINAL = 'en';
// The last word of a key: what its text is for (docs/FORM.md, "Keys").
const ROLES = 'alt button choice heading hint label link notice part problem text title'.split(' ');
const KEY = new RegExp(`^[a-z]+\\.[a-z]+(-[a-z]+)*\\.(${ROLES.join('|')})$`);
const BUTTON_CHARACTERS = 160;
// Invisible marks that Persian needs: the joiner's absence within a word, and the direction of a dot before a Latin word.
const PERSIAN_MARKS = /[\u200c\u200e\u200f]/g;
const PLACEHOLDER = /\{[a-z]+\}/g;

const [folder, contract] = process.argv.slice(2);
let faults = 0;
const fault = (where, what) => {
  faults++;
  console.log(`${where}: ${what}`);
};

const placeholders = (text) => [...new Set(text.match(PLACEHOLDER))].sort().join(' ');
const forms = (value) => (typeof value === 'string' ? [['', value]] : Object.entries(value));

function read(language) {
  const lines = readFileSync(join(folder, `${language}.json`), 'utf8');
  const texts = JSON.parse(lines);
  // JSON.parse keeps the last of two equal keys; a catalogue has one key a line.
  if (lines.match(/^ {2}"/gm).length !== Object.keys(texts).length) fault(language, 'a key stands twice');
  return texts;
}

function judgeText(where, language, key, text) {
  if (typeof text !== 'string' || text.replace(/[\p{Cf}\s]/gu, '') === '') return fault(where, 'empty');
  if (text !== text.trim()) fault(where, 'space at its beginning or end');
  const visible = language === 'fa' ? text.replace(PERSIAN_MARKS, '') : text;
  if (/\p{Cc}/u.test(text)) fault(where, 'control character');
  if (/[\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029\ufffd]/u.test(visible)) fault(where, 'invisible or unknown character');
  if (/[<>]|&#?\w+;/.test(text)) fault(where, 'HTML');
  if (/[!¡！]/.test(text)) fault(where, 'exclamation mark');
  if (/[{}]/.test(text.replace(PLACEHOLDER, ''))) fault(where, 'brace outside of a placeholder');
  if (key.endsWith('.button') && [...text].length > BUTTON_CHARACTERS) fault(where, `longer than ${BUTTON_CHARACTERS} characters`);
}

function judge(language, texts, original) {
  const categories = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort().join(' ');
  for (const key of Object.keys(original)) if (!(key in texts)) fault(`${language} ${key}`, 'missing');
  for (const [key, value] of Object.entries(texts)) {
    const where = `${language} ${key}`;
    if (!KEY.test(key)) fault(where, 'not a key of the form page.element.role');
    if (!(key in original)) {
      fault(where, 'not in the original');
      continue;
    }
    if ((typeof value === 'string') !== (typeof original[key] === 'string')) fault(where, 'plural in one language, not in the other');
    if (typeof value !== 'string' && Object.keys(value).sort().join(' ') !== categories) fault(where, `plural forms are not: ${categories}`);
    const wanted = placeholders(forms(original[key]).at(-1)[1]);
    for (const [form, text] of forms(value)) {
      judgeText(form ? `${where} ${form}` : where, language, key, text);
      if (typeof text === 'string' && placeholders(text) !== wanted) fault(where, `placeholders are not: ${wanted || 'none'}`);
    }
  }
  const order = Object.keys(texts).filter((key) => key in original);
  if (order.join() !== Object.keys(original).filter((key) => key in texts).join()) fault(language, 'another order than the original');
}

// The contract names each page as "### `page`" and its elements as `element.role` below; every key stands there.
function named(text) {
  const keys = new Set();
  let page = '';
  for (const line of text.split('\n')) {
    const heading = /^### `([a-z]+)`/.exec(line);
    if (heading) page = heading[1];
    else if (line.startsWith('#')) page = '';
    else if (page) for (const [, name] of line.matchAll(/`([a-z]+(?:-[a-z]+)*\.[a-z]+)`/g)) if (KEY.test(`${page}.${name}`)) keys.add(`${page}.${name}`);
  }
  return keys;
}

if (Intl.PluralRules.supportedLocalesOf(LANGUAGES).length !== LANGUAGES.length) {
  console.log('this node does not know the plurals of all languages: install one with full ICU data');
  process.exit(1);
}
const files = readdirSync(folder).sort();
if (files.join() !== LANGUAGES.map((language) => `${language}.json`).join()) fault('languages', `the files are not: ${LANGUAGES.join(' ')}`);
const catalogues = LANGUAGES.filter((language) => files.includes(`${language}.json`)).map((language) => [language, read(language)]);
const original = Object.fromEntries(catalogues)[ORIGINAL];
for (const [language, texts] of catalogues) judge(language, texts, original);
const contracted = named(readFileSync(contract, 'utf8'));
for (const key of Object.keys(original)) if (!contracted.has(key)) fault(key, 'not in the contract');
for (const key of contracted) if (!(key in original)) fault(key, 'in the contract alone');

if (faults === 0) console.log(`${Object.keys(original).length} texts in ${catalogues.length} languages`);
process.exit(faults === 0 ? 0 : 1);
