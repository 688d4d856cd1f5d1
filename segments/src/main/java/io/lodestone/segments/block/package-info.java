/**
 * Blocks: some consecutive points of a segment, of one series or many, column by column.
 *
 * <p>A column of a block is the smallest piece that is compressed, checksummed and read. The
 * package knows where a block's runs end and turns columns into bytes and back; which series the
 * runs belong to, where blocks lie and which of them are wanted is not its business.
 */
package io.lodestone.segments.block;
