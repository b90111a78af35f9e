/** What a submitter tells, in the words of testimony.json: the fields are spelled as SPEC §3.2 spells them. */
import { isDate } from '../signed/days.ts';

export interface AboutDate {
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly date: string;
  readonly about?: boolean;
}

export interface Detained {
  readonly name?: string;
  readonly born?: AboutDate;
  readonly notes?: string;
}

export interface Happening {
  readonly what?: string;
  readonly from?: AboutDate;
  readonly to?: AboutDate;
  readonly where?: string;
  readonly by_whom?: string;
}

export const PERSONS = ['detainee', 'submitter', 'third'] as const;
export const GIVERS = ['self', 'submitter', 'relative', 'unknown'] as const;
export const PURPOSES = ['keep', 'lawyer', 'un_coe', 'government', 'court', 'public_list', 'media'] as const;
export const LEVELS = ['no', 'without_name', 'initials', 'full_name', 'ask_first'] as const;

export type Purpose = (typeof PURPOSES)[number];

export interface Grant {
  readonly level: (typeof LEVELS)[number];
  /** Of `lawyer`: which one. */
  readonly who?: string;
}

export interface Consent {
  readonly person: (typeof PERSONS)[number];
  readonly label?: string;
  readonly given_by: (typeof GIVERS)[number];
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly expires?: string;
  readonly purposes: Readonly<Partial<Record<Purpose, Grant>>>;
}

export interface Account {
  /** BCP 47. */
  readonly language: string;
  readonly narrative: string;
  readonly detained: readonly Detained[];
  readonly events: readonly Happening[];
  readonly consent: readonly Consent[];
}

/** Who the submitter is, as far as she says. §3.4. */
export interface Identity {
  readonly name?: string;
  readonly relation?: string;
  readonly contact?: string;
  readonly safe_contact?: string;
}

const MOST_ENTRIES = 1000;

/** Whether this can be the date of an about-date. */
export function isAboutDate(text: string): boolean {
  if (text.length === 4) return isDate(`${text}-01-01`);
  if (text.length === 7) return isDate(`${text}-01`);
  return isDate(text);
}

function need(condition: boolean): void {
  if (!condition) throw new RangeError('an account that no reader takes');
}

/** Throws RangeError where a reader would answer BAD_JSON: what a page lets people enter must never come so far. */
export function checkAccount({ detained, events, consent }: Account): void {
  for (const list of [detained, events, consent]) need(list.length <= MOST_ENTRIES);
  const dates = [...detained.map(({ born }) => born), ...events.flatMap(({ from, to }) => [from, to])];
  for (const about of dates) need(about === undefined || isAboutDate(about.date));
  for (const { person, given_by, date, expires, purposes } of consent) {
    need(PERSONS.includes(person) && GIVERS.includes(given_by));
    need(isDate(date) && (expires === undefined || isDate(expires)));
    for (const [purpose, { level }] of Object.entries(purposes)) {
      need(PURPOSES.some((known) => known === purpose) && LEVELS.includes(level));
    }
  }
}
