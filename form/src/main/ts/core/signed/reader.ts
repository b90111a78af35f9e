/** current.json, and what its reader remembers from one reading to the next. SPEC §4.7, §4.8. */
import { must } from '../refusal.ts';
import { type Bulletin, checkBulletinDays, judgeBulletin, readBulletin } from './bulletin.ts';
import { type Chain, currentOn, type Link, readChain } from './chain.ts';
import { Fields } from './fields.ts';
import { judgeByAnyCharter, type Keyset, readKeyset } from './keyset.ts';
import { readBundle, readBundles, type Signed } from './signed.ts';
import { judgeSite, readSite, type Site } from './site.ts';

const MOST_BYTES = 8 * 2 ** 20;
const MOST_CHARTERS = 256;
const MOST_KEYSETS = 256;
const MOST_BULLETINS = 400;

/** What current.json said, judged. */
export interface Current {
  readonly chain: Chain;
  readonly bulletin: Bulletin;
  readonly keysets: readonly Keyset[];
  readonly site: Site | null;
}

/** The file's own form and that of its bundles, not of the documents in them. */
interface CurrentFile {
  readonly charters: readonly Signed[];
  readonly bulletin: Signed;
  readonly keysets: readonly Signed[];
  readonly site: Signed | null;
}

async function readFile(bytes: Bytes): Promise<CurrentFile> {
  must(bytes.length <= MOST_BYTES, 'BAD_DOCUMENT');
  const fields = Fields.read(bytes, ['format', 'charters', 'bulletin', 'keysets', 'site']);
  fields.word('format', 'taniq.org/v1/current');
  return {
    charters: await readBundles(fields.list('charters', 0, MOST_CHARTERS)),
    bulletin: await readBundle(fields.value('bulletin')),
    keysets: await readBundles(fields.list('keysets', 0, MOST_KEYSETS)),
    site: fields.isNull('site') ? null : await readBundle(fields.value('site')),
  };
}

/**
 * A reader of one instance. A page has one for each visit and keeps it nowhere: at first contact there is nothing to
 * compare, and what the server shows later in the visit is held against what it showed before. Not for two readings at
 * once.
 */
export class Reader {
  readonly #instance: string;
  readonly #demo: boolean;
  /** Of the chain accepted last: hash, and the day until which the last recovery up to it waits. */
  #accepted: ReadonlyMap<string, string> = new Map();
  /** A charter's hash, and the day of first sight; undefined for those of the first contact. */
  #sights: ReadonlyMap<string, string | undefined> = new Map();
  #bulletins: readonly Bulletin[] = [];
  #withdrawnKeysets: ReadonlySet<string> = new Set();
  #withdrawnCustodians: ReadonlySet<string> = new Set();
  #site: Site | null = null;

  /**
   * @param instance hash of charter 0, hex
   * @param demo whether a demonstration is wanted
   */
  constructor(instance: string, demo: boolean) {
    this.#instance = instance;
    this.#demo = demo;
  }

  /** Reads current.json on a day. */
  async read(bytes: Bytes, day: string): Promise<Current> {
    const current = await this.readStored(bytes, day);
    const { chain, bulletin, site } = current;
    currentOn(chain, day);
    checkBulletinDays(bulletin, day);
    must(site === null || day <= site.expires, 'EXPIRED');
    this.#remember(current);
    return current;
  }

  /** The same of one that was kept, as an offline page has it: what has expired since is no matter. */
  async readStored(bytes: Bytes, day: string): Promise<Current> {
    const file = await readFile(bytes);
    const chain = await this.see(file.charters, day);
    const bulletin = readBulletin(file.bulletin, this.#instance);
    const named = await judgeBulletin(bulletin, chain);
    this.#compareBulletin(bulletin);
    const keysets = await this.#readKeysets(file.keysets, bulletin, chain);
    const site = await this.#readSite(file.site, bulletin, named, chain);
    return { chain, bulletin, keysets, site };
  }

  /** Verifies a chain and compares it with the one accepted last; its charters are known by sight from now on. */
  async see(charters: readonly Signed[], day: string): Promise<Chain> {
    const today = this.#sights.size > 0 ? day : undefined;
    const sightOf = (hash: string): string | undefined => (this.#sights.has(hash) ? this.#sights.get(hash) : today);
    const chain = await readChain(charters, { instance: this.#instance, demo: this.#demo, firstSight: sightOf });
    const shown = new Set(chain.map(({ hash }) => hash));
    for (const [hash, waits] of this.#accepted) must(shown.has(hash) || waits > day, 'ROLLBACK');
    this.#sights = new Map([...this.#sights, ...chain.map(({ hash }) => [hash, sightOf(hash)] as const)]);
    return chain;
  }

  async #readKeysets(bundles: readonly Signed[], bulletin: Bulletin, chain: Chain): Promise<Keyset[]> {
    const missing = new Set(bulletin.keysets);
    const keysets: Keyset[] = [];
    for (const bundle of bundles) {
      must(missing.delete(bundle.hash), 'KEYSET_NOT_LISTED');
      const keyset = readKeyset(bundle, this.#instance);
      await judgeByAnyCharter(keyset, chain);
      keysets.push(keyset);
    }
    must(missing.size === 0, 'INCOMPLETE');
    return keysets;
  }

  async #readSite(bundle: Signed | null, bulletin: Bulletin, named: Link, chain: Chain): Promise<Site | null> {
    must((bundle?.hash ?? null) === bulletin.site, 'INCOMPLETE');
    if (bundle === null) return null;
    const site = readSite(bundle, this.#instance);
    await judgeSite(site, named, chain);
    if (this.#site !== null) {
      must(site.version >= this.#site.version, 'ROLLBACK');
      must(site.version > this.#site.version || site.hash === this.#site.hash, 'FORK');
    }
    return site;
  }

  #compareBulletin(bulletin: Bulletin): void {
    for (const known of this.#bulletins) {
      if (known.hash === bulletin.hash) continue;
      must(known.number !== bulletin.number && known.previous !== bulletin.previous, 'FORK');
      must(bulletin.number !== known.number + 1 || bulletin.previous === known.hash, 'FORK');
    }
    must(this.#bulletins.every(({ number }) => number <= bulletin.number), 'ROLLBACK');
    for (const hash of this.#withdrawnKeysets) must(bulletin.withdrawnKeysets.has(hash), 'ROLLBACK');
    for (const id of this.#withdrawnCustodians) must(bulletin.withdrawnCustodians.has(id), 'ROLLBACK');
  }

  #remember({ chain, bulletin, site }: Current): void {
    let waits = '';
    this.#accepted = new Map(chain.map(({ hash, recovered, counts }) => [hash, (waits = recovered ? counts : waits)]));
    this.#sights = new Map([...this.#sights].filter(([hash]) => this.#accepted.has(hash)));
    this.#bulletins = [...this.#bulletins.filter(({ hash }) => hash !== bulletin.hash), bulletin].slice(-MOST_BULLETINS);
    this.#withdrawnKeysets = new Set([...this.#withdrawnKeysets, ...bulletin.withdrawnKeysets]);
    this.#withdrawnCustodians = new Set([...this.#withdrawnCustodians, ...bulletin.withdrawnCustodians]);
    this.#site = site ?? this.#site;
  }
}
