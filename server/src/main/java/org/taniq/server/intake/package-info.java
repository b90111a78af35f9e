/** Taking envelopes in: tus uploads, the plain form post, the flood rules. */
@NullMarked
package org.taniq.server.intake;

import org.jspecify.annotations.NullMarked;
