/** The offline program taniq. Nothing in here, or reached from here, talks to a network. */
@NullMarked
package org.taniq.cli;

import org.jspecify.annotations.NullMarked;
