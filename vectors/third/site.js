/** Site manifests and paths, SPEC §4.3. */
import { b64u } from './bytes.js';
import { between } from './days.js';
import { sha256 } from './primitives.js';
import { must } from './refusal.js';
import { readDocument } from './signed.js';

const NAMES = ['format', 'instance', 'version', 'issued', 'expires', 'default_csp', 'default_index', 'default_fallback', 'files'];
const RESERVED = ['taniq', 'uploads', 'send', 'courier'];

const isSegment = (segment) => /^[A-Za-z0-9._-]+$/.test(segment) && (!segment.startsWith('.') || segment === '.well-known');

/** An absolute path as §4.3 writes them, reserved or not. */
export function isPath(path) {
  return typeof path === 'string' && path.length <= 94 && path.startsWith('/') && path.slice(1).split('/').every(isSegment);
}

export function readSite(bundle, instance) {
  const fields = readDocument(bundle, 'site', NAMES);
  const own = fields.hex('instance', 32).toString('hex');
  const site = { ...bundle, version: fields.number('version'), issued: fields.date('issued'), expires: fields.date('expires') };
  fields.must(/^[ -~]{1,4096}$/.test(fields.text('default_csp')));
  const files = fields.child('files').map;
  fields.must(files.size >= 1 && files.size <= 4096);
  for (const [path, hash] of files) {
    fields.must(isPath(path) && !RESERVED.includes(path.split('/')[1]));
    fields.need(b64u(hash, 32));
  }
  const index = fields.text('default_index');
  fields.must(isSegment(index) && files.has(`/${index}`) && files.has(fields.text('default_fallback')));
  fields.must(site.issued <= site.expires && between(site.issued, site.expires) <= 400);
  must(own === instance, 'WRONG_INSTANCE');
  return { ...site, files };
}

/** Holds {path: content} against the manifest. */
export function matchSite(manifest, contents) {
  for (const [path, hash] of manifest) {
    must(contents.has(path), 'FILE_MISSING');
    must(sha256(contents.get(path)).toString('base64url') === hash, 'FILE_CHANGED');
  }
  for (const path of contents.keys()) must(manifest.has(path), 'FILE_NOT_LISTED');
}
