/**
 * Immutable columnar files. No clock, no threads, no policy: what is written when is decided above.
 */
package io.lodestone.segments;
