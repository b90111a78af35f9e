package org.taniq.server.config;

import org.jspecify.annotations.Nullable;

/** Every key of the configuration file, in the order in which the default file prints them. */
enum ConfigKey {
  INSTANCE(
      "instance",
      null,
      """
      The organisation's fingerprint: SHA-256 of its charter 0, 64 hexadecimal digits, as it is printed
      on paper. Everything that this server publishes must be signed under it."""),
  DATA_DIR(
      "data_dir",
      "/var/lib/taniq-server",
      """
      Directory of the envelopes, their index and the published pages. Absolute; made at start if its
      parent is there; one server per directory."""),
  LISTEN(
      "listen",
      "127.0.0.1:8080",
      """
      Where the public pages and uploads are served, for the onion service in front: a loopback address
      and a port (port 0 takes a free one)."""),
  COURIER_LISTEN(
      "courier_listen",
      "127.0.0.1:8081",
      """
      Where the courier hatch is served, for an onion service of its own with client authorization."""),
  COURIER_KEYS(
      "courier_keys",
      "",
      """
      Ed25519 public keys of the couriers, base64url of 32 bytes (43 characters), separated by commas.
      "taniq-courier keygen --show" prints one. Empty: nobody can collect."""),
  COURIER_AUTHORITIES(
      "courier_authorities",
      "",
      """
      Names under which couriers reach the hatch, as their requests' Host header says it: the onion
      address, with ":port" unless the port is 80; separated by commas. Requests that were signed for
      another server are refused. Needed when courier_keys is not empty."""),
  ALLOW_PUBLIC_BIND(
      "allow_public_bind",
      "false",
      """
      "true" lets listen and courier_listen be something else than a loopback address. Then whoever
      reaches the machine talks to the server without Tor, and its address is known."""),
  STORE_URL(
      "store_url",
      "embedded",
      """
      "embedded" keeps the index in an H2 database and the envelopes as files, both under data_dir.
      "jdbc:postgresql://HOST/DATABASE" keeps everything in PostgreSQL (for a replicated set-up)."""),
  STORE_USER("store_user", "", "Database role; only with PostgreSQL."),
  STORE_PASSWORD_FILE(
      "store_password_file",
      "",
      """
      File whose first line is that role's password; only with PostgreSQL, empty for none. The file
      must not be readable for others."""),
  STORE_LIMIT(
      "store_limit",
      "20GiB",
      """
      What all envelopes together may take. Half of it is kept for envelopes up to 1 MiB and a fifth for
      plain texts, so that a flood does not close the form. Bytes, or with KiB, MiB, GiB."""),
  MAX_ENVELOPE(
      "max_envelope",
      "2200MiB",
      """
      The largest envelope that is taken. Bytes, or with KiB, MiB, GiB; from 1MiB to 8300MiB."""),
  MAX_UPLOADS_AT_ONCE(
      "max_uploads_at_once",
      "64",
      """
      How many request bodies are taken at the same time, 1 to 1000; each holds a thread. Texts (a new
      upload or a form up to 256 KiB) wait without one until they are here, and a quarter of the places
      is kept for those. When none is free for another, the slowest body that is under 4 kB/s after 2 s
      or silent for 10 s is cut for it, and its upload goes on later; else the new one is told to try
      later."""),
  MAX_CONNECTIONS(
      "max_connections",
      "1024",
      """
      Open connections on the public side, 16 to 65536. One more costs the one that is furthest behind
      its place: a head that does not come, a body that drips, an answer that nobody reads."""),
  IDLE_TIMEOUT(
      "idle_timeout",
      "180s",
      """
      A connection that is silent for this long is closed, 120s to 3600s; so is one whose request head is
      not whole in this time, and one that is this far behind 256 bytes per second in sending a body or
      reading an answer. Circuits through Tor stall for a minute and live on, so less is not taken."""),
  STOP_TIMEOUT(
      "stop_timeout",
      "30s",
      """
      At stop, running requests get this long to end, 1s to 600s; what uploads delivered by then is kept
      and they resume after the start.""");

  final String key;

  /** Null where the file must say it. */
  final @Nullable String byDefault;

  final String comment;

  ConfigKey(String key, @Nullable String byDefault, String comment) {
    this.key = key;
    this.byDefault = byDefault;
    this.comment = comment;
  }

  static @Nullable ConfigKey of(String key) {
    for (ConfigKey one : values()) {
      if (one.key.equals(key)) {
        return one;
      }
    }
    return null;
  }

  /** The known key that a mistyped one most resembles, or null when none is near. */
  static @Nullable ConfigKey nearest(String key) {
    ConfigKey best = null;
    int bestDistance = 4;
    for (ConfigKey one : values()) {
      int distance = distance(key, one.key);
      if (distance < bestDistance) {
        best = one;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
