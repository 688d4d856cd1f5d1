package io.lodestone.server.parquet;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import java.util.Optional;

/**
 * The values of one column that are not NULL, on their way into pages. Who calls ends a page when
 * it is large enough, and a chunk after its last page.
 */
abstract class ValueEncoder {
  /** The encoder for the values of a column. */
  static ValueEncoder of(SchemaNode.Leaf leaf) {
    return switch (leaf.physical()) {
      case BOOLEAN -> new BooleanEncoder();
      case INT32 -> new IntEncoder();
      case INT64 -> new LongEncoder();
      case INT96 -> new InstantEncoder();
      case DOUBLE -> new DoubleEncoder();
      case BYTE_ARRAY -> isText(leaf.type()) ? new TextEncoder() : new TextFormEncoder(leaf.type());
    };
  }

  private static boolean isText(SqlType type) {
    return type == Scalar.VARCHAR;
  }

  /**
   * Adds a value that is not NULL.
   *
   * @param vector no constant
   */
  abstract void add(Vector vector, int index);

  /** Bytes that the values since the last page take in it, when nothing makes them smaller. */
  abstract int size();

  /** Bytes of {@link #size} and of what is kept until the chunk ends. */
  int held() {
    return size();
  }

  /** Appends the values since the last page to the page, and tells how. */
  abstract Encoding endPage(GrowingBuffer page);

  /** The dictionary that pages of this chunk refer to. */
  Optional<TextDictionary> dictionary() {
    return Optional.empty();
  }

  /** The least and the greatest value of the chunk; empty when that is not known. */
  Optional<ValueRange> range() {
    return Optional.empty();
  }

  /** Forgets the chunk. */
  abstract void endChunk();
}
