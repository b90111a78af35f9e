/** A charter by itself, SPEC §4.1. */
import { must, refuse } from '../refusal.ts';
import { hex, unb64u } from '../spelling.ts';
import { between } from './days.ts';
import { different, type Fields, sized } from './fields.ts';
import { documentFields, type Signed } from './signed.ts';
import { type Signer, signerOf } from './signers.ts';

const NAMES = ['number', 'previous', 'issued', 'counts_from', 'expires', 'demo', 'organisation', 'people', 'threshold', 'bulletin_threshold', 'recovery'];
const ROLES = ['signer', 'custodian', 'publisher'] as const;
const MOST_PEOPLE = 32;
const MOST_CUSTODIANS = 16;
const MOST_RECOVERY_KEYS = 32;
const MOST_NUMBER = 1_000_000;
const MOST_DAYS = 732;

export type Role = (typeof ROLES)[number];

export interface Charter extends Signed {
  readonly number: number;
  /** Hash of the charter before, hex; null for charter 0. */
  readonly previous: string | null;
  readonly issued: string;
  readonly countsFrom: string;
  readonly expires: string;
  readonly demo: boolean;
  readonly organisation: { readonly name: string; readonly contact: string };
  /** Who holds each role. */
  readonly holders: Readonly<Record<Role, readonly Signer[]>>;
  readonly threshold: number;
  readonly bulletinThreshold: number;
  readonly recovery: { readonly signers: readonly Signer[]; readonly threshold: number };
}

interface Person {
  readonly signer: Signer;
  readonly roles: ReadonlySet<Role>;
}

async function readPerson(entry: Fields): Promise<Person> {
  entry.text('name');
  const roles = entry.list('roles', 0, ROLES.length).map((text) => ROLES.find((role) => role === text) ?? refuse('BAD_DOCUMENT'));
  return { signer: await signerOf(entry.bytes('key', 32)), roles: different(roles) };
}

async function readRecovery(fields: Fields): Promise<Charter['recovery']> {
  const signers: Signer[] = [];
  for (const text of fields.list('keys', 0, MOST_RECOVERY_KEYS)) {
    signers.push(await signerOf(sized(typeof text === 'string' ? unb64u(text) : null, 32)));
  }
  return { signers, threshold: fields.number('threshold', signers.length > 0 ? 1 : 0, signers.length) };
}

/** Reads a charter; BAD_DOCUMENT where it breaks a rule of its own. */
export async function readCharter(signed: Signed): Promise<Charter> {
  const fields = documentFields(signed, 'charter', NAMES);
  const organisation = fields.child('organisation', ['name', 'contact']);
  const people: Person[] = [];
  for (const entry of fields.objects('people', ['name', 'key', 'roles'], 1, MOST_PEOPLE)) people.push(await readPerson(entry));
  const holding = (role: Role): Signer[] => people.filter(({ roles }) => roles.has(role)).map(({ signer }) => signer);
  const holders = { signer: holding('signer'), custodian: holding('custodian'), publisher: holding('publisher') };
  const charter: Charter = {
    ...signed,
    number: fields.number('number', 0, MOST_NUMBER),
    previous: fields.hexOrNull('previous', 32),
    issued: fields.date('issued'),
    countsFrom: fields.date('counts_from'),
    expires: fields.date('expires'),
    demo: fields.boolean('demo'),
    organisation: { name: organisation.text('name'), contact: organisation.text('contact') },
    holders,
    threshold: fields.number('threshold', 1, holders.signer.length),
    bulletinThreshold: fields.number('bulletin_threshold', 1, holders.publisher.length),
    recovery: await readRecovery(fields.child('recovery', ['keys', 'threshold'])),
  };
  different([...people.map(({ signer }) => signer), ...charter.recovery.signers].map(({ key }) => hex(key)));
  checkRules(charter);
  return charter;
}

function checkRules({ holders, issued, countsFrom, expires, number, previous }: Charter): void {
  must(holders.custodian.length >= 1 && holders.custodian.length <= MOST_CUSTODIANS, 'BAD_DOCUMENT');
  must(issued <= countsFrom && countsFrom <= expires && between(issued, expires) <= MOST_DAYS, 'BAD_DOCUMENT');
  must((number === 0) === (previous === null), 'BAD_DOCUMENT');
}
