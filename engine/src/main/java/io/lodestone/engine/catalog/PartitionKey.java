package io.lodestone.engine.catalog;

import io.lodestone.model.KeyOrder;
import java.util.Objects;
import java.util.Optional;

/**
 * One element of a table's composite partition key.
 *
 * @param kind never null
 * @param dimension the dimension's name when the kind is {@link Kind#DIMENSION}, else empty; a name
 *     that {@link KeyOrder#ledBy} takes
 * @param required whether a point without that dimension is rejected
 */
public record PartitionKey(Kind kind, Optional<String> dimension, boolean required) {
  /** What a table gets that asks for nothing: the measure name. */
  public static final PartitionKey MEASURE =
      new PartitionKey(Kind.MEASURE, Optional.empty(), false);

  /** What points are partitioned by. */
  public enum Kind {
    DIMENSION,
    MEASURE
  }

  public PartitionKey {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(dimension, "dimension");
    if ((kind == Kind.DIMENSION) != dimension.isPresent()) {
      throw new IllegalArgumentException(
          "a partition key names a dimension exactly when it is of that kind");
    }
    // What cannot lead the order of a table is no key of it.
    dimension.ifPresent(KeyOrder::ledBy);
  }

  /** Whether two differ in nothing but what becomes of points without the dimension. */
  boolean partitionsLike(PartitionKey other) {
    return kind == other.kind && dimension.equals(other.dimension);
  }
}
