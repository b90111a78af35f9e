/** Typed fields of a JSON object; what is missing or of another type is refused with the object's reason. */
import { b64u, hex } from './bytes.js';
import { isDate } from './days.js';
import { NumberText, readObject } from './json.js';
import { must, refuse } from './refusal.js';

export class Fields {
  /** `exact`: the complete list of names, for documents that refuse unknown fields (§4). */
  constructor(map, reason, exact) {
    must(map instanceof Map, reason);
    if (exact) must(map.size === exact.length && exact.every((name) => map.has(name)), reason);
    this.map = map;
    this.reason = reason;
  }

  static read(bytes, reason, exact) {
    return new Fields(readObject(bytes, reason), reason, exact);
  }

  need(value) {
    return value === null || value === undefined || value === false ? refuse(this.reason) : value;
  }

  must(condition) {
    must(condition, this.reason);
  }

  has(name) {
    return this.map.has(name);
  }

  text(name) {
    const value = this.map.get(name);
    return typeof value === 'string' ? value : refuse(this.reason);
  }

  optionalText(name) {
    return this.has(name) ? this.text(name) : undefined;
  }

  word(name, ...words) {
    const value = this.text(name);
    return words.includes(value) ? value : refuse(this.reason);
  }

  boolean(name) {
    const value = this.map.get(name);
    return typeof value === 'boolean' ? value : refuse(this.reason);
  }

  number(name, least = 0, most = Number.MAX_SAFE_INTEGER) {
    const value = this.map.get(name);
    must(value instanceof NumberText && /^(0|[1-9][0-9]*)$/.test(value.text), this.reason);
    const number = Number(value.text);
    return number >= least && number <= most ? number : refuse(this.reason);
  }

  hex(name, size) {
    return this.need(hex(this.text(name), size));
  }

  b64u(name, size) {
    return this.need(b64u(this.text(name), size));
  }

  date(name) {
    const value = this.text(name);
    return isDate(value) ? value : refuse(this.reason);
  }

  child(name, exact) {
    return new Fields(this.map.get(name), this.reason, exact);
  }

  list(name, least = 0, most = Infinity) {
    const value = this.map.get(name);
    must(Array.isArray(value) && value.length >= least && value.length <= most, this.reason);
    return value;
  }

  objects(name, exact, least, most) {
    return this.list(name, least, most).map((item) => new Fields(item, this.reason, exact));
  }

  /** A list of texts that `decode` turns into bytes, none twice; the texts. */
  hexes(name, size, most) {
    const texts = this.list(name, 0, most);
    for (const text of texts) this.need(hex(text, size));
    this.different(texts);
    return texts;
  }

  different(keys) {
    must(new Set(keys).size === keys.length, this.reason);
  }
}
