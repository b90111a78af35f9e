/** A `.vec` file of vectors/README.md: header lines, mutations and payload. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MUTATIONS = {
  set(payload, value) {
    const [offset, bytes] = value.split('=');
    Buffer.from(bytes, 'hex').copy(payload, Number(offset));
    return payload;
  },
  truncate: (payload, value) => payload.subarray(0, Number(value)),
  append: (payload, value) => Buffer.concat([payload, Buffer.from(value, 'hex')]),
  splice(payload, value) {
    const [offset, count, bytes] = value.split(' ');
    return Buffer.concat([payload.subarray(0, Number(offset)), Buffer.from(bytes ?? '', 'hex'), payload.subarray(Number(offset) + Number(count))]);
  },
};

/** {all(name), one(name), payload}: the finished payload, and header lines with those of the base. */
export function readVector(file) {
  const bytes = readFileSync(file);
  const end = bytes.indexOf('\n\n');
  const lines = bytes.toString('utf8', 0, end).split('\n').map((line) => {
    const cut = line.indexOf(': ');
    return cut < 0 ? [line.replace(/:$/, ''), ''] : [line.slice(0, cut), line.slice(cut + 2)];
  });
  const trailing = bytes.subarray(end + 2);
  const own = group(lines);
  const base = own.has('base') ? readVector(join(dirname(file), own.get('base')[0][1])) : null;
  let payload = Buffer.from(base ? base.payload : trailing);
  for (const [name, value] of lines) if (name in MUTATIONS) payload = MUTATIONS[name](payload, value);
  if (base) payload = Buffer.concat([payload, trailing]);
  if (own.has('pad')) payload = Buffer.concat([payload, Buffer.alloc(Number(own.get('pad')[0][1]) - payload.length)]);
  const headers = new Map(base?.headers);
  for (const [name, entries] of own) if (!(name in MUTATIONS) && name !== 'base' && name !== 'pad') headers.set(name, entries.map(([, value]) => value));
  const all = (name) => headers.get(name) ?? [];
  return { headers, all, one: (name) => all(name)[0], payload };
}

function group(lines) {
  const grouped = new Map();
  for (const line of lines) grouped.set(line[0], [...(grouped.get(line[0]) ?? []), line]);
  return grouped;
}
