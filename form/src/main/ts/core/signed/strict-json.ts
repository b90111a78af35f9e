/** JSON as SPEC §3 reads it: names once, integers alone, in their one spelling, bounded depth and number of tokens. */
import { refuse } from '../refusal.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

const DEEPEST = 32;
const MOST_TOKENS = 250_000;

const isWhole = (text: string): boolean => /^(0|-?[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text));

class NotJson extends Error {}

class Parser {
  readonly #text: string;
  #at = 0;
  #tokens = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonObject {
    this.#space();
    if (this.#text[this.#at] !== '{') this.#fail();
    const value = this.#value(1);
    this.#space();
    if (this.#at !== this.#text.length || !(value instanceof Map)) this.#fail();
    return value as JsonObject;
  }

  #fail(): never {
    throw new NotJson();
  }

  #token(): void {
    if (++this.#tokens > MOST_TOKENS) this.#fail();
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++;
  }

  /** What the sticky pattern matches here, or null. */
  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.#at = pattern.lastIndex;
    return match[0];
  }

  #accept(char: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #value(depth: number): Json {
    this.#space();
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === '{' || first === '[') {
      if (depth > DEEPEST) this.#fail();
      this.#token();
      this.#at++;
      const value = first === '{' ? this.#object(depth) : this.#array(depth);
      this.#token();
      return value;
    }
    this.#token();
    const number = this.#take(/-?[0-9][0-9.eE+-]*/y);
    if (number !== null) return isWhole(number) ? Number(number) : this.#fail();
    const word = this.#take(/true|false|null/y);
    return word === null ? this.#fail() : word === 'null' ? null : word === 'true';
  }

  #string(): string {
    this.#token();
    const start = this.#at;
    if (this.#text[this.#at++] !== '"') this.#fail();
    do this.#take(/[^"\\\u0000-\u001f]*/y);
    while (this.#take(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y) !== null);
    if (this.#text[this.#at++] !== '"') this.#fail();
    const written = this.#text.slice(start, this.#at);
    const value = written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1);
    return value.isWellFormed() ? value : this.#fail();
  }

  #object(depth: number): JsonObject {
    const fields = new Map<string, Json>();
    if (this.#accept('}')) return fields;
    do {
      this.#space();
      const name = this.#string();
      if (fields.has(name) || !this.#accept(':')) this.#fail();
      fields.set(name, this.#value(depth + 1));
    } while (this.#accept(','));
    return this.#accept('}') ? fields : this.#fail();
  }

  #array(depth: number): Json[] {
    const items: Json[] = [];
    if (this.#accept(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#accept(','));
    return this.#accept(']') ? items : this.#fail();
  }
}

/**
 * The one object in these bytes.
 *
 * @throws Refusal BAD_DOCUMENT
 */
export function readObject(bytes: Bytes): JsonObject {
  try {
    return new Parser(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).document();
  } catch (error) {
    // NotJson is ours, TypeError the decoder's for what is no UTF-8.
    if (error instanceof NotJson || error instanceof TypeError) return refuse('BAD_DOCUMENT');
    throw error;
  }
}
