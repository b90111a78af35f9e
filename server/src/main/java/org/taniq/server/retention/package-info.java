/** What leaves the store, and when: expired uploads and deletion orders. */
@NullMarked
package org.taniq.server.retention;

import org.jspecify.annotations.NullMarked;
