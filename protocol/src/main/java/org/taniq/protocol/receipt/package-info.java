/** The receipt code and the keys derived from it. */
@NullMarked
package org.taniq.protocol.receipt;

import org.jspecify.annotations.NullMarked;
