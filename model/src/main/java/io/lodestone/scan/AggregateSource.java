package io.lodestone.scan;

/** A table that computes figures where its points lie, as of one moment. */
public interface AggregateSource {
  /**
   * Starts to compute.
   *
   * @return a cursor before its first batch, to be closed by the caller before this source is
   * @throws IllegalArgumentException when a column is not of the schema, or not of a kind or type
   *     that its use needs
   */
  BatchCursor aggregate(AggregateRequest request);
}
