/**
 * The parcel, a directory that is carried on a stick between the networked machine and the offline
 * laptop. SPEC §9. Files only; nothing in here talks to a network.
 */
@NullMarked
package org.taniq.parcel;

import org.jspecify.annotations.NullMarked;
