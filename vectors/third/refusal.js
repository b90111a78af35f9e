/** A refusal carries one reason of SPEC and nothing else (§2.8). */
export class Refusal extends Error {
  constructor(reason, detail = {}) {
    super(reason);
    this.reason = reason;
    Object.assign(this, detail);
  }
}

export function refuse(reason, detail) {
  throw new Refusal(reason, detail);
}

/** Refuses with `reason` unless `condition` holds. */
export function must(condition, reason) {
  if (!condition) refuse(reason);
}
