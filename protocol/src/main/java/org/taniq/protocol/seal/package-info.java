/** Sealing: from a tar stream to the bytes of an envelope. */
@NullMarked
package org.taniq.protocol.seal;

import org.jspecify.annotations.NullMarked;
