package org.taniq.server.site;

/** The one Content-Security-Policy: sent with every response, and named by every site. SPEC §5. */
public final class ContentPolicy {
  public static final String CSP =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none';"
          + " frame-src 'none'; worker-src 'none'; require-trusted-types-for 'script'; trusted-types"
          + " 'none'";

  private ContentPolicy() {}
}
