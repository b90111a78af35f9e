/** The online program taniq-courier: carries sealed files in and signed files out. */
@NullMarked
package org.taniq.courier;

import org.jspecify.annotations.NullMarked;
