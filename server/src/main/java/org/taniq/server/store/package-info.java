/** Durable storage of envelopes: index and bodies. SQL stays in here. */
@NullMarked
package org.taniq.server.store;

import org.jspecify.annotations.NullMarked;
