/** Handing sealed envelopes in by the resumable uploads of tus 1.0. SPEC §5. */
@NullMarked
package org.taniq.courier.submit;

import org.jspecify.annotations.NullMarked;
