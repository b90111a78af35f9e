/** Bulletins, SPEC §4.4. */
import { concat, label, utf8 } from '../bytes.ts';
import { verify } from '../ed25519.ts';
import { must } from '../refusal.ts';
import { unhex } from '../spelling.ts';
import { type Chain, countingOn, everyHolder, instanceOf, type Link } from './chain.ts';
import { between, plus } from './days.ts';
import { different, type Fields, sized } from './fields.ts';
import { isPath } from './paths.ts';
import { documentFields, type Signed } from './signed.ts';
import { byId, enough, verifiedSigners } from './signers.ts';

const NAMES = ['instance', 'number', 'previous', 'date', 'valid_until', 'charter', 'keysets', 'withdrawn_keysets', 'withdrawn_custodians', 'alive', 'site', 'shelves', 'acks', 'logs'];
const MOST_KEYSETS = 256;
const MOST_WITHDRAWN_KEYSETS = 8192;
const MOST_ALIVE = 16;
const MOST_OTHERS = 4096;
const MOST_DAYS = 14;
/** Bulletins, and withdrawn keysets, for each day since charter 0. */
const NUMBERS_A_DAY = 24;
/** As many as one bulletin lists at most, so that all can be withdrawn at once. */
const WITHDRAWN_AT_ONCE = 256;
const WITHDRAWN_A_DAY = 8;

/** A custodian's word that they can open. */
export interface Alive {
  /** Signer id. */
  readonly custodian: string;
  readonly date: string;
  readonly signature: Bytes;
}

export interface ShelfSet {
  readonly set: string;
  readonly number: number;
  readonly files: readonly ServedFile[];
}

export interface ServedFile {
  readonly path: string;
  readonly sha256: string;
}

export interface Bulletin extends Signed {
  readonly number: number;
  readonly previous: string | null;
  readonly date: string;
  readonly validUntil: string;
  /** Hash of the charter that is current on its date. */
  readonly charter: string;
  readonly keysets: ReadonlySet<string>;
  readonly withdrawnKeysets: ReadonlySet<string>;
  readonly withdrawnCustodians: ReadonlySet<string>;
  readonly alive: readonly Alive[];
  readonly site: string | null;
  readonly shelves: readonly ShelfSet[];
  readonly acks: readonly (ServedFile & { readonly set: string })[];
}

function servedFile(entry: Fields, folder: string): ServedFile {
  const path = entry.text('path');
  must(path.startsWith(folder) && isPath(path), 'BAD_DOCUMENT');
  return { path, sha256: entry.hex('sha256', 32) };
}

const readShelf = (entry: Fields): ShelfSet => ({
  set: entry.hex('set', 16),
  number: entry.number('number'),
  files: entry.objects('files', ['path', 'sha256'], 0, MOST_OTHERS).map((file) => servedFile(file, '/taniq/shelves/')),
});

const readAlive = (entry: Fields): Alive => ({
  custodian: entry.hex('custodian', 16),
  date: entry.date('date'),
  signature: entry.bytes('signature', 64),
});

function checkLogs(logs: Fields): void {
  logs.bytes('salt', 32);
  logs.hexes('heads', 32, MOST_OTHERS);
}

/** What the document says by itself: BAD_DOCUMENT, then WRONG_INSTANCE. */
export function readBulletin(signed: Signed, instance: string): Bulletin {
  const fields = documentFields(signed, 'bulletin', NAMES);
  const own = fields.hex('instance', 32);
  const bulletin: Bulletin = {
    ...signed,
    number: fields.number('number'),
    previous: fields.hexOrNull('previous', 32),
    date: fields.date('date'),
    validUntil: fields.date('valid_until'),
    charter: fields.hex('charter', 32),
    keysets: fields.hexes('keysets', 32, MOST_KEYSETS),
    withdrawnKeysets: fields.hexes('withdrawn_keysets', 32, MOST_WITHDRAWN_KEYSETS),
    withdrawnCustodians: fields.hexes('withdrawn_custodians', 16, MOST_OTHERS),
    alive: fields.objects('alive', ['custodian', 'date', 'signature'], 0, MOST_ALIVE).map(readAlive),
    site: fields.hexOrNull('site', 32),
    shelves: fields.objects('shelves', ['set', 'number', 'files'], 0, MOST_OTHERS).map(readShelf),
    acks: fields.objects('acks', ['set', 'path', 'sha256'], 0, MOST_OTHERS).map((entry) => ({
      set: entry.hex('set', 16),
      ...servedFile(entry, '/taniq/acks/'),
    })),
  };
  checkLogs(fields.child('logs', ['salt', 'heads']));
  checkRules(bulletin);
  must(own === instance, 'WRONG_INSTANCE');
  return bulletin;
}

function checkRules({ number, previous, date, validUntil, alive, shelves, acks }: Bulletin): void {
  must((number === 0) === (previous === null), 'BAD_DOCUMENT');
  must(date <= validUntil && between(date, validUntil) <= MOST_DAYS, 'BAD_DOCUMENT');
  different(alive.map(({ custodian }) => custodian));
  must(alive.every((statement) => statement.date <= date), 'BAD_DOCUMENT');
  different(shelves.map(({ set }) => set));
  different([...shelves.flatMap(({ files }) => files), ...acks].map(({ path }) => path));
}

/** What a custodian signs to be alive. */
const aliveStatement = ({ date }: Alive, instance: string): Bytes => concat(label('alive'), sized(unhex(instance), 32), utf8(date));

async function judgeAlive({ alive }: Bulletin, charter: Link, instance: string): Promise<void> {
  const custodians = byId(charter.holders.custodian);
  for (const statement of alive) {
    const key = custodians.get(statement.custodian)?.key;
    must(key !== undefined, 'UNKNOWN_CUSTODIAN');
    must(await verify(key, aliveStatement(statement, instance), statement.signature), 'BAD_SIGNATURE');
  }
}

/** Leaves room for the numbers and withdrawals of those who come after: BAD_DOCUMENT, UNKNOWN_CUSTODIAN. */
function checkRoom({ number, date, withdrawnKeysets, withdrawnCustodians }: Bulletin, chain: Chain, charter: Link): void {
  const days = 1 + between(chain[0]?.issued ?? date, date);
  must(number <= NUMBERS_A_DAY * days && withdrawnKeysets.size <= WITHDRAWN_AT_ONCE + WITHDRAWN_A_DAY * days, 'BAD_DOCUMENT');
  const custodians = byId(everyHolder(chain.slice(0, chain.indexOf(charter) + 1), 'custodian'));
  for (const id of withdrawnCustodians) must(custodians.has(id), 'UNKNOWN_CUSTODIAN');
}

/** Refuses unless the charter that is current on the bulletin's date judges it good; that charter. */
export async function judgeBulletin(bulletin: Bulletin, chain: Chain): Promise<Link> {
  const charter = countingOn(chain, bulletin.date);
  must(bulletin.charter === charter.hash, 'WRONG_CHARTER');
  checkRoom(bulletin, chain, charter);
  const signers = await verifiedSigners(bulletin, everyHolder(chain, 'publisher'));
  must(enough(signers, charter.holders.publisher, charter.bulletinThreshold), 'TOO_FEW_SIGNATURES');
  await judgeAlive(bulletin, charter, instanceOf(chain));
  return charter;
}

/** NOT_YET_VALID, EXPIRED. */
export function checkBulletinDays({ date, validUntil }: Bulletin, day: string): void {
  must(date <= plus(day, 1), 'NOT_YET_VALID');
  must(day <= validUntil, 'EXPIRED');
}
