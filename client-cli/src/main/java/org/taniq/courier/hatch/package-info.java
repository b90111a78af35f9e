/** The courier's business with the server's hatch: collecting envelopes, bringing documents. */
@NullMarked
package org.taniq.courier.hatch;

import org.jspecify.annotations.NullMarked;
