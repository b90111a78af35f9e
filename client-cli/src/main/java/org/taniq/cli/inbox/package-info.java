/** Importing, listing and opening envelopes. */
@NullMarked
package org.taniq.cli.inbox;

import org.jspecify.annotations.NullMarked;
