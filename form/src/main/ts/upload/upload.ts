/**
 * Brings one sealed envelope to the server, over as many cuts as it takes. Nothing is stored: an upload lives as long
 * as its page.
 */
import type { Random } from '../core/random.ts';
import type { SealedEnvelope } from '../core/seal/envelope-sealer.ts';
import { KeptBytes } from './kept-bytes.ts';
import { ChunkSize, firstBytes, patience, Rate, Waits } from './pace.ts';
import { append, ask, create, type Step, terminate } from './tus.ts';

/** What the page shows. */
export interface Progress {
  /** Bytes that the server has, of all. */
  readonly sent: number;
  readonly length: number;
  /** Bytes per second; null while not known. */
  readonly rate: number | null;
  /** Seconds; null while not known. */
  readonly left: number | null;
  readonly state: 'sending' | 'waiting' | 'paused';
  /** While waiting: why, and how long. */
  readonly wait?: { readonly because: 'broken' | 'busy'; readonly millis: number };
}

export type Outcome =
  /** The server has all of it and has written it down. */
  | { readonly end: 'done' }
  /**
   * The server has lost it, or never had what it said: to be sealed anew, from the source, as another envelope; after a
   * wait, and not for ever.
   */
  | { readonly end: 'again' }
  | { readonly end: 'refused'; readonly reason: string }
  /** Told to. The server may have had all of it before it heard. */
  | { readonly end: 'stopped' };

/** So often in a row, with nothing that arrives, an upload may be found elsewhere before it is begun anew. */
const MOST_STRANGE = 5;

export class Upload {
  readonly #bytes: KeptBytes;
  readonly #show: (progress: Progress) => void;
  readonly #random: Random;
  readonly #size = new ChunkSize();
  readonly #waits = new Waits();
  readonly #rate = new Rate();
  #path: string | null = null;
  #sent = 0;
  /** The first byte that was never given to a request. */
  #given = 0;
  #brokenBeginnings = 0;
  #paused = false;
  #stopped = false;
  #request: AbortController | null = null;
  #wake: () => void = () => {};

  constructor(envelope: SealedEnvelope, show: (progress: Progress) => void, random: Random) {
    this.#bytes = new KeptBytes(envelope);
    this.#show = show;
    this.#random = random;
  }

  /**
   * Sends it.
   *
   * @throws what the sealer throws
   */
  async run(): Promise<Outcome> {
    try {
      return await this.#run();
    } finally {
      await this.#bytes.end();
    }
  }

  pause(): void {
    this.#paused = true;
    this.#request?.abort();
    this.#wake();
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  /** Tries at once where it waits. */
  hurry(): void {
    this.#wake();
  }

  /** For good; what the server has of it is told to go. */
  stop(): void {
    this.#stopped = true;
    this.#request?.abort();
    this.#wake();
  }

  async #run(): Promise<Outcome> {
    let asking = false;
    let strange = 0;
    while (this.#sent < this.#bytes.length || this.#path === null) {
      if (this.#paused) await this.#pausing();
      if (this.#stopped) return this.#stopping();
      const step = await (asking && this.#path !== null ? this.#ask(this.#path) : this.#send());
      asking = false;
      switch (step.end) {
        case 'offset':
          if (!this.#bytes.reaches(step.offset) || step.offset > this.#given) return { end: 'again' };
          if (step.offset > this.#sent) {
            this.#waits.progressed();
            strange = 0;
          }
          this.#path = step.path;
          this.#reached(step.offset);
          break;
        case 'elsewhere':
          if (++strange > MOST_STRANGE) return { end: 'again' };
          asking = true;
          break;
        case 'gone':
          if (this.#path === null && ++strange <= MOST_STRANGE) break;
          return { end: 'again' };
        case 'refused':
          return step;
        case 'busy':
        case 'broken':
          // An upload that was never answered is begun anew with the same bytes: what came of it is nobody's.
          asking = this.#path !== null;
          if (step.end === 'broken') this.#size.broke();
          if (step.end === 'broken' && this.#path === null && !this.#paused) this.#brokenBeginnings++;
          if (!this.#paused && !this.#stopped) await this.#waiting(step);
          break;
      }
    }
    return { end: 'done' };
  }

  #reached(offset: number): void {
    this.#sent = offset;
    this.#rate.moved(performance.now(), offset);
    this.#bytes.release(offset);
    this.#tell('sending');
  }

  async #send(): Promise<Step> {
    const path = this.#path;
    const count = path === null ? firstBytes(this.#bytes.length, this.#brokenBeginnings) : this.#size.bytes;
    const bytes = await this.#bytes.take(this.#sent, count);
    if (this.#paused || this.#stopped) return { end: 'broken' };
    this.#given = Math.max(this.#given, this.#sent + bytes.length);
    const began = performance.now();
    const step = await this.#patiently(bytes.length, (signal) =>
      path === null ? create(this.#bytes.length, bytes, signal) : append(path, this.#sent, bytes, signal),
    );
    if (step.end === 'offset') this.#size.took(bytes.length, performance.now() - began);
    return step;
  }

  #ask(path: string): Promise<Step> {
    return this.#patiently(0, (signal) => ask(path, this.#bytes.length, signal));
  }

  /** A request that is not answered in time is given up. */
  async #patiently(bytes: number, request: (signal: AbortSignal) => Promise<Step>): Promise<Step> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patience(bytes));
    this.#request = abort;
    try {
      return await request(abort.signal);
    } finally {
      clearTimeout(timer);
      this.#request = null;
    }
  }

  async #waiting(step: Extract<Step, { end: 'busy' | 'broken' }>): Promise<void> {
    const chance = (this.#random(1)[0] ?? 0) / 256;
    const millis = this.#waits.next(step.end === 'busy' ? step.seconds : null, chance);
    this.#tell('waiting', { because: step.end, millis });
    await new Promise<void>((wake) => {
      const timer = setTimeout(wake, millis);
      this.#wake = () => {
        clearTimeout(timer);
        wake();
      };
    });
  }

  async #pausing(): Promise<void> {
    this.#tell('paused');
    await new Promise<void>((wake) => {
      this.#wake = () => {
        if (!this.#paused || this.#stopped) wake();
      };
      this.#wake();
    });
    this.#wake = () => {};
  }

  async #stopping(): Promise<Outcome> {
    const path = this.#path;
    if (path !== null) await this.#patiently(0, (signal) => terminate(path, signal));
    return { end: 'stopped' };
  }

  #tell(state: Progress['state'], wait?: { because: 'broken' | 'busy'; millis: number }): void {
    const rate = this.#rate.perSecond(performance.now());
    const left = rate === null ? null : Math.ceil((this.#bytes.length - this.#sent) / rate);
    this.#show({ sent: this.#sent, length: this.#bytes.length, rate, left, state, ...(wait ? { wait } : {}) });
  }
}
