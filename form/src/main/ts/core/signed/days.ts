/** UTC days `YYYY-MM-DD`, which compare as texts; weeks and half-years. SPEC §0, §4.2. */
const DAY_MS = 86_400_000;

const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Whether this is a day of the years 1000 to 8999. */
export function isDate(text: string): boolean {
  if (!/^[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const time = midnight(text);
  return !Number.isNaN(time) && dayOf(time) === text;
}

export const plus = (day: string, days: number): string => dayOf(midnight(day) + days * DAY_MS);

/** Days from one day to another. */
export const between = (from: string, to: string): number => (midnight(to) - midnight(from)) / DAY_MS;

export type Days = readonly [first: string, last: string];

/** Monday and Sunday of an ISO week, or null. */
export function weekDays(epoch: string): Days | null {
  const [, year = '', week = ''] = /^([1-8][0-9]{3})-W([0-9]{2})$/.exec(epoch) ?? [];
  if (year === '' || week === '00') return null;
  const fourth = `${year}-01-04`; // always in week 1
  const weekday = (new Date(midnight(fourth)).getUTCDay() + 6) % 7;
  const monday = plus(fourth, 7 * (Number(week) - 1) - weekday);
  return plus(monday, 3).startsWith(year) ? [monday, plus(monday, 6)] : null;
}

/** First and last day of a half-year, or null. */
export function halfDays(epoch: string): Days | null {
  const [, year = '', half] = /^([1-8][0-9]{3})-H([12])$/.exec(epoch) ?? [];
  if (year === '') return null;
  return half === '1' ? [`${year}-01-01`, `${year}-06-30`] : [`${year}-07-01`, `${year}-12-31`];
}
