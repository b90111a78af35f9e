/** UTC days `YYYY-MM-DD` (they compare as texts), weeks and half-years, SPEC §0 and §4.2. */
const DAY = 86_400_000;

export function isDate(text) {
  if (!/^[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export const plus = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
export const between = (from, to) => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY;
export const latest = (...days) => days.reduce((a, b) => (a > b ? a : b));

/** First and last day of an ISO week, or null. */
export function weekDays(text) {
  const match = /^([1-8][0-9]{3})-W([0-9]{2})$/.exec(text);
  if (!match || match[2] === '00') return null;
  const fourth = `${match[1]}-01-04`;
  const weekday = (new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = plus(fourth, 7 * (Number(match[2]) - 1) - weekday);
  return plus(monday, 3).startsWith(match[1]) ? [monday, plus(monday, 6)] : null;
}

/** First and last day of a half-year, or null. */
export function halfDays(text) {
  const match = /^([1-8][0-9]{3})-H([12])$/.exec(text);
  if (!match) return null;
  return match[2] === '1' ? [`${match[1]}-01-01`, `${match[1]}-06-30`] : [`${match[1]}-07-01`, `${match[1]}-12-31`];
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (§3.2). */
export const isAboutDate = (text) => isDate(text + '-01-01'.slice(text.length === 4 ? 0 : 3)) && [4, 7].includes(text.length) || isDate(text);
