/** The narrow ustar profile of an envelope's plaintext. */
@NullMarked
package org.taniq.protocol.tar;

import org.jspecify.annotations.NullMarked;
