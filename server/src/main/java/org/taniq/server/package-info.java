/** The server's program: wires the parts together, starts and stops them. */
@NullMarked
package org.taniq.server;

import org.jspecify.annotations.NullMarked;
