/** HTTP: paths, headers, and the one table from reasons to statuses. Javalin stays in here. */
@NullMarked
package org.taniq.server.http;

import org.jspecify.annotations.NullMarked;
