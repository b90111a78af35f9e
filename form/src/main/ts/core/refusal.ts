/** Why something is refused: the reasons that SPEC names, of what the form reads or makes. */
export type Reason =
  | 'BAD_CHECK'
  | 'BAD_DATES'
  | 'BAD_DOCUMENT'
  | 'BAD_GROUP'
  | 'BAD_KEY_SIGNATURE'
  | 'BAD_LENGTH'
  | 'BAD_QUORUM'
  | 'BAD_RECIPIENT_KEY'
  | 'BAD_SIGNATURE'
  | 'BAD_WORDS'
  | 'BROKEN_CHAIN'
  | 'CUSTODIAN_WITHDRAWN'
  | 'DEMO_NOT_ALLOWED'
  | 'EXPIRED'
  | 'FILE_CHANGED'
  | 'FILE_MISSING'
  | 'FILE_NOT_LISTED'
  | 'FORK'
  | 'INCOMPLETE'
  | 'KEYSET_EXPIRED'
  | 'KEYSET_NOT_LISTED'
  | 'KEYSET_NOT_YET'
  | 'KEYSET_WITHDRAWN'
  | 'NOT_YET_VALID'
  | 'QUORUM_TOO_LOW'
  | 'RECOVERY_TOO_SOON'
  | 'ROLLBACK'
  | 'TOO_FEW_ALIVE'
  | 'TOO_FEW_SIGNATURES'
  | 'TOO_LARGE'
  | 'UNKNOWN_CUSTODIAN'
  | 'UNKNOWN_SIGNER'
  | 'WRONG_CHARTER'
  | 'WRONG_INSTANCE';

/** Carries one reason and nothing of what was refused. `group`: for BAD_GROUP, which one, 1..10. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly group: number | undefined;

  constructor(reason: Reason, group?: number) {
    super(reason);
    this.reason = reason;
    this.group = group;
  }
}

export function refuse(reason: Reason, group?: number): never {
  throw new Refusal(reason, group);
}

/** Refuses with `reason` unless `condition` holds. */
export function must(condition: boolean, reason: Reason): asserts condition {
  if (!condition) refuse(reason);
}
