/** A signed request at the courier hatch, SPEC §5 (RFC 9421, RFC 9530). */
import { ascii, b64, b64u, hex } from './bytes.js';
import { ed25519Verify } from './curve25519.js';
import { sha256 } from './primitives.js';
import { must } from './refusal.js';
import { signerId } from './signed.js';

const INPUT = /^taniq=(\("@method" "@authority" "@path" "@query" "content-digest"\);created=(0|[1-9][0-9]{0,11});nonce="([A-Za-z0-9_-]{22})";keyid="([0-9a-f]{32})";alg="ed25519";tag="taniq-courier")$/;

function parse(request) {
  const end = request.indexOf('\r\n\r\n');
  must(end >= 0, 'UNAUTHORISED');
  const [line, ...fields] = request.toString('latin1', 0, end).split('\r\n');
  const match = /^([A-Z]+) (\/[!-~]*) HTTP\/1\.1$/.exec(line);
  must(match, 'UNAUTHORISED');
  return { method: match[1], target: match[2], fields, body: request.subarray(end + 4) };
}

/** The one value of a field, which must stand once. */
function field(fields, name) {
  const values = fields.filter((line) => line.toLowerCase().startsWith(`${name}:`));
  must(values.length === 1, 'UNAUTHORISED');
  return values[0].slice(name.length + 1).replace(/^[ \t]+|[ \t]+$/g, '');
}

/** The server of a vector, before its first request. */
export const serverOf = (vector) => ({
  courier: hex(vector.one('courier'), 32),
  authorities: vector.all('authority'),
  now: Number(vector.one('now')),
  started: Number(vector.one('started') ?? 0),
  nonces: new Set(),
});

/**
 * Lets the request in or refuses it. `server` is {courier, authorities, now, started, nonces: Set}, whose nonces
 * are remembered once the signature was verified. Returns {base, body}.
 */
export function admit(request, server) {
  const { method, target, fields, body } = parse(request);
  const digestField = field(fields, 'content-digest');
  const digest = b64(/^sha-256=:(.*):$/.exec(digestField)?.[1]);
  const input = INPUT.exec(field(fields, 'signature-input'));
  const signature = b64(/^taniq=:(.*):$/.exec(field(fields, 'signature'))?.[1]);
  must(digest?.length === 32 && input && signature?.length === 64, 'UNAUTHORISED');
  const [, parameters, created, nonce, keyid] = input;
  must(b64u(nonce, 16) && keyid === signerId(server.courier), 'UNAUTHORISED');
  const host = field(fields, 'host');
  must(/^[ -~]*$/.test(host), 'UNAUTHORISED');
  const authority = host.toLowerCase().replace(/:80$/, '');
  const cut = target.indexOf('?');
  const values = [
    ['@method', method],
    ['@authority', authority],
    ['@path', cut < 0 ? target : target.slice(0, cut)],
    ['@query', cut < 0 ? '?' : target.slice(cut)],
    ['content-digest', digestField],
    ['@signature-params', parameters],
  ];
  const base = ascii(values.map(([name, value]) => `"${name}": ${value}`).join('\n'));
  must(ed25519Verify(server.courier, base, signature), 'UNAUTHORISED');
  must(server.authorities.includes(authority), 'WRONG_AUTHORITY');
  must(Math.abs(server.now - Number(created)) <= 300 && Number(created) >= server.started, 'STALE');
  must(!server.nonces.has(nonce), 'REPLAYED');
  server.nonces.add(nonce);
  must(sha256(body).equals(digest), 'DIGEST_MISMATCH');
  return { base, body };
}
