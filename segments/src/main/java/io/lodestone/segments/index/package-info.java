/**
 * Finding things in a segment: which series there are, what their keys and dimensions say, where
 * their points lie, and where the blocks are.
 *
 * <p>Everything is read where it lies in the mapped file; nothing is turned into objects at
 * opening. Readers here trust that the checksum of their section was verified, and answer bytes
 * that contradict themselves with an exception, never with an answer. The package knows no file and
 * decodes no block.
 */
package io.lodestone.segments.index;
