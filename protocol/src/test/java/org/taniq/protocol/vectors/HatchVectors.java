package org.taniq.protocol.vectors;

/** vectors/hatch: requests at the courier hatch, signed by RFC 9421. SPEC §5. */
final class HatchVectors {

  private static final Signer COURIER = new Signer(new Seed("courier").bytes("key", 32));
  private static final long CREATED = 1_795_000_000L;
  private static final byte[] NONCE = new Seed("courier").bytes("nonce", 16);
  private static final String COMPONENTS =
      "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\")";
  private static final String HOST = "hatch.example:8443";

  private final VectorSet set;

  /** One request in the making; what is signed and what is sent can differ. */
  private static final class Request {
    String method = "GET";
    String host = HOST;
    String authority = HOST;
    String path = "/courier/v1/envelopes";
    String query = "?after=00ff&limit=10";
    byte[] body = new byte[0];
    byte[] digested = body;
    String components = COMPONENTS;
    String keyId = COURIER.id();
    Signer signer = COURIER;
    String tail = ";alg=\"ed25519\";tag=\"taniq-courier\"";
    String label = "taniq";
    boolean sendDigest = true;
    String created = Long.toString(CREATED);
    String signedMethod = "";
    String signedPath = "";
    String signedQuery = "";

    String parameters() {
      return components
          + ";created="
          + created
          + ";nonce=\""
          + Bytes.b64u(NONCE)
          + "\";keyid=\""
          + keyId
          + "\""
          + tail;
    }

    String digest() {
      return "sha-256=:" + Bytes.b64(Hashes.sha256(digested)) + ":";
    }

    /** The signature base, RFC 9421 §2.5. */
    String base() {
      return "\"@method\": "
          + (signedMethod.isEmpty() ? method : signedMethod)
          + "\n\"@authority\": "
          + authority
          + "\n\"@path\": "
          + (signedPath.isEmpty() ? path : signedPath)
          + "\n\"@query\": "
          + (signedQuery.isEmpty() ? query : signedQuery)
          + "\n\"content-digest\": "
          + digest()
          + "\n\"@signature-params\": "
          + parameters();
    }

    String signature() {
      return label + "=:" + Bytes.b64(signer.sign(Bytes.utf8(base()))) + ":";
    }

    byte[] http(String signature) {
      String target = path + (query.equals("?") ? "" : query);
      String head =
          method
              + " "
              + target
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\n"
              + (sendDigest ? "Content-Digest: " + digest() + "\r\n" : "")
              + "Signature-Input: "
              + label
              + "="
              + parameters()
              + "\r\n"
              + (signature.isEmpty() ? "" : "Signature: " + signature + "\r\n")
              + "\r\n";
      return Bytes.join(Bytes.utf8(head), body);
    }
  }

  HatchVectors(VectorSet set) {
    this.set = set;
    accepted();
    clocks();
    unauthorised();
    others();
  }

  private Vector add(String name, String expect, String comment, Request request) {
    return add(name, expect, comment, request, request.http(request.signature()));
  }

  private Vector add(String name, String expect, String comment, Request request, byte[] http) {
    return set.add(
        describe(name, expect, comment)
            .line("base-hex", Bytes.hex(Bytes.utf8(request.base())))
            .payload(http));
  }

  private static Vector describe(String name, String expect, String comment) {
    return new Vector("hatch/" + name + ".vec", expect, comment)
        .line("courier", Bytes.hex(COURIER.publicKey()))
        .line("authority", HOST)
        .line("authority", "hatch.onion")
        .line("now", CREATED);
  }

  private void accepted() {
    add("ok-get", "OK", "a list", new Request());
    Request put = new Request();
    put.method = "PUT";
    put.path = "/courier/v1/deletion-order";
    put.query = "?";
    put.body = Bytes.ascii("{\"format\":\"taniq.org/v1/signed\"}");
    put.digested = put.body;
    add("ok-put", "OK", "a body, no query", put);
    Request upper = new Request();
    upper.host = "Hatch.ONION:80";
    upper.authority = "hatch.onion";
    add("ok-host", "OK", "Host in capitals with port 80", upper);
    Request raw = new Request();
    raw.path = "/courier/v1/envelopes/%41%2f";
    raw.query = "?a=%20&b=+";
    add("ok-raw", "OK", "path and query as on the wire, not decoded", raw);
  }

  private void clocks() {
    clock("ok-clock-before", "OK", 300, "300 s after it was signed");
    clock("ok-clock-after", "OK", -300, "300 s before it was signed");
    Request twelve = new Request();
    twelve.created = "999999999999";
    add("stale-created-12-digits", "STALE", "the latest date that can be written", twelve);
    clock("stale", "STALE", 301, "301 s after it was signed");
    clock("stale-ahead", "STALE", -301, "301 s before it was signed");
    set.add(
        new Vector("hatch/stale-before-start.vec", "STALE", "signed before the server started")
            .from(set.get("hatch/ok-get.vec"))
            .line("started", CREATED + 1)
            .line("now", CREATED + 2));
    set.add(
        new Vector("hatch/replayed.vec", "REPLAYED", "the same request again")
            .from(set.get("hatch/ok-get.vec"))
            .line("before", "ok-get.vec"));
  }

  private void clock(String name, String expect, int seconds, String comment) {
    set.add(
        new Vector("hatch/" + name + ".vec", expect, comment)
            .from(set.get("hatch/ok-get.vec"))
            .line("now", CREATED + seconds));
  }

  private void unauthorised() {
    Request method = new Request();
    method.signedMethod = "PUT";
    bad("method", "signed for another method", method);
    Request path = new Request();
    path.signedPath = "/courier/v1/status";
    bad("path", "signed for another path", path);
    Request query = new Request();
    query.signedQuery = "?after=00ff&limit=1000";
    bad("query", "signed for another query", query);
    Request key = new Request();
    key.signer = new Signer(new byte[32]);
    bad("key", "signed by another key under the courier's id", key);
    Request stranger = new Request();
    stranger.signer = new Signer(new byte[32]);
    stranger.keyId = stranger.signer.id();
    bad("stranger", "a key that the server does not know", stranger);
    Request order = new Request();
    order.components = "(\"@authority\" \"@method\" \"@path\" \"@query\" \"content-digest\")";
    bad("component-order", "components in another order", order);
    Request fewer = new Request();
    fewer.components = "(\"@method\" \"@authority\" \"@path\" \"@query\")";
    bad("component-missing", "the digest is not covered", fewer);
    Request tag = new Request();
    tag.tail = ";alg=\"ed25519\";tag=\"other\"";
    bad("tag", "another tag", tag);
    Request noTag = new Request();
    noTag.tail = ";alg=\"ed25519\"";
    bad("tag-missing", "no tag", noTag);
    Request algorithm = new Request();
    algorithm.tail = ";alg=\"hmac-sha256\";tag=\"taniq-courier\"";
    bad("algorithm", "another algorithm", algorithm);
    Request expires = new Request();
    expires.tail = ";alg=\"ed25519\";tag=\"taniq-courier\";expires=" + (CREATED + 60);
    bad("parameter-more", "a parameter too many", expires);
    Request label = new Request();
    label.label = "sig1";
    bad("label", "another label", label);
    Request noDigest = new Request();
    noDigest.sendDigest = false;
    bad("digest-missing", "no Content-Digest", noDigest);
    Request thirteen = new Request();
    thirteen.created = "1000000000000";
    bad("created-13-digits", "created has at most 12 digits", thirteen);
    Request zero = new Request();
    zero.created = "0" + CREATED;
    bad("created-zero", "created with a zero before it", zero);
    Request lower = new Request();
    lower.method = "get";
    bad("method-lower", "a method in small letters", lower);
    Request control = new Request();
    control.path = "/courier/v1/\u0001";
    bad("control", "a control character in the path", control);
    Request tab = new Request();
    tab.host = "hatch\t.example:8443";
    tab.authority = tab.host;
    bad("host-tab", "a tab within Host", tab);
    Request unsigned = new Request();
    add("unauthorised-no-signature", "UNAUTHORISED", "no Signature", unsigned, unsigned.http(""));
    Request bit = new Request();
    byte[] signature = bit.signer.sign(Bytes.utf8(bit.base()));
    add(
        "unauthorised-signature-bit",
        "UNAUTHORISED",
        "one bit of the signature",
        bit,
        bit.http("taniq=:" + Bytes.b64(Bytes.flipped(signature, 10)) + ":"));
  }

  private void bad(String name, String comment, Request request) {
    add("unauthorised-" + name, "UNAUTHORISED", comment, request);
  }

  private void others() {
    Request host = new Request();
    host.host = "other.example";
    host.authority = "other.example";
    add("wrong-authority", "WRONG_AUTHORITY", "rightly signed for another server", host);
    Request port = new Request();
    port.host = "hatch.example";
    port.authority = "hatch.example";
    add("wrong-authority-port", "WRONG_AUTHORITY", "another port of the same host", port);
    Request body = new Request();
    body.method = "PUT";
    body.path = "/courier/v1/site";
    body.query = "?";
    body.digested = Bytes.ascii("what was signed");
    body.body = Bytes.ascii("what was sent");
    add("digest-mismatch", "DIGEST_MISMATCH", "another body than was signed", body);
  }
}
