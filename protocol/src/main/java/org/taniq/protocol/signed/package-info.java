/** Documents signed offline: charter, keyset, site, bulletin, deletion order. */
@NullMarked
package org.taniq.protocol.signed;

import org.jspecify.annotations.NullMarked;
