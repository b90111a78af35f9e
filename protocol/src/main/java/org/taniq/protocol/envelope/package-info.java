/** Envelope version 1: parsing, writing, the header and the padded sizes. */
@NullMarked
package org.taniq.protocol.envelope;

import org.jspecify.annotations.NullMarked;
