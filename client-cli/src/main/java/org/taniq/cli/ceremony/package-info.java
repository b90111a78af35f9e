/** Making, signing, combining and verifying signed documents. */
@NullMarked
package org.taniq.cli.ceremony;

import org.jspecify.annotations.NullMarked;
