/**
 * How the pieces of an encrypted segment are sealed: the columns of its blocks, its long texts and
 * its sections. Knows where a piece belongs and nothing of what it holds, nor whose keys there are.
 */
package io.lodestone.segments.seal;
