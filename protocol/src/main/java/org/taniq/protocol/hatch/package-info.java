/** The signed requests of the courier hatch. */
@NullMarked
package org.taniq.protocol.hatch;

import org.jspecify.annotations.NullMarked;
