/** Paths of the server as SPEC §4.3 writes them. */
const MOST_BYTES = 94;
const RESERVED = ['taniq', 'uploads', 'send', 'courier'];

export const isSegment = (segment: string): boolean =>
  /^[A-Za-z0-9._-]+$/.test(segment) && (!segment.startsWith('.') || segment === '.well-known');

/** An absolute path, reserved or not. */
export const isPath = (path: string): boolean =>
  path.length <= MOST_BYTES && path.startsWith('/') && path.slice(1).split('/').every(isSegment);

/** A path that a site may have. */
export const isSitePath = (path: string): boolean => isPath(path) && !RESERVED.includes(path.split('/')[1] ?? '');
