/** The form's core: seals testimony and judges signed documents, as SPEC says, with no page around it. */
export { Refusal, type Reason } from './refusal.ts';
export type { Random } from './random.ts';
export { checkRecipients, type Recipients } from './seal/recipients.ts';
export { type Plaintext, type Place, type SealedEnvelope, sealEnvelope } from './seal/envelope-sealer.ts';
export { type Contents, sealPart, sealTestimony, type Sitting } from './seal/testimony-sealer.ts';
export { type Attachment } from './seal/nested-sealer.ts';
export { envelopeLength, padded, streamLength } from './envelope/lengths.ts';
export { inMemory, type TarFile, usedLength, writeTar } from './tar/tar.ts';
export * from './testimony/account.ts';
export { type DigestedFile, digestFile, SourceChanged } from './testimony/file-digest.ts';
export { fittedName, fittedType, identityJson } from './testimony/json.ts';
export { isGroup, readDigits, typedDigits, writeDigits, writeGroups } from './receipt/digits.ts';
export { readWords, writeWords } from './receipt/words.ts';
export { type ReceiptKeys, receiptKeys } from './receipt/keys.ts';
export { type Current, Reader } from './signed/reader.ts';
export { acceptedKeyset, keysetToSealTo, offlineKeysetToSealTo } from './signed/sealing-keyset.ts';
export { type Keyset, recipientsOf } from './signed/keyset.ts';
export { missingPrimitives, type Primitive } from './platform-check.ts';
