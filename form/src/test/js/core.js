/**
 * The core as it is handed out (target/classes: joined and shortened by esbuild), and behind it those of its parts that
 * no page calls, joined from the same files.
 */
import * as built from '../../../target/classes/org/taniq/form/core.js';
import * as parts from '../../../target/test-js/parts.js';

export const core = { ...parts, ...built };

/** Whether this is a Refusal of one or the other: each has a class of its own. */
export const isRefusal = (error) => error instanceof built.Refusal || error instanceof parts.Refusal;
