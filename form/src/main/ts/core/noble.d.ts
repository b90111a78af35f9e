/** What is used of the files in src/main/vendor. */
declare module '@noble/hashes/sha3.js' {
  export function sha3_256(message: Uint8Array): Bytes;
}

declare module '@noble/post-quantum/ml-kem.js' {
  export const ml_kem768: {
    /** Throws where the public key is not of 1184 bytes below the modulus. */
    encapsulate(publicKey: Uint8Array, m: Uint8Array): { cipherText: Bytes; sharedSecret: Bytes };
  };
}
