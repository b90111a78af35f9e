/**
 * All that the core may touch of the machine it runs on: no document, window, network, storage or clock. Whoever
 * needs another global here has to add it, and to say why.
 */
declare class Blob {
  constructor(parts?: readonly (Blob | Bytes)[]);
  readonly size: number;
  slice(start: number, end: number): Blob;
  arrayBuffer(): Promise<ArrayBuffer>;
}

declare class TextEncoder {
  encode(text: string): Bytes;
}

declare class TextDecoder {
  constructor(encoding: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Bytes): string;
}

declare function atob(base64: string): string;
declare function btoa(binary: string): string;

interface CryptoKey {
  readonly type: string;
}

interface SubtleCrypto {
  digest(algorithm: 'SHA-256', data: Bytes): Promise<ArrayBuffer>;
  importKey(
    format: 'raw' | 'pkcs8',
    key: Bytes,
    algorithm: string | { name: string; hash?: string },
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey>;
  exportKey(format: 'jwk', key: CryptoKey): Promise<{ x?: string }>;
  deriveBits(algorithm: { name: 'X25519'; public: CryptoKey }, key: CryptoKey, length: number): Promise<ArrayBuffer>;
  encrypt(
    algorithm: { name: 'AES-GCM'; iv: Bytes; additionalData?: Bytes },
    key: CryptoKey,
    data: Bytes,
  ): Promise<ArrayBuffer>;
  sign(algorithm: 'HMAC' | 'Ed25519', key: CryptoKey, data: Bytes): Promise<ArrayBuffer>;
  verify(algorithm: 'Ed25519', key: CryptoKey, signature: Bytes, data: Bytes): Promise<boolean>;
}

declare const crypto: { readonly subtle: SubtleCrypto };
