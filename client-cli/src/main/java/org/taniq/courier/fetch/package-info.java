/** Fetching and verifying what a server publishes. SPEC §4.7. */
@NullMarked
package org.taniq.courier.fetch;

import org.jspecify.annotations.NullMarked;
