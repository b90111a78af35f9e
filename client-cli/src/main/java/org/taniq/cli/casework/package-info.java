/** Working up cases from the vault. */
@NullMarked
package org.taniq.cli.casework;

import org.jspecify.annotations.NullMarked;
