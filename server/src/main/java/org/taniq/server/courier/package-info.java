/** The courier hatch: list, download, deliver. */
@NullMarked
package org.taniq.server.courier;

import org.jspecify.annotations.NullMarked;
