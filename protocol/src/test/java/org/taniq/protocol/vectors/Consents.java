package org.taniq.protocol.vectors;

/** Consent as in SPEC §3.2's example. */
final class Consents {

  private Consents() {}

  static Json detainee() {
    return Json.of(
        "person", "detainee",
        "label", "qardaşım",
        "given_by", "submitter",
        "date", "2026-11-23",
        "expires", "2027-11-23",
        "purposes",
            Json.of(
                "keep", Json.of("level", "without_name"),
                "lawyer", Json.of("level", "ask_first", "who", "vəkil")));
  }
}
