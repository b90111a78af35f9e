/** Opening: from the bytes of an envelope to a tar stream. Out of the server's reach. */
@NullMarked
package org.taniq.protocol.open;

import org.jspecify.annotations.NullMarked;
