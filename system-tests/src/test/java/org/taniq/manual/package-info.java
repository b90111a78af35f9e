/** What the documents claim, held against the programs. */
@NullMarked
package org.taniq.manual;

import org.jspecify.annotations.NullMarked;
