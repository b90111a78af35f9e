/** An organisation that signs: its documents as they should be, to be changed before they are signed. */
import { webcrypto } from 'node:crypto';
import { core } from './core.js';

const random = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const utf8 = (text) => new TextEncoder().encode(text);
const day = (from, days) => new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);

/** The organisation's day: a Wednesday of 2026-W48. */
export const DAY = '2026-11-25';

async function person() {
  const pair = await core.ed25519.signingPair(random(32));
  const id = core.hex((await core.sha256(core.label('signer'), pair.publicKey)).subarray(0, 16));
  return { ...pair, id, key: core.b64u(pair.publicKey) };
}

export class Organisation {
  people = [];
  recovery = [];
  charters = [];

  /** @param size so many people, each with every role; one recovery key */
  static async of(size) {
    const organisation = new Organisation();
    for (let i = 0; i < size; i++) organisation.people.push(await person());
    organisation.recovery.push(await person());
    organisation.epochKeys = organisation.people.map(() => random(1216));
    return organisation;
  }

  get instance() {
    return this.charters[0].hash;
  }

  /** A signed bundle of the document, by everybody unless said otherwise; {bundle, hash, bytes}. */
  async sign(type, document, signers = this.people) {
    const bytes = utf8(JSON.stringify(document));
    const hash = await core.sha256(bytes);
    const message = core.concat(core.label('signed'), utf8(type), Uint8Array.of(0), hash);
    const signatures = [];
    for (const { id, sign } of signers) signatures.push({ signer: id, signature: core.b64u(await sign(message)) });
    const bundle = { format: 'taniq.org/v1/signed', type, document: core.b64(bytes), signatures };
    return { bundle, bytes, hash: core.hex(hash) };
  }

  charter(more = {}) {
    const last = this.charters.at(-1);
    return {
      format: 'taniq.org/v1/charter',
      number: this.charters.length,
      previous: last ? last.hash : null,
      issued: '2026-11-02',
      counts_from: '2026-11-02',
      expires: '2028-11-01',
      demo: false,
      organisation: { name: 'Tanıq', contact: 'in person' },
      people: this.people.map(({ key }, i) => ({ name: `p${i}`, key, roles: ['signer', 'custodian', 'publisher'] })),
      threshold: 1,
      bulletin_threshold: 1,
      recovery: { keys: this.recovery.map(({ key }) => key), threshold: 1 },
      ...more,
    };
  }

  /** Adds a charter to the chain. */
  async add(more, signers) {
    this.charters.push(await this.sign('charter', this.charter(more), signers));
    return this;
  }

  async keyset(more = {}, least = { testimony: 1, identity: 1 }) {
    const kind = more.kind ?? 'live';
    const epoch = more.epoch ?? '2026-W48';
    const custodians = [];
    for (const [i, { id, sign }] of this.people.entries()) {
      const key = this.epochKeys[i];
      const names = core.concat(utf8(`${kind}\0${epoch}\0`), Uint8Array.of(least.testimony, least.identity));
      const statement = [core.label('epoch-key'), core.unhex(this.instance), names, await core.sha256(key)];
      custodians.push({ custodian: id, key: core.b64u(key), least, signature: core.b64u(await sign(...statement)) });
    }
    return {
      format: 'taniq.org/v1/keyset',
      instance: this.instance,
      kind,
      epoch,
      seal_from: '2026-11-23',
      seal_until: '2026-11-29',
      accept_until: '2027-01-24',
      destroy_after: '2027-02-21',
      quorum: { testimony: Math.min(2, this.people.length), identity: this.people.length },
      custodians,
      ...more,
    };
  }

  async alive(date, people = this.people) {
    const statements = [];
    for (const { id, sign } of people) {
      const signature = await sign(core.label('alive'), core.unhex(this.instance), utf8(date));
      statements.push({ custodian: id, date, signature: core.b64u(signature) });
    }
    return statements;
  }

  async bulletin(keysets, more = {}) {
    return {
      format: 'taniq.org/v1/bulletin',
      instance: this.instance,
      number: 0,
      previous: null,
      date: '2026-11-23',
      valid_until: '2026-12-07',
      charter: this.charters.at(-1).hash,
      keysets: keysets.map(({ hash }) => hash),
      withdrawn_keysets: [],
      withdrawn_custodians: [],
      alive: await this.alive('2026-11-23'),
      site: null,
      shelves: [],
      acks: [],
      logs: { salt: core.b64u(random(32)), heads: [] },
      ...more,
    };
  }

  site(more = {}) {
    return {
      format: 'taniq.org/v1/site',
      instance: this.instance,
      version: 1,
      issued: '2026-11-20',
      expires: '2026-11-30',
      default_csp: "default-src 'none'",
      default_index: 'index.html',
      default_fallback: '/404.html',
      files: { '/index.html': core.b64u(new Uint8Array(32)), '/404.html': core.b64u(new Uint8Array(32)) },
      ...more,
    };
  }

  /** The bytes of current.json. */
  async current(keysets, bulletin, site = null) {
    const { bundle } = await this.sign('bulletin', bulletin ?? (await this.bulletin(keysets)));
    const charters = this.charters.map((charter) => charter.bundle);
    const file = { format: 'taniq.org/v1/current', charters, bulletin: bundle, keysets: keysets.map((keyset) => keyset.bundle), site };
    return utf8(JSON.stringify(file));
  }

  /** Reads a chain of these charters on a day. */
  async read(at = DAY) {
    return new core.Reader(this.instance, false).see(await core.readBundles(this.charters.map(({ bundle }) => asJson(bundle))), at);
  }
}

/** A bundle as the core's reader of JSON gives it. */
export const asJson = (value) => core.readObject(utf8(JSON.stringify(value)));

export { day, random };
