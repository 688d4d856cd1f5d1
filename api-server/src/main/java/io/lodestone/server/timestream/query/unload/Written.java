package io.lodestone.server.timestream.query.unload;

/**
 * How much a statement has unloaded so far.
 *
 * @param partitions folders; 0 when rows are not partitioned
 * @param rows in all files
 * @param bytes of all files
 */
public record Written(long partitions, long rows, long bytes) {
  static final Written NOTHING = new Written(0, 0, 0);
}
