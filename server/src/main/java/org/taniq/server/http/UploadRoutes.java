package org.taniq.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.taniq.server.intake.Intake;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;
import org.taniq.server.store.Upload;
import org.taniq.server.store.UploadToken;

/** {@code /uploads}: the tus 1.0 protocol, SPEC §5. */
final class UploadRoutes {
  private static final String VERSION = "1.0.0";
  private static final String EXTENSIONS = "creation,creation-with-upload,expiration,termination";
  private static final String CHUNK_TYPE = "application/offset+octet-stream";

  /** So much of an unwanted chunk is read away. */
  private static final long DRAINED_BYTES = 16L << 20;

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private final Intake intake;
  private final BodySlots slots;

  UploadRoutes(Intake intake, BodySlots slots) {
    this.intake = intake;
    this.slots = slots;
  }

  void add(RoutesConfig routes) {
    routes.options("/uploads", WebListener.handler(ctx -> options()));
    routes.options("/uploads/{token}", WebListener.handler(ctx -> options()));
    routes.post("/uploads", tus(this::create));
    routes.head("/uploads/{token}", tus(this::head));
    routes.patch("/uploads/{token}", tus(this::patch));
    routes.delete("/uploads/{token}", tus(this::delete));
    routes.post("/uploads/{token}", tus(this::override));
  }

  /** One tus method. */
  @FunctionalInterface
  private interface Method {
    Answer answer(Context ctx, RequestChunk body) throws IntakeException, IOException;
  }

  private io.javalin.http.Handler tus(Method method) {
    return WebListener.handler(
        ctx -> {
          RequestChunk body = new RequestChunk(ctx);
          try {
            if (!VERSION.equals(ctx.header("Tus-Resumable"))) {
              throw new IntakeException(Refusal.TUS_VERSION);
            }
            requireSameSite(ctx);
            return method.answer(ctx, body).with("Tus-Resumable", VERSION);
          } catch (IntakeException e) {
            slots.drain(body, DRAINED_BYTES);
            Answer answer = Problem.answer(e).with("Tus-Resumable", VERSION);
            return e.refusal() == Refusal.TUS_VERSION
                ? answer.with("Tus-Version", VERSION)
                : answer;
          }
        });
  }

  /**
   * Another site's script cannot get here without a preflight, which fails; its form cannot either.
   */
  static void requireSameSite(Context ctx) throws IntakeException {
    String site = ctx.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin")) {
      throw new IntakeException(Refusal.CROSS_SITE);
    }
  }

  private Answer options() {
    return Answer.empty(204)
        .with("Tus-Resumable", VERSION)
        .with("Tus-Version", VERSION)
        .with("Tus-Extension", EXTENSIONS)
        .with("Tus-Max-Size", Long.toString(intake.maxBytes()));
  }

  private Answer create(Context ctx, RequestChunk body) throws IntakeException, IOException {
    if (ctx.header("Upload-Metadata") != null) {
      throw new IntakeException(Refusal.METADATA_REFUSED);
    }
    if (ctx.header("Upload-Defer-Length") != null || ctx.header("Upload-Concat") != null) {
      throw new IntakeException(Refusal.BAD_REQUEST);
    }
    long length = number(ctx, "Upload-Length");
    boolean withUpload = CHUNK_TYPE.equals(ctx.header("Content-Type"));
    if (!withUpload && (body.length() > 0 || ctx.header("Transfer-Encoding") != null)) {
      throw new IntakeException(Refusal.UNSUPPORTED_TYPE);
    }
    Upload upload =
        withUpload
            ? slots.with(body, () -> intake.beginWith(length, body.length(), body))
            : intake.begin(length);
    return offset(Answer.empty(201), upload).with("Location", "/uploads/" + upload.token().hex());
  }

  private Answer head(Context ctx, RequestChunk body) throws IntakeException {
    Upload upload = intake.upload(token(ctx));
    return offset(Answer.empty(200), upload).with("Upload-Length", Long.toString(upload.length()));
  }

  private Answer patch(Context ctx, RequestChunk body) throws IntakeException, IOException {
    if (!CHUNK_TYPE.equals(ctx.header("Content-Type"))) {
      throw new IntakeException(Refusal.UNSUPPORTED_TYPE);
    }
    long offset = number(ctx, "Upload-Offset");
    UploadToken token = token(ctx);
    return offset(
        Answer.empty(204),
        slots.with(body, () -> intake.append(token, offset, body.length(), body)));
  }

  private Answer delete(Context ctx, RequestChunk body) throws IntakeException {
    intake.terminate(token(ctx));
    return Answer.empty(204);
  }

  /** tus core: clients whose platform knows no PATCH send POST. */
  private Answer override(Context ctx, RequestChunk body) throws IntakeException, IOException {
    String method = ctx.header("X-HTTP-Method-Override");
    return switch (method == null ? "" : method) {
      case "PATCH" -> patch(ctx, body);
      case "DELETE" -> delete(ctx, body);
      default -> throw new IntakeException(Refusal.BAD_REQUEST);
    };
  }

  private static Answer offset(Answer answer, Upload upload) {
    LocalDate expires = upload.expires();
    return answer
        .with("Upload-Offset", Long.toString(upload.offset()))
        .with(
            "Upload-Expires",
            HTTP_DATE.format(expires.atTime(LocalTime.MIDNIGHT).atOffset(ZoneOffset.UTC)));
  }

  private static long number(Context ctx, String header) throws IntakeException {
    @Nullable String value = ctx.header(header);
    if (value == null || !value.matches("[0-9]{1,18}")) {
      throw new IntakeException(Refusal.BAD_REQUEST);
    }
    return Long.parseLong(value);
  }

  private static UploadToken token(Context ctx) throws IntakeException {
    try {
      return UploadToken.parse(ctx.pathParam("token"));
    } catch (IllegalArgumentException e) {
      throw new IntakeException(Refusal.UNKNOWN_UPLOAD);
    }
  }
}
