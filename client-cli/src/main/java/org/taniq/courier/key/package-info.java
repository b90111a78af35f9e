/** The courier's key: making, keeping, signing requests by it. SPEC §5. */
@NullMarked
package org.taniq.courier.key;

import org.jspecify.annotations.NullMarked;
