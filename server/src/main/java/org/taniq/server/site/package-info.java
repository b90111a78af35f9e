/** What is published: the signed pages and the bulletin, checked, installed and switched whole. */
@NullMarked
package org.taniq.server.site;

import org.jspecify.annotations.NullMarked;
