/** JSON as SPEC §3 reads it. Objects are Maps, numbers keep their text, so everything can be written again. */
import { Refusal } from './refusal.js';

const DEEPEST = 32;
const MOST_TOKENS = 250_000;

export class NumberText {
  constructor(text) {
    this.text = text;
  }
}

/** The only numbers there are: integers that every reader holds exactly, in their one spelling. */
const isWhole = (text) => /^(0|-?[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text));

class Parser {
  at = 0;
  tokens = 0;

  constructor(text) {
    this.text = text;
  }

  fail() {
    throw new SyntaxError('JSON');
  }

  token() {
    if (++this.tokens > MOST_TOKENS) this.fail();
  }

  space() {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  /** Takes what the sticky pattern matches here. */
  take(pattern) {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return null;
    this.at = pattern.lastIndex;
    return match[0];
  }

  accept(char) {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  string() {
    this.token();
    const start = this.at;
    if (this.text[this.at++] !== '"') this.fail();
    do this.take(/[^"\\\u0000-\u001f]*/y);
    while (this.take(/\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y) !== null);
    if (this.text[this.at++] !== '"') this.fail();
    const value = JSON.parse(this.text.slice(start, this.at));
    if (!value.isWellFormed()) this.fail();
    return value;
  }

  value(depth) {
    this.space();
    const first = this.text[this.at];
    if (first === '"') return this.string();
    if (first === '{' || first === '[') {
      if (depth > DEEPEST) this.fail();
      this.token();
      this.at++;
      const read = first === '{' ? this.object(depth) : this.array(depth);
      this.token();
      return read;
    }
    this.token();
    const number = this.take(/-?[0-9][0-9.eE+-]*/y);
    if (number !== null) return isWhole(number) ? new NumberText(number) : this.fail();
    const word = this.take(/true|false|null/y) ?? this.fail();
    return JSON.parse(word);
  }

  object(depth) {
    const fields = new Map();
    if (this.accept('}')) return fields;
    do {
      this.space();
      const name = this.string();
      if (fields.has(name) || !this.accept(':')) this.fail();
      fields.set(name, this.value(depth + 1));
    } while (this.accept(','));
    return this.accept('}') ? fields : this.fail();
  }

  array(depth) {
    const items = [];
    if (this.accept(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.accept(','));
    return this.accept(']') ? items : this.fail();
  }
}

/** The object in the bytes, or a refusal with this reason. */
export function readObject(bytes, reason) {
  try {
    const parser = new Parser(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    const value = parser.value(1);
    parser.space();
    if (parser.at !== parser.text.length || !(value instanceof Map)) parser.fail();
    return value;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Refusal(reason);
    throw error;
  }
}

/** The value as JSON text, with every field that was read, known or not. */
export function write(value) {
  if (value instanceof Map) return `{${[...value].map(([name, field]) => `${JSON.stringify(name)}:${write(field)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  return value instanceof NumberText ? value.text : JSON.stringify(value);
}
