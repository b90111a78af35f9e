package org.taniq.server;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.taniq.server.config.ServerConfig;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.FileEnvelopeStore;
import org.taniq.server.store.PostgresEnvelopeStore;
import org.taniq.server.store.StoreException;

/** Opens the store that the configuration names. */
final class StoreOpening {
  private StoreOpening() {}

  /**
   * Opens it; an embedded one is made where it is missing.
   *
   * @throws IOException with a message for the operator, without values of the configuration
   */
  static EnvelopeStore open(ServerConfig config, SecureRandom random) throws IOException {
    try {
      String url = config.storeUrl();
      return url == null
          ? FileEnvelopeStore.open(
              config.dataDir().resolve("store"), config.storeLimitBytes(), random)
          : PostgresEnvelopeStore.open(
              withLogin(url, config.storeUser(), config.storePasswordFile()),
              config.storeLimitBytes(),
              random);
    } catch (StoreException e) {
      throw new IOException(
          switch (e.reason()) {
            case IN_USE -> "the store is in use by another server";
            case NOT_A_STORE -> "the store's directory or database cannot be used";
            case NOT_DURABLE ->
                "the database would lose what it confirmed: turn on fsync, full_page_writes and"
                    + " synchronous_commit";
            case STORE_FULL, STORE_FAILED, BUSY, UNKNOWN_UPLOAD, FINISHED, UNKNOWN_ENVELOPE ->
                "the store cannot be opened";
          },
          e);
    } catch (IllegalArgumentException e) {
      throw new IOException("store_url is no PostgreSQL address", e);
    }
  }

  private static String withLogin(String url, String user, @Nullable Path passwordFile)
      throws IOException {
    String login = user.isEmpty() ? "" : "user=" + encoded(user);
    if (passwordFile != null) {
      login += (login.isEmpty() ? "" : "&") + "password=" + encoded(password(passwordFile));
    }
    return login.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + login;
  }

  private static String password(Path file) throws IOException {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      if (allowed.contains(PosixFilePermission.OTHERS_READ)) {
        throw new IOException("store_password_file is readable for others: chmod 640");
      }
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException("store_password_file cannot be read", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
