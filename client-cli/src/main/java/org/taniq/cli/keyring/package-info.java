/** A custodian's locked keys. */
@NullMarked
package org.taniq.cli.keyring;

import org.jspecify.annotations.NullMarked;
