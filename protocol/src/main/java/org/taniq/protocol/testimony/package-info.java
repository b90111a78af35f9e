/** The JSON of a testimony and of a part, and the consent it carries. */
@NullMarked
package org.taniq.protocol.testimony;

import org.jspecify.annotations.NullMarked;
