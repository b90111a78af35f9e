/** Mutants of receipt/ and hatch/. */
import { ascii, concat } from '../bytes.js';
import { ed25519Sign } from '../curve25519.js';
import { COURIER } from './keys.js';

const TYPED = ['-', ' ', '\u00a0', '\u2028', '\u180e', '\u200b', '\u200f', '\u2212', '\u2013', '\ufe58', '.', ',', '\u0661', '\uff11', '𝟙', '\u00b2', '\u2460', '0', '9', 'x', '\n', '\ufeff', '\u00ad', '\u30a0', '\u1806', '一', 'abandon', 'İ', 'ſ', '_', '\u061c', '\u0600', '\u{e0001}', '\u{1fbf0}'];

/** What somebody typed, changed in a few letters. */
export function mutateTyped(vector, chance) {
  const typed = [...vector.payload.toString('utf8')];
  for (let left = 1 + chance.below(3); left > 0; left--) {
    const at = chance.below(typed.length + 1);
    switch (chance.below(4)) {
      case 0: typed.splice(at, 0, chance.of(TYPED)); break;
      case 1: typed.splice(at, 1); break;
      case 2: typed.splice(at, 1, chance.of(TYPED)); break;
      default: typed.splice(at, 1, (typed[at] ?? 'a').toUpperCase());
    }
  }
  return { headers: new Map(vector.headers), payload: Buffer.from(typed.join('')) };
}

const VALUES = ['', ' ', '0', '300', '999999999999', '1000000000000', '01', '-1', '+1', '1.0', 'AAAAAAAAAAAAAAAAAAAAAA', 'AAAAAAAAAAAAAAAAAAAAAB', 'hatch.onion:80', 'HATCH.ONION', 'hatch.onion:080', 'hatch.onion.', 'hatch.example:8443:80', '\t', 'É'];

/** [method, path, query, host, digest, names, created, nonce, keyid, tail] of a request that is right. */
const REQUEST = /^([^ ]*) ([^ ?]*)(\??[^ ]*) HTTP\/1\.1\r\nHost: ([^\r]*)\r\nContent-Digest: ([^\r]*)\r\nSignature-Input: taniq=\(([^)]*)\);created=([^;]*);nonce="([^"]*)";keyid="([^"]*)"([^\r]*)\r\n/;

/** Values of a request changed, then signed by the courier. */
export function mutateRequest(vector, chance) {
  const headers = new Map(vector.headers);
  const request = vector.payload.toString('latin1');
  const parts = REQUEST.exec(request)?.slice(1);
  const end = request.indexOf('\r\n\r\n');
  if (!parts) return { headers, payload: vector.payload };
  const body = vector.payload.subarray(end + 4);
  for (let left = 1 + chance.below(2); left > 0; left--) {
    const at = chance.below(parts.length);
    const value = parts[at];
    const cut = chance.below(value.length + 1);
    if (chance.percent(40)) parts[at] = chance.of(VALUES);
    else parts[at] = value.slice(0, cut) + chance.of(['', 'A', '1', '%', '\u00e9', '"', '=', ' ', '\t', '\x01', '\x7f', '?']) + value.slice(cut + chance.below(2));
  }
  const [method, path, query, host, digest, names, created, nonce, keyid, tail] = parts;
  const parameters = `(${names});created=${created};nonce="${nonce}";keyid="${keyid}"${tail}`;
  const values = [['@method', method], ['@authority', host.trim().toLowerCase().replace(/:80$/, '')], ['@path', path], ['@query', query || '?'], ['content-digest', digest.trim()], ['@signature-params', parameters]];
  const base = ascii(values.map(([name, value]) => `"${name}": ${value}`).join('\n'));
  const signature = `taniq=:${ed25519Sign(COURIER, base).toString('base64')}:`;
  const http = `${method} ${path}${query} HTTP/1.1\r\nHost: ${host}\r\nContent-Digest: ${digest}\r\nSignature-Input: taniq=${parameters}\r\nSignature: ${signature}\r\n\r\n`;
  if (chance.percent(30)) headers.set('now', [String(Number(vector.one('now')) + chance.of([-301, -300, 299, 300, 301, 1e9, -1e9]))]);
  return { headers, payload: concat(ascii(http), body) };
}
