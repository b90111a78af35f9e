/** Sealing testimony, for lawyers on a machine of their own. */
@NullMarked
package org.taniq.cli.seal;

import org.jspecify.annotations.NullMarked;
