/** What an upload may touch beside what the core may: one function that sends a request, and time. */
interface AbortSignal {
  readonly aborted: boolean;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}

declare class Response {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
}

declare function fetch(
  path: string,
  options: {
    method: string;
    headers: Record<string, string>;
    body: Bytes | null;
    signal: AbortSignal;
    cache: 'no-store';
    credentials: 'omit';
    redirect: 'error';
    referrerPolicy: 'no-referrer';
  },
): Promise<Response>;

declare function setTimeout(work: () => void, millis: number): number;
declare function clearTimeout(timer: number): void;

declare const performance: { now(): number };
