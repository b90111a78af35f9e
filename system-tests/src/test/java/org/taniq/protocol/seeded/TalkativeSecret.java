package org.taniq.protocol.seeded;

import javax.security.auth.Destroyable;

/** Breaks a rule on purpose: a secret that is a record, and so prints and hashes itself. */
public record TalkativeSecret(String key) implements Destroyable {}
