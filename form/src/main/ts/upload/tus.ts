/** The requests of tus 1.0 that an upload needs, SPEC §5: creation-with-upload, HEAD, PATCH, DELETE. */

/** What a request came to. */
export type Step =
  /** The server has so many bytes. */
  | { readonly end: 'offset'; readonly offset: number; readonly path: string }
  /** Another writer, or another offset: ask how far it is. */
  | { readonly end: 'elsewhere' }
  /** The upload is not there any more. */
  | { readonly end: 'gone' }
  /** Later; after so many seconds, if it says. */
  | { readonly end: 'busy'; readonly seconds: number | null }
  /** The connection broke, or no answer came. */
  | { readonly end: 'broken' }
  /** Not this envelope, whatever we do: a reason of SPEC §5. */
  | { readonly end: 'refused'; readonly reason: string };

const VERSION = { 'Tus-Resumable': '1.0.0' };
const BYTES = { 'Content-Type': 'application/offset+octet-stream' };
const ROOT = '/uploads';
const REASON = /^[A-Z0-9_]{1,40}$/;

const number = (text: string | null): number => (text !== null && /^[0-9]{1,15}$/.test(text) ? Number(text) : -1);

async function reasonOf(response: Response): Promise<string> {
  try {
    const body = await response.json();
    const reason = typeof body === 'object' && body !== null && 'reason' in body ? body.reason : null;
    return typeof reason === 'string' && REASON.test(reason) ? reason : 'BAD_ANSWER';
  } catch {
    return 'BAD_ANSWER';
  }
}

async function failure(response: Response): Promise<Step> {
  const { status } = response;
  if (status === 404 || status === 410) return { end: 'gone' };
  if (status === 409) return { end: 'elsewhere' };
  if (status === 423 || status === 429 || status >= 500) {
    const seconds = number(response.headers.get('Retry-After'));
    return { end: 'busy', seconds: seconds < 0 ? null : seconds };
  }
  return { end: 'refused', reason: await reasonOf(response) };
}

/** Sends and judges; `good` reads an answer that is no failure. */
async function exchange(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Bytes | null,
  signal: AbortSignal,
  good: (response: Response) => Step,
): Promise<Step> {
  try {
    const response = await fetch(path, {
      method,
      headers: { ...VERSION, ...headers },
      body,
      signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    return response.status < 300 ? good(response) : await failure(response);
  } catch {
    return { end: 'broken' };
  }
}

/** Begins an upload of so many bytes with its first ones. */
export const create = (length: number, first: Bytes, signal: AbortSignal): Promise<Step> =>
  exchange('POST', ROOT, { ...BYTES, 'Upload-Length': String(length) }, first, signal, ({ headers }) => {
    const path = headers.get('Location') ?? '';
    const offset = number(headers.get('Upload-Offset'));
    const good = /^\/uploads\/[0-9a-f]{32}$/.test(path) && offset >= 0;
    return good ? { end: 'offset', offset, path } : { end: 'refused', reason: 'BAD_ANSWER' };
  });

/** Asks how many bytes the server has. A HEAD's refusal has no body; what cannot be asked for is gone. */
export async function ask(path: string, length: number, signal: AbortSignal): Promise<Step> {
  const step = await exchange('HEAD', path, {}, null, signal, ({ headers }) => {
    const offset = number(headers.get('Upload-Offset'));
    const good = offset >= 0 && offset <= length && number(headers.get('Upload-Length')) === length;
    return good ? { end: 'offset', offset, path } : { end: 'gone' };
  });
  return step.end === 'refused' ? { end: 'gone' } : step;
}

/** Sends bytes from an offset on. */
export const append = (path: string, offset: number, bytes: Bytes, signal: AbortSignal): Promise<Step> =>
  exchange('PATCH', path, { ...BYTES, 'Upload-Offset': String(offset) }, bytes, signal, ({ headers }) => {
    const now = number(headers.get('Upload-Offset'));
    return now > offset && now <= offset + bytes.length ? { end: 'offset', offset: now, path } : { end: 'elsewhere' };
  });

/** Ends an upload that nobody goes on with. Whatever it is answered, it ends by itself some days later. */
export const terminate = (path: string, signal: AbortSignal): Promise<Step> =>
  exchange('DELETE', path, {}, null, signal, () => ({ end: 'gone' }));
