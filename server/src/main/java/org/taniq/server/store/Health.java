package org.taniq.server.store;

/**
 * What an operator must know of the store. Anything but {@code (true, 0, 0)} is an alarm.
 *
 * @param accepting false after a failed fsync or index: nothing is taken until a restart
 * @param lost envelopes in the index whose body is gone
 * @param damaged bodies that are not what the index or their own header says; kept, not listed
 */
public record Health(boolean accepting, long lost, long damaged) {

  /** Whether there is nothing to report. */
  public boolean good() {
    return accepting && lost == 0 && damaged == 0;
  }
}
