/** Changes one thing in a JSON text: in its tree, or in its bytes. */
import { copy, nodes, plant, spelled, text } from './tree.js';

const nested = (levels) => '['.repeat(levels) + ']'.repeat(levels);

const NUMBERS = ['0', '-0', '1', '-1', '01', '+1', '1.0', '1e0', '1E+2', '0.5', '1.', '.5', '-', '1e99999999999', '0x1', 'NaN', 'Infinity', '2', '3', '5000',
  '5001', '255', '256', '1000000', '1000001', '9007199254740991', '9007199254740992', '-9007199254740991', '-9007199254740992', '8589934592', '8589934593',
  '18446744073709551618', '99999999999999999', '-01', '00', '1_0', '1 0'];
const OTHERS = ['null', 'true', 'false', 'nul', 'True', '""', '"0"', '[]', '{}', '[null]', '{"a":{}}', '[1,]', '{"a":1,}', '{,}', '[,1]', "'x'", '//x\n1', '/**/1'];
const TEXTS = ['"\\ud83d"', '"\\ude00\\ud83d"', '"\\ud83d\\ude00"', '"\\u0000"', '"a\\u0000b"', '"\\ufeff"', '"\u2028"', '"\u0085"', '"\u007f"', '"\\x41"', '"\\\'"', '"\\u00zz"',
  '"\\u12"', '"tab\there"', '"line\nhere"', '"\\/\\b\\f"', '"\uffff"', '"\u200e"', '"e\u0301"', '"\\U0041"', '"', '"a', 'a"'];
const WORDS = ['signer', 'custodian', 'publisher', 'Signer', 'live', 'offline', 'archived', 'undecipherable', 'detainee', 'third', 'self', 'no', 'ask_first', 'keep',
  'media', 'identity.sealed', 'attachments/001', 'attachments/002', 'attachments/000', 'attachments/999', 'attachments/1000', 'x-äöü', 'en-US-u-ca-gregory', 'i-klingon'];
const DATES = ['0999-12-31', '1000-01-01', '8999-12-31', '9000-01-01', '2026-02-29', '2028-02-29', '2100-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00',
  '2026-1-01', '2026-11-23T00:00:00Z', '+2026-11-23', '-2026-11-23', '20261123', '2026-W48', '2026-W53', '2027-W53', '2026-W00', '2026-H1', '2026-H3', '2026', '2026-11',
  '0999', '8999', '9000', '9000-01', '2026-13', '２０２６-11-23', '2026-11-23 ', '2026-11-23\n'];
const PATHS = ['/x', '/x/', '//x', '/x//y', '/.x', '/.well-known', '/.well-known/x', '/.well-knownx', '/a/.well-known/b', '/a/.b', '/..', '/-x', '/_x', '/x.', '/taniq', '/taniq2/x', '/Taniq/x',
  '/taniq/shelves/', '/taniq/shelves/x', '/taniq/shelves//x', '/taniq/acks/x', '/taniq/acks/', '/uploads/x', '/send', '/courier', '/x y', '/x%20', '/ə', 'x', '/', '', '/x?y', '/x\n'];
const quoted = [...WORDS, ...DATES, ...PATHS].map((word) => JSON.stringify(word));
const LENGTHS = [1, 93, 94, 95, 255, 256, 1023, 1024, 1025, 4096, 4097, 50000, 50001];
const SIZES = [16, 17, 32, 33, 256, 257, 999, 1000, 1001];
const LARGE_SIZES = [4096, 4097, 8192, 8193, 10000, 10001];
const DEPTHS = [28, 29, 30, 31, 32, 33, 40, 1000];

const isLeaf = ({ node }) => node.raw !== undefined;

function anyValue(chance) {
  const kind = chance.below(12);
  if (kind < 3) return chance.of(NUMBERS);
  if (kind < 5) return chance.of(OTHERS);
  if (kind < 7) return chance.of(TEXTS);
  if (kind < 10) return chance.of(quoted);
  if (kind < 11) return nested(chance.of(DEPTHS));
  return JSON.stringify(chance.of(['a', 'ə', '😀']).repeat(chance.of(LENGTHS)));
}

/** Another spelling of the same string, or nearly. */
function respelled(raw, chance) {
  const value = spelled({ raw });
  if (!value) return anyValue(chance);
  const at = chance.below(value.length);
  const code = value.charCodeAt(at).toString(16).padStart(4, '0');
  const before = JSON.stringify(value.slice(0, at)).slice(0, -1);
  const after = JSON.stringify(value.slice(at + 1)).slice(1);
  switch (chance.below(10)) {
    case 0: return `${before}\\u${code}${after}`;
    case 1: return `${before}\\u${code.toUpperCase()}${after}`;
    case 2: return JSON.stringify(value.toUpperCase());
    case 3: return `${before}${after}`;
    case 4: return JSON.stringify(value.slice(0, at) + value[at] + value.slice(at));
    case 5: return JSON.stringify(`${value}=`);
    case 6: return JSON.stringify(value.slice(0, -1) + chance.of(['A', 'B', 'b', '0', '1', 'f', '+', '/', '-', '_', ' ', '\n', 'ｆ']));
    case 7: return JSON.stringify(chance.of([' ', '\n', '\u00a0', '\0']) + value);
    case 8: return `${before}${chance.of(['\\ud83d', '\\u0000', '\t', '\\', '"', '\u2028', '\ufeff'])}${after}`;
    default: return JSON.stringify(value + value);
  }
}

function near(raw, chance) {
  const by = chance.of([1, -1, 1, -1, 7, -7, 14, 15, 24, 100]);
  if (/^-?[0-9]+$/.test(raw)) return String(Number(raw) + by);
  const date = /^"([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})"$/.exec(raw);
  const time = date && Date.parse(`${date[1]}T00:00:00Z`);
  if (!date || Number.isNaN(time)) return respelled(raw, chance);
  return JSON.stringify(new Date(time + by * 86_400_000).toISOString().slice(0, 10));
}

/** As many entries as `size`, each made different from the others where `different` is wanted. */
function grown(list, size, different) {
  const model = list.items[0] ?? { raw: '"00000000000000000000000000000000"' };
  while (list.items.length < size) {
    const entry = copy(model);
    const number = list.items.length.toString(16).padStart(8, '0');
    if (different) {
      for (const { node } of nodes(entry)) {
        const value = spelled(node);
        if (value?.startsWith('/')) node.raw = JSON.stringify(value + number);
        else if (/^[0-9a-f]{16,}$/.test(value ?? '')) node.raw = JSON.stringify(number + value.slice(8));
        else if (/^[A-Za-z0-9_-]{22,}$/.test(value ?? '')) node.raw = JSON.stringify(number + value.slice(8));
      }
    }
    list.items.push(entry);
  }
}

function changeList(list, chance, large) {
  const { items } = list;
  switch (chance.below(6)) {
    case 0: return grown(list, chance.of(large ? LARGE_SIZES : SIZES), chance.percent(85));
    case 1: return items.length && items.splice(chance.below(items.length + 1), 0, copy(chance.of(items)));
    case 2: return items.splice(chance.below(items.length + 1), 1);
    case 3: return items.reverse();
    case 4: return items.splice(0);
    default: return items.splice(chance.below(items.length + 1), 0, { raw: anyValue(chance) });
  }
}

const escapedName = (name, chance) => {
  const value = JSON.parse(name);
  const at = chance.below(Math.max(1, value.length));
  return `"${value.slice(0, at)}\\u${(value.charCodeAt(at) || 0).toString(16).padStart(4, '0')}${value.slice(at + 1)}"`;
};

function changeObject(object, chance) {
  const { pairs } = object;
  const at = chance.below(Math.max(1, pairs.length));
  const unknown = [chance.of(['"later"', '"x"', '""', '"__proto__"', '"constructor"', '"toString"', '"\\ud83d"', '"\\u0000"', '"name"', '"type"', '"sealed"', '"about"', '"e\u0301"', '"é"']), { raw: anyValue(chance) }];
  if (pairs.length === 0) return pairs.push(unknown);
  const [name, value] = pairs[at];
  switch (chance.below(8)) {
    case 0: return pairs.push([name, copy(value)]);
    case 1: return pairs.unshift([escapedName(name, chance), copy(value)]);
    case 2: return pairs.splice(at, 1);
    case 3: return pairs.splice(chance.below(pairs.length + 1), 0, unknown);
    case 4: return (pairs[at] = [JSON.stringify(JSON.parse(name).toUpperCase()), value]);
    case 5: return pairs.reverse();
    case 6: return pairs.push([JSON.stringify('n'.repeat(chance.of(LENGTHS))), { raw: '1' }]);
    default: return (pairs[at] = [escapedName(name, chance), value]);
  }
}

function changeTree(root, chance) {
  const all = [...nodes(root)];
  const kind = chance.below(10);
  if (kind < 2) return changeObject(chance.of(all.filter(({ node }) => node.pairs)).node, chance);
  const lists = all.filter(({ node }) => node.items);
  if (kind < 4 && lists.length) return changeList(chance.of(lists).node, chance, chance.percent(3));
  const { node } = chance.of(all.filter(isLeaf).length ? all.filter(isLeaf) : all);
  const raw = node.raw ?? '0';
  for (const name of Object.keys(node)) delete node[name];
  node.raw = kind < 6 ? anyValue(chance) : kind < 8 ? near(raw, chance) : respelled(raw, chance);
}

const SPACES = [' ', '\t', '\r', '\n', '\r\n', '\f', '\v', '\u00a0', '\u2028', '\u0000', '\ufeff', '\u0085', '\u001f', '/**/', '#'];
const INVALID = ['c080', 'c1ad', 'eda080', 'edb080', 'f4908080', 'ff', 'e9', 'e282', 'f09f98', 'f5808080', '80', 'fe'].map((hex) => Buffer.from(hex, 'hex'));

function splice(bytes, at, count, inserted) {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted), bytes.subarray(at + count)]);
}

function changeBytes(bytes, chance) {
  const at = chance.below(bytes.length + 1);
  const marks = [...bytes.keys()].filter((i) => '{}[]:,'.includes(String.fromCharCode(bytes[i])));
  switch (chance.below(9)) {
    case 0: return splice(bytes, (chance.of(marks) ?? 0) + chance.below(2), 0, chance.of(SPACES));
    case 1: return splice(bytes, chance.percent(50) ? 0 : bytes.length, 0, chance.of(SPACES));
    case 2: return splice(bytes, at, 0, chance.of(INVALID));
    case 3: return splice(bytes, at, 1, [chance.below(256)]);
    case 4: return bytes.subarray(0, at);
    case 5: return splice(bytes, bytes.length, 0, chance.of(['}', '{}', 'x', ',', '\0', '1']));
    case 6: return splice(bytes, at, 0, [chance.below(256)]);
    case 7: return splice(bytes, at, 1, '');
    default: return Buffer.from(bytes.toString('latin1'), 'utf16le');
  }
}

/** The JSON with one to three things changed; mostly one. */
export function mutateJson(bytes, chance) {
  let changed = bytes;
  for (let left = chance.percent(70) ? 1 : 1 + chance.below(3); left > 0; left--) {
    let tree = null;
    try {
      tree = plant(JSON.parse(changed.toString('utf8')));
    } catch {
      // No longer JSON: its bytes can still be changed.
    }
    if (tree && (tree.pairs || tree.items) && chance.percent(85)) {
      changeTree(tree, chance);
      changed = Buffer.from(text(tree), 'utf8');
    } else {
      changed = changeBytes(changed, chance);
    }
  }
  return changed;
}
