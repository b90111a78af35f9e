/** Site manifests, SPEC §4.3. */
import { sha256 } from '../primitives.ts';
import { must } from '../refusal.ts';
import { b64u, unb64u } from '../spelling.ts';
import { type Chain, everyHolder, type Link } from './chain.ts';
import { between } from './days.ts';
import { Fields, sized } from './fields.ts';
import { isSegment, isSitePath } from './paths.ts';
import { documentFields, type Signed } from './signed.ts';
import { enough, verifiedSigners } from './signers.ts';

const NAMES = ['instance', 'version', 'issued', 'expires', 'default_csp', 'default_index', 'default_fallback', 'files'];
const MOST_FILES = 4096;
const MOST_DAYS = 400;

export interface Site extends Signed {
  readonly version: number;
  readonly issued: string;
  readonly expires: string;
  /** SHA-256 of each file by its path, b64u. */
  readonly files: ReadonlyMap<string, string>;
}

function readFiles(fields: Fields): ReadonlyMap<string, string> {
  const listed = Fields.object(fields.value('files'));
  must(listed.size >= 1 && listed.size <= MOST_FILES, 'BAD_DOCUMENT');
  const files = new Map<string, string>();
  for (const [path, hash] of listed) {
    must(isSitePath(path) && typeof hash === 'string', 'BAD_DOCUMENT');
    sized(unb64u(hash), 32);
    files.set(path, hash);
  }
  return files;
}

/** What the document says by itself: BAD_DOCUMENT, then WRONG_INSTANCE. */
export function readSite(signed: Signed, instance: string): Site {
  const fields = documentFields(signed, 'site', NAMES);
  const own = fields.hex('instance', 32);
  const site: Site = {
    ...signed,
    version: fields.number('version'),
    issued: fields.date('issued'),
    expires: fields.date('expires'),
    files: readFiles(fields),
  };
  must(/^[ -~]{1,4096}$/.test(fields.text('default_csp')), 'BAD_DOCUMENT');
  const index = fields.text('default_index');
  must(isSegment(index) && site.files.has(`/${index}`) && site.files.has(fields.text('default_fallback')), 'BAD_DOCUMENT');
  must(site.issued <= site.expires && between(site.issued, site.expires) <= MOST_DAYS, 'BAD_DOCUMENT');
  must(own === instance, 'WRONG_INSTANCE');
  return site;
}

/** Refuses unless this charter of the chain judges the site good. */
export async function judgeSite(site: Site, charter: Link, chain: Chain): Promise<void> {
  const signers = await verifiedSigners(site, everyHolder(chain, 'signer'));
  must(enough(signers, charter.holders.signer, charter.threshold), 'TOO_FEW_SIGNATURES');
}

/** Holds files against a manifest's list: FILE_MISSING, FILE_CHANGED, FILE_NOT_LISTED. */
export async function matchFiles(listed: ReadonlyMap<string, string>, files: ReadonlyMap<string, Bytes>): Promise<void> {
  for (const [path, hash] of listed) {
    const content = files.get(path);
    must(content !== undefined, 'FILE_MISSING');
    must(b64u(await sha256(content)) === hash, 'FILE_CHANGED');
  }
  for (const path of files.keys()) must(listed.has(path), 'FILE_NOT_LISTED');
}
