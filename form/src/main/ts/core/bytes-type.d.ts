/** A byte string that owns its memory, which is what WebCrypto and Blob take. */
type Bytes = Uint8Array<ArrayBuffer>;
