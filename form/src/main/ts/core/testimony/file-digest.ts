/** D(content) of SPEC §3.1, of files that are read in pieces and only ever one piece at a time. */
import { concat, equal, label, u64 } from '../bytes.ts';
import { sha256 } from '../primitives.ts';

const CHUNK_BYTES = 2 ** 20;

/** A file that cannot be read any more, or is not what it was: this envelope is given up. */
export class SourceChanged extends Error {}

/** A file's content as it was when it was read first. */
export interface DigestedFile {
  readonly size: number;
  /** D(content), 32 bytes. */
  readonly digest: Bytes;
  /** The content again; throws SourceChanged before it gives a byte that is not what was digested. */
  content(): AsyncGenerator<Bytes>;
}

async function read(blob: Blob, from: number, to: number): Promise<Bytes> {
  let bytes: Bytes;
  try {
    bytes = new Uint8Array(await blob.slice(from, to).arrayBuffer());
  } catch {
    throw new SourceChanged('a file cannot be read'); // removed, changed or forbidden: browsers differ in what they throw
  }
  if (bytes.length !== to - from) throw new SourceChanged('a file became shorter');
  return bytes;
}

/** Reads a file to its end. */
export async function digestFile(blob: Blob): Promise<DigestedFile> {
  const { size } = blob;
  const chunks: Bytes[] = [];
  for (let at = 0; at < size; at += CHUNK_BYTES) chunks.push(await sha256(await read(blob, at, Math.min(size, at + CHUNK_BYTES))));
  return {
    size,
    digest: await sha256(label('file'), u64(size), ...chunks),
    async *content() {
      for (const [i, digest] of chunks.entries()) {
        const bytes = await read(blob, i * CHUNK_BYTES, Math.min(size, (i + 1) * CHUNK_BYTES));
        if (!equal(await sha256(bytes), digest)) throw new SourceChanged('a file was changed');
        yield bytes;
      }
    },
  };
}

/** D of bytes at hand. */
export async function fileDigest(content: Bytes): Promise<Bytes> {
  const chunks: Bytes[] = [];
  for (let at = 0; at < content.length; at += CHUNK_BYTES) chunks.push(await sha256(content.subarray(at, at + CHUNK_BYTES)));
  return sha256(label('file'), u64(content.length), concat(...chunks));
}
