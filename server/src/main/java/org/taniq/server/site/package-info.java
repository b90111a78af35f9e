/** The signed static site and the bulletin, served byte for byte. */
@NullMarked
package org.taniq.server.site;

import org.jspecify.annotations.NullMarked;
