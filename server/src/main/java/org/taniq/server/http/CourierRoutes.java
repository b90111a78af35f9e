package org.taniq.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.taniq.protocol.hatch.ContentDigest;
import org.taniq.protocol.hatch.HatchException;
import org.taniq.protocol.signed.Current;
import org.taniq.protocol.signed.SignedException;
import org.taniq.server.courier.Bounded;
import org.taniq.server.courier.ByteRange;
import org.taniq.server.courier.Desk;
import org.taniq.server.courier.Spool;
import org.taniq.server.retention.DiskShare;
import org.taniq.server.site.PublicationException;
import org.taniq.server.site.Publications;
import org.taniq.server.store.EnvelopeId;
import org.taniq.server.store.EnvelopeStore;
import org.taniq.server.store.StoreException;
import org.taniq.server.store.StoredEnvelope;

/** {@code /courier/v1/}: list, download, deliver; every request signed. SPEC §5. */
final class CourierRoutes {
  private static final String ROOT = "/courier/v1/";
  private static final String BYTES = "application/octet-stream";

  private final HatchGate gate;
  private final Desk desk;
  private final EnvelopeStore store;
  private final Publications publications;
  private final Spool spool;

  CourierRoutes(
      HatchGate gate, Desk desk, EnvelopeStore store, Publications publications, Spool spool) {
    this.gate = gate;
    this.desk = desk;
    this.store = store;
    this.publications = publications;
    this.spool = spool;
  }

  void add(RoutesConfig routes) {
    routes.get(ROOT + "status", reading(ctx -> json(desk.status(publications.now()))));
    routes.get(ROOT + "envelopes", reading(this::list));
    routes.get(ROOT + "envelopes/{id}", reading(this::envelope));
    routes.put(ROOT + "publication", delivering(this::publication));
    routes.put(ROOT + "site", delivering(this::site));
    routes.put(ROOT + "deletion-order", delivering(this::deletionOrder));
    Handler nothing = reading(ctx -> Problem.answer(404));
    routes.get("/*", nothing);
    routes.head("/*", nothing);
    routes.put("/*", nothing);
    routes.post("/*", nothing);
    routes.patch("/*", nothing);
    routes.delete("/*", nothing);
    routes.options("/*", nothing);
  }

  /** A request that was let in. */
  @FunctionalInterface
  private interface Work<T> {
    Answer answer(T input)
        throws IOException, StoreException, SignedException, PublicationException;
  }

  /** Without a body: its digest is that of nothing, and nobody is waited for. */
  private Handler reading(Work<Context> work) {
    return WebListener.handler(
        ctx -> {
          try {
            ContentDigest digest = gate.admit(ctx).digest();
            if (ctx.req().getContentLengthLong() > 0 || ctx.header("Transfer-Encoding") != null) {
              return Answer.refusal(401, HatchException.Reason.DIGEST_MISMATCH.name());
            }
            digest.require(Spool.sha256OfNothing());
            return work.answer(ctx);
          } catch (HatchException e) {
            return refused(e);
          } catch (StoreException | SignedException | PublicationException e) {
            return Problem.answer(e);
          }
        });
  }

  /** With one, put aside until all of it came as it was signed. */
  private Handler delivering(Work<Path> work) {
    return WebListener.handler(
        ctx -> {
          try {
            HatchGate.Admitted admitted = gate.admit(ctx);
            try (Spool.File file =
                spool.receive(admitted.courier(), new RequestChunk(ctx).stream())) {
              admitted.digest().require(file.sha256());
              return work.answer(file.path());
            }
          } catch (HatchException e) {
            return refused(e);
          } catch (Spool.BusyException e) {
            return Problem.noPlace();
          } catch (DiskShare.NoRoomException e) {
            return Problem.answer(503);
          } catch (Spool.TooLongException e) {
            return Answer.refusal(413, PublicationException.Reason.TOO_LARGE.name());
          } catch (StoreException | SignedException | PublicationException e) {
            return Problem.answer(e);
          }
        });
  }

  private Answer refused(HatchException e) {
    return switch (e.reason()) {
      case STALE -> // to tell who is wrong
          Answer.json(401, "{\"reason\":\"STALE\",\"clock\":\"" + desk.clock() + "\"}");
      case TRY_LATER -> Problem.noPlace();
      case UNAUTHORISED, WRONG_AUTHORITY, REPLAYED, DIGEST_MISMATCH ->
          Answer.refusal(401, e.reason().name());
    };
  }

  private Answer list(Context ctx) throws StoreException {
    @Nullable String after = ctx.queryParam("after");
    @Nullable String limit = ctx.queryParam("limit");
    boolean good =
        (after == null || after.matches("[0-9a-f]{32}"))
            && (limit == null || limit.matches("[1-9][0-9]{0,3}"));
    int most = good && limit != null ? Integer.parseInt(limit) : Desk.MAX_LIST;
    if (!good || most > Desk.MAX_LIST) {
      return Problem.answer(400);
    }
    return json(desk.list(after == null ? null : EnvelopeId.parse(after), most));
  }

  private Answer envelope(Context ctx) throws StoreException {
    String id = ctx.pathParam("id");
    Optional<StoredEnvelope> found =
        id.matches("[0-9a-f]{32}") ? store.find(EnvelopeId.parse(id)) : Optional.empty();
    if (found.isEmpty()) {
      return Answer.refusal(404, StoreException.Reason.UNKNOWN_ENVELOPE.name());
    }
    long size = found.get().size();
    @Nullable String header = ctx.header("Range");
    Optional<ByteRange> range = ByteRange.of(header, size);
    if (range.isEmpty()) {
      return Answer.refusal(416, "BAD_RANGE").with("Content-Range", "bytes */" + size);
    }
    Answer answer = bytes(found.get().id(), range.get(), header == null ? 200 : 206);
    return header == null
        ? answer
        : answer.with(
            "Content-Range", "bytes " + range.get().from() + "-" + range.get().to() + "/" + size);
  }

  private Answer bytes(EnvelopeId id, ByteRange range, int status) {
    return new Answer(
        status,
        java.util.Map.of("Content-Type", BYTES),
        range.length(),
        () -> {
          try {
            return new Bounded(store.read(id, range.from()), range.length());
          } catch (StoreException e) {
            throw new IOException(e);
          }
        });
  }

  private Answer publication(Path file) throws PublicationException {
    publications.install(file);
    Current current = current();
    return json("{\"bulletin\":{\"number\":" + current.bulletin().document().number() + "}}");
  }

  private Answer site(Path file) throws PublicationException {
    return json("{\"served\":" + publications.installSite(file) + "}");
  }

  private Answer deletionOrder(Path file)
      throws IOException, StoreException, SignedException, PublicationException {
    return json(desk.delete(Spool.small(file), current()));
  }

  private Current current() throws PublicationException {
    Current current = publications.now().current();
    if (current == null) {
      throw PublicationException.nothingPublished();
    }
    return current;
  }

  private static Answer json(String json) {
    return Answer.json(200, json);
  }
}
