package org.taniq.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.taniq.server.intake.Intake;
import org.taniq.server.intake.IntakeException;
import org.taniq.server.intake.Refusal;
import org.taniq.server.site.Published;

/**
 * {@code POST /send/{lang}}: the road without JavaScript for an envelope that was made elsewhere,
 * SPEC §5. Every answer to a form of our own pages is a page of the site.
 */
final class SendRoute {
  /** A file that is a little too large is told so, too. */
  private static final long DRAINED_BEYOND_BYTES = 64L << 20;

  private final Intake intake;
  private final BodySlots slots;
  private final Supplier<Published> published;
  private final PageRoutes pages;

  SendRoute(Intake intake, BodySlots slots, Supplier<Published> published, PageRoutes pages) {
    this.intake = intake;
    this.slots = slots;
    this.published = published;
    this.pages = pages;
  }

  void add(RoutesConfig routes) {
    routes.post("/send/{lang}", WebListener.handler(this::send));
  }

  private Answer send(Context ctx) throws IOException {
    String folder = "/" + ctx.pathParam("lang") + "/";
    RequestChunk body = new RequestChunk(ctx);
    String sent = folder + "sent.html";
    if (published.get().file(sent) == null) {
      return failure(ctx, 404, "NOT_FOUND");
    }
    try {
      UploadRoutes.requireSameSite(ctx);
      slots.with(body, () -> take(ctx, body));
      return seeOther(sent);
    } catch (IntakeException e) {
      if (e.refusal() == Refusal.CROSS_SITE) {
        return failure(ctx, Problem.status(e.refusal()), e.reason());
      }
      // A browser shows the answer only after it has sent everything.
      slots.drain(body, intake.maxBytes() + DRAINED_BEYOND_BYTES);
      return refused(ctx, folder, e);
    }
  }

  private long take(Context ctx, RequestChunk body) throws IntakeException, IOException {
    FormFile file = FormFile.open(ctx.header("Content-Type"), body.length(), body.stream());
    return intake.takeWhole(file.content(), file.lengths(), file::requireEnd);
  }

  /** The page of this reason, or of any, or the plain failure where the site has neither. */
  private Answer refused(Context ctx, String folder, IntakeException e) {
    String reason = e.reason().toLowerCase(Locale.ROOT).replace('_', '-');
    for (String page : new String[] {"refused-" + reason + ".html", "refused.html"}) {
      if (published.get().file(folder + page) != null) {
        return seeOther(folder + page);
      }
    }
    Answer answer = failure(ctx, Problem.status(e.refusal()), e.reason());
    return e.refusal() == Refusal.NO_PLACE ? Problem.soon(answer) : answer;
  }

  private Answer failure(Context ctx, int status, String reason) {
    PageLoad load = PageLoad.of(ctx);
    return load == PageLoad.PAGE ? pages.failure(status, load) : Answer.refusal(status, reason);
  }

  private static Answer seeOther(String path) {
    return Answer.empty(303).with("Location", path);
  }
}
