/** Talking to the person at the terminal: prompts, progress, errors and hints. */
@NullMarked
package org.taniq.cli.terminal;

import org.jspecify.annotations.NullMarked;
