/** Figures of the server: durable submissions, one large upload, kill -9 under load. */
@NullMarked
package org.taniq.bench.server;

import org.jspecify.annotations.NullMarked;
