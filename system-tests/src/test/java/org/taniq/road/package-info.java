/** The road from a submitter to a parcel, with the real server and the real courier. */
@NullMarked
package org.taniq.road;

import org.jspecify.annotations.NullMarked;
