/**
 * The generator of the test vectors in {@code vectors/}: a second, deterministic writer of every
 * format, straight after docs/SPEC.md and without a line of the product. SPEC §2 to §6.
 */
@NullMarked
package org.taniq.protocol.vectors;

import org.jspecify.annotations.NullMarked;
