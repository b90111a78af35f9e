/**
 * Formats and protocols of Taniq (docs/SPEC.md): labels, strict JSON and spellings that every
 * format shares.
 */
@NullMarked
package org.taniq.protocol;

import org.jspecify.annotations.NullMarked;
