/** Writing plaintext out of the vault, where the user says. */
@NullMarked
package org.taniq.cli.export;

import org.jspecify.annotations.NullMarked;
