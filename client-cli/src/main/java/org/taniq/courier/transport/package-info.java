/**
 * HTTP/1.1 over a SOCKS5 proxy with names resolved at its far end, or directly. Why it is ours:
 * docs/DESIGN.md §13.
 */
@NullMarked
package org.taniq.courier.transport;

import org.jspecify.annotations.NullMarked;
