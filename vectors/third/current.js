/** current.json, what a reader remembers of it, and which keyset it says to use: SPEC §4.5, §4.7, §4.8. */
import { checkDays, judgeBulletin, readBulletin } from './bulletin.js';
import { currentOn, everyHolder, readChain } from './charter.js';
import { plus } from './days.js';
import { Fields } from './fields.js';
import { judgeByAny, judgeKeyset, readKeyset } from './keyset.js';
import { must, Refusal, refuse } from './refusal.js';
import { enough, readBundle, verifiedSigners } from './signed.js';
import { readSite } from './site.js';

/** A reader of one instance. Of what it refused it remembers the charters' days of first sight alone. */
export class Reader {
  charters = new Map(); // of the chain last accepted: hash -> day until which the latest recovery up to it waits
  sights = new Map(); // a charter's hash -> day of first sight, '' for those of the first contact
  bulletins = [];
  withdrawnKeysets = new Set();
  withdrawnCustodians = new Set();
  site = null;

  constructor(instance, demo) {
    this.instance = instance;
    this.demo = demo;
  }

  /** Reads current.json on a day: {chain, charter, bulletin, keysets, site}. */
  read(bytes, day) {
    const current = this.readStored(bytes, day);
    current.charter = currentOn(current.chain, day);
    checkDays(current.bulletin, day);
    must(!current.site || day <= current.site.expires, 'EXPIRED');
    this.#remember(current);
    return current;
  }

  /** The same of one that was kept: what has expired since is no matter, and nothing is remembered of it. */
  readStored(bytes, day) {
    must(bytes.length <= 8 * 2 ** 20, 'BAD_DOCUMENT');
    const fields = Fields.read(bytes, 'BAD_DOCUMENT', ['format', 'charters', 'bulletin', 'keysets', 'site']);
    fields.word('format', 'taniq.org/v1/current');
    const charters = fields.list('charters', 0, 256).map(readBundle);
    const shownBulletin = readBundle(fields.map.get('bulletin'));
    const shownKeysets = fields.list('keysets', 0, 256).map(readBundle);
    const shownSite = fields.map.get('site') === null ? null : readBundle(fields.map.get('site'));
    const chain = this.see(charters, day);
    const bulletin = readBulletin(shownBulletin, this.instance);
    const named = judgeBulletin(bulletin, chain, this.instance);
    this.#compareBulletin(bulletin);
    const keysets = this.#readKeysets(shownKeysets, bulletin, chain);
    const site = this.#readSite(shownSite, bulletin, named, chain);
    return { chain, bulletin, keysets, site };
  }

  /** The chain of these bundles as this reader sees it on a day; its charters are known by sight from now on (§4.8). */
  see(bundles, day) {
    const sight = this.sights.size ? day : '';
    const chain = readChain(bundles, this.instance, this.demo, (hash) => this.sights.get(hash) ?? sight);
    this.#compareCharters(chain, day);
    for (const { hash } of chain) if (!this.sights.has(hash)) this.sights.set(hash, sight);
    return chain;
  }

  #readKeysets(bundles, bulletin, chain) {
    const missing = new Set(bulletin.keysets);
    const keysets = bundles.map((bundle) => {
      must(missing.delete(bundle.hash), 'KEYSET_NOT_LISTED');
      const keyset = readKeyset(bundle, this.instance);
      judgeByAny(keyset, chain);
      return keyset;
    });
    must(missing.size === 0, 'INCOMPLETE');
    return keysets;
  }

  #readSite(bundle, bulletin, named, chain) {
    must((bundle && bundle.hash) === bulletin.site, 'INCOMPLETE');
    if (!bundle) return null;
    const site = readSite(bundle, this.instance);
    must(enough(verifiedSigners(site, everyHolder(chain, 'signers')), named.signers, named.threshold), 'TOO_FEW_SIGNATURES');
    if (this.site) {
      must(site.version >= this.site.version, 'ROLLBACK');
      must(site.version > this.site.version || site.hash === this.site.hash, 'FORK');
    }
    return site;
  }

  #compareCharters(chain, day) {
    const shown = new Set(chain.map(({ hash }) => hash));
    for (const [hash, waits] of this.charters) must(shown.has(hash) || waits > day, 'ROLLBACK');
  }

  #compareBulletin(bulletin) {
    for (const known of this.bulletins) {
      if (known.hash === bulletin.hash) continue;
      must(known.number !== bulletin.number && known.previous !== bulletin.previous, 'FORK');
      must(bulletin.number !== known.number + 1 || bulletin.previous === known.hash, 'FORK');
    }
    must(this.bulletins.every(({ number }) => number <= bulletin.number), 'ROLLBACK');
    for (const hash of this.withdrawnKeysets) must(bulletin.withdrawnKeysets.includes(hash), 'ROLLBACK');
    for (const id of this.withdrawnCustodians) must(bulletin.withdrawnCustodians.includes(id), 'ROLLBACK');
  }

  #remember({ chain, bulletin, site }) {
    let waits = '';
    this.charters = new Map(chain.map((charter) => [charter.hash, (waits = charter.recovery ? charter.counts : waits)]));
    this.sights = new Map([...this.sights].filter(([hash]) => this.charters.has(hash)));
    this.bulletins = [...this.bulletins.filter(({ hash }) => hash !== bulletin.hash), bulletin].slice(-400);
    for (const hash of bulletin.withdrawnKeysets) this.withdrawnKeysets.add(hash);
    for (const id of bulletin.withdrawnCustodians) this.withdrawnCustodians.add(id);
    this.site = site ?? this.site;
  }
}

function checkWithdrawn(keyset, bulletin) {
  must(!bulletin.withdrawnKeysets.includes(keyset.hash), 'KEYSET_WITHDRAWN');
  must(!keyset.custodians.some(({ id }) => bulletin.withdrawnCustodians.includes(id)), 'CUSTODIAN_WITHDRAWN');
}

function checkSealing(keyset, { bulletin, chain, charter }, day) {
  checkWithdrawn(keyset, bulletin);
  must(keyset.sealFrom <= day, 'KEYSET_NOT_YET');
  must(day <= keyset.sealUntil, 'KEYSET_EXPIRED');
  if (keyset.kind === 'live') checkAlive(keyset, bulletin, day);
  judgeKeyset(keyset, charter, chain);
}

function checkAlive(keyset, bulletin, day) {
  const alive = bulletin.alive.filter(({ custodian, date }) => date >= plus(day, -20) && keyset.custodians.some(({ id }) => id === custodian));
  must(alive.length >= keyset.testimony, 'TOO_FEW_ALIVE');
}

/** The keyset of a kind to seal to on the day: the newest that can be sealed to, or the refusal that tells most (§4.5). */
export function keysetToSealTo(current, day, kind = 'live') {
  const newestFirst = current.keysets
    .filter((keyset) => keyset.kind === kind)
    .sort((a, b) => (a.sealFrom === b.sealFrom ? (a.hash < b.hash ? -1 : 1) : a.sealFrom > b.sealFrom ? -1 : 1));
  const refused = [];
  for (const keyset of newestFirst) {
    try {
      checkSealing(keyset, current, day);
      return keyset;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(error.reason);
    }
  }
  const days = ['KEYSET_EXPIRED', 'KEYSET_NOT_YET'];
  return refuse(refused.find((reason) => !days.includes(reason)) ?? days.find((reason) => refused.includes(reason)) ?? 'KEYSET_NOT_LISTED');
}

/** The offline keyset of a current.json that may be old. */
export const offlineKeyset = (stored, day) => keysetToSealTo({ ...stored, charter: currentOn(stored.chain, day) }, day, 'offline');

/** Whether an envelope of the keyset of this id may be accepted on the day. */
export function accept({ keysets, bulletin }, id, day) {
  const keyset = keysets.find((candidate) => candidate.id === id) ?? refuse('KEYSET_NOT_LISTED');
  checkWithdrawn(keyset, bulletin);
  must(plus(keyset.sealFrom, -1) <= day, 'KEYSET_NOT_YET');
  must(day <= keyset.acceptUntil, 'KEYSET_EXPIRED');
  return keyset;
}
