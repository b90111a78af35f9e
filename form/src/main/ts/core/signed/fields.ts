/** Typed fields of an object in a signed document: exactly those that SPEC names, else BAD_DOCUMENT. */
import { must, refuse } from '../refusal.ts';
import { unb64u, unhex } from '../spelling.ts';
import { isDate } from './days.ts';
import { type Json, type JsonObject, readObject } from './strict-json.ts';

export class Fields {
  readonly #map: JsonObject;

  /** Refuses what is no object or has not exactly these names. */
  constructor(value: Json | undefined, names: readonly string[]) {
    const map = Fields.object(value);
    must(map.size === names.length && names.every((name) => map.has(name)), 'BAD_DOCUMENT');
    this.#map = map;
  }

  /** An object of any names. */
  static object(value: Json | undefined): JsonObject {
    return value instanceof Map ? value : refuse('BAD_DOCUMENT');
  }

  static read(bytes: Bytes, names: readonly string[]): Fields {
    return new Fields(readObject(bytes), names);
  }

  value(name: string): Json | undefined {
    return this.#map.get(name);
  }

  isNull(name: string): boolean {
    return this.#map.get(name) === null;
  }

  text(name: string): string {
    const value = this.#map.get(name);
    return typeof value === 'string' ? value : refuse('BAD_DOCUMENT');
  }

  word<W extends string>(name: string, ...words: readonly W[]): W {
    const text = this.text(name);
    return words.find((word) => word === text) ?? refuse('BAD_DOCUMENT');
  }

  boolean(name: string): boolean {
    const value = this.#map.get(name);
    return typeof value === 'boolean' ? value : refuse('BAD_DOCUMENT');
  }

  number(name: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.#map.get(name);
    return typeof value === 'number' && value >= least && value <= most ? value : refuse('BAD_DOCUMENT');
  }

  bytes(name: string, size: number): Bytes {
    return sized(unb64u(this.text(name)), size);
  }

  /** Hex of so many bytes, as it is written. */
  hex(name: string, size: number): string {
    return hexOf(this.text(name), size);
  }

  hexOrNull(name: string, size: number): string | null {
    return this.isNull(name) ? null : this.hex(name, size);
  }

  date(name: string): string {
    const text = this.text(name);
    return isDate(text) ? text : refuse('BAD_DOCUMENT');
  }

  child(name: string, names: readonly string[]): Fields {
    return new Fields(this.#map.get(name), names);
  }

  list(name: string, least: number, most: number): readonly Json[] {
    const value = this.#map.get(name);
    must(Array.isArray(value) && value.length >= least && value.length <= most, 'BAD_DOCUMENT');
    return value as readonly Json[];
  }

  objects(name: string, names: readonly string[], least: number, most: number): Fields[] {
    return this.list(name, least, most).map((item) => new Fields(item, names));
  }

  /** A list of hex of so many bytes, none twice. */
  hexes(name: string, size: number, most: number): ReadonlySet<string> {
    const texts = this.list(name, 0, most).map((text) => (typeof text === 'string' ? hexOf(text, size) : refuse('BAD_DOCUMENT')));
    return different(texts);
  }
}

export const sized = (bytes: Bytes | null, size: number): Bytes => (bytes?.length === size ? bytes : refuse('BAD_DOCUMENT'));

function hexOf(text: string, size: number): string {
  sized(unhex(text), size);
  return text;
}

/** These values as a set; refuses where one stands twice. */
export function different<T>(values: readonly T[]): ReadonlySet<T> {
  const set = new Set(values);
  must(set.size === values.length, 'BAD_DOCUMENT');
  return set;
}
