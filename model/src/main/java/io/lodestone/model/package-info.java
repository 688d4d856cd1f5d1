/**
 * The nouns of a time-series database: names, series, points, ranges, and the errors every layer
 * shares.
 *
 * <p>Values here are immutable and valid because they exist; the two mutable exceptions, {@link
 * io.lodestone.model.ColumnBuffer} and {@link io.lodestone.model.SeriesKeyEncoder}, are reusable
 * buffers with a single owner. The package knows no file, no clock, no thread and no protocol.
 */
package io.lodestone.model;
