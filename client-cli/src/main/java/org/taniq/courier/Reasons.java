package org.taniq.courier;

import java.io.IOException;
import java.util.regex.Pattern;
import org.taniq.courier.transport.Answer;
import org.taniq.courier.transport.TransportException;
import org.taniq.protocol.JsonFields;
import org.taniq.protocol.MalformedException;
import org.taniq.protocol.StrictJson;

/** Why a server said no, from the body {@code {"reason":"…"}}. SPEC §5. */
public final class Reasons {
  private static final int MAX_BYTES = 4096;
  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{1,39}");

  private Reasons() {}

  /**
   * The reason's name; where the body names none, {@code HTTP_} and the status. Nothing else that a
   * server writes is ever shown.
   */
  public static String of(Answer answer) throws TransportException {
    byte[] body = body(answer);
    try {
      String reason = JsonFields.of(StrictJson.parse(body, MAX_BYTES)).text("reason");
      if (REASON.matcher(reason).matches()) {
        return reason;
      }
    } catch (MalformedException e) {
      return "HTTP_" + answer.status();
    }
    return "HTTP_" + answer.status();
  }

  /** The body, as far as it is short and comes at all. */
  public static byte[] body(Answer answer) throws TransportException {
    try {
      return answer.body().readNBytes(MAX_BYTES);
    } catch (TransportException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("the body throws TransportException alone", e);
    }
  }
}
