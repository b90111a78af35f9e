/** Benchmarks; compiled by the build, run by hand. */
@NullMarked
package org.taniq.bench;

import org.jspecify.annotations.NullMarked;
