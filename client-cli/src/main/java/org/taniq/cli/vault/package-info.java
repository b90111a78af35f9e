/** The laptop's encrypted store of what was opened, and the custody log. */
@NullMarked
package org.taniq.cli.vault;

import org.jspecify.annotations.NullMarked;
