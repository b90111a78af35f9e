package org.taniq.server.intake;

/** Why something that was sent in is not taken, SPEC §5. */
public enum Refusal {
  METADATA_REFUSED,
  BAD_REQUEST,
  TUS_VERSION,
  BAD_LENGTH,
  TOO_LARGE,
  WRONG_OFFSET,
  /** Another writer has the upload. */
  BUSY,
  /** Never made, expired, or ended. */
  UNKNOWN_UPLOAD,
  /** The upload has become an envelope. */
  FINISHED,
  /** The header or its keyset; a reason of SPEC §2 or §4.5 is told in its place. */
  CHECK_FAILED,
  /** No space, or nothing published yet. What is kept stays. */
  TRY_LATER,
  /** Too many send at this moment: the same, soon; told as TRY_LATER. */
  NO_PLACE,
  STORE_FAILED,
  CROSS_SITE,
  UNSUPPORTED_TYPE
}
