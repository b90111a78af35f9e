/** The one configuration file and its errors. */
@NullMarked
package org.taniq.server.config;

import org.jspecify.annotations.NullMarked;
