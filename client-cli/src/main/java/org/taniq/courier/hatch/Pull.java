package org.taniq.courier.hatch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.taniq.cli.terminal.Progress;
import org.taniq.cli.terminal.Refusal;
import org.taniq.cli.terminal.Terminal;
import org.taniq.courier.CourierProblem;
import org.taniq.courier.transport.Answer;
import org.taniq.courier.transport.TransportException;
import org.taniq.parcel.EntryWriter;
import org.taniq.parcel.ParcelEntry;
import org.taniq.parcel.ParcelEntry.Arrival;
import org.taniq.parcel.ParcelException;
import org.taniq.parcel.ParcelManifest;
import org.taniq.parcel.ParcelWriter;

/**
 * Copies envelopes into a parcel: lists them, chooses what fits, downloads each where an earlier
 * run was cut, finishes the parcel. Nothing is ever deleted on the server. Not thread-safe.
 */
final class Pull {
  /** Kept free beside the envelopes for the manifest and the file system's own tables. */
  private static final long SPARE_BYTES = 1 << 20;

  /** Ends listing on a server that goes on for ever. */
  private static final int MAX_LISTED = 500_000;

  private final HatchClient client;
  private final Terminal terminal;

  Pull(HatchClient client, Terminal terminal) {
    this.client = client;
    this.terminal = terminal;
  }

  /** All envelopes that the server holds, by id. */
  List<ParcelEntry> list() throws IOException, Refusal {
    List<ParcelEntry> all = new ArrayList<>();
    String after = "";
    boolean more = true;
    while (more && all.size() < MAX_LISTED) {
      String last = after;
      String query = "?" + (last.isEmpty() ? "" : "after=" + last + "&") + "limit=" + Listing.LIMIT;
      Listing page =
          client.get(
              "envelopes" + query, answer -> Listing.parse(answer.bytes(Listing.MAX_BYTES), last));
      all.addAll(page.envelopes());
      more = page.more();
      if (more) {
        after = id(all.get(all.size() - 1));
      }
    }
    return all;
  }

  /**
   * What of the wanted envelopes the parcel takes: those begun first, then as many as there is room
   * for.
   *
   * @throws Refusal TOO_LITTLE_SPACE if there is room for none
   */
  List<ParcelEntry> choose(List<ParcelEntry> wanted, ParcelWriter writer, Path directory)
      throws IOException, Refusal {
    long room = Files.getFileStore(directory).getUsableSpace() - SPARE_BYTES;
    int places = ParcelManifest.MAX_ENTRIES - writer.planned().size();
    Set<ParcelEntry> chosen = new LinkedHashSet<>(writer.planned());
    chosen.retainAll(new HashSet<>(wanted));
    for (ParcelEntry entry : chosen) {
      room -= Math.max(0, entry.size() - writer.begun(entry));
    }
    for (ParcelEntry entry : wanted) {
      if (entry.size() <= room && places > 0 && chosen.add(entry)) {
        room -= entry.size();
        places--;
      }
    }
    if (chosen.isEmpty() && !wanted.isEmpty()) {
      throw new Refusal(CourierProblem.TOO_LITTLE_SPACE, directory);
    }
    return List.copyOf(chosen);
  }

  /** How one envelope ended. */
  enum End {
    CARRIED,
    /** The server no longer has it: a deletion order was carried out meanwhile. */
    GONE,
    /** Twice it was not what the list says: the server's copy is damaged. */
    DAMAGED
  }

  /** Copies one envelope, over as many cuts as it takes. */
  End fetch(ParcelEntry entry, ParcelWriter writer, Progress progress) throws IOException, Refusal {
    int damaged = 0;
    while (true) {
      try (EntryWriter out = writer.write(entry)) {
        if (out.offset() < entry.size() && !receive(entry, out, progress)) {
          return End.GONE;
        }
        if (out.offset() == entry.size()) {
          out.complete();
          return End.CARRIED;
        }
        client.retries().busy(null);
      } catch (TransportException e) {
        client.retries().failed(e);
      } catch (ParcelException e) {
        damaged++;
        if (damaged == 2) {
          terminal.warn("courier.damaged-there", id(entry));
          return End.DAMAGED;
        }
      }
    }
  }

  /**
   * Receives what is missing; returns false if the server has it no more.
   *
   * @throws TransportException when cut; what came is kept
   */
  private boolean receive(ParcelEntry entry, EntryWriter out, Progress progress)
      throws IOException, Refusal {
    try (Answer answer = client.envelope(id(entry), out.offset())) {
      switch (answer.status()) {
        case 404, 416 -> {
          return false;
        }
        case 200 -> {
          if (out.offset() > 0) {
            out.restart();
          }
        }
        case 206 -> {
          String range = String.valueOf(answer.field("content-range"));
          if (!range.startsWith("bytes " + out.offset() + "-")) {
            out.restart();
            return true;
          }
        }
        default -> {
          client.waitOrRefuse(answer);
          return true;
        }
      }
      byte[] buffer = new byte[1 << 16];
      InputStream in = answer.body();
      long left = entry.size() - out.offset();
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read <= 0) {
          break;
        }
        out.write(buffer, 0, read);
        left -= read;
        progress.add(read);
        client.retries().progressed();
      }
      return true;
    }
  }

  static String id(ParcelEntry entry) {
    Arrival arrival = entry.arrival();
    if (arrival == null) {
      throw new IllegalArgumentException("not an envelope");
    }
    return arrival.id();
  }
}
