/** What the tests use of the files in src/main/vendor beside the core: an opener's half. */
declare module '@noble/hashes/sha3.js' {
  export function shake256(message: Uint8Array, options: { dkLen: number }): Bytes;
}
