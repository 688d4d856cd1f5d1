/**
 * The scan contract: how anything that holds points is asked for them.
 *
 * <p>Two roads lead out of a table. {@link io.lodestone.scan.TableSource} answers a {@link
 * io.lodestone.scan.ScanRequest} with batches of SQL columns; the query language knows nothing
 * else. {@link io.lodestone.scan.PointCursor} yields the points of one part (a memtable, a segment)
 * in the order of the engine, with versions; merges, flushes and compactions read it. Scans read a
 * part that nothing overlaps as {@link io.lodestone.scan.RunCursor} gives it, without copying.
 * {@link io.lodestone.scan.AggregateSource} answers an {@link io.lodestone.scan.AggregateRequest}
 * with figures in the place of points. Requests are plain values; {@link
 * io.lodestone.scan.RequestCodec} turns them into bytes and back.
 */
package io.lodestone.scan;
