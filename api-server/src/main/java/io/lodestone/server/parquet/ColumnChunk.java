package io.lodestone.server.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The pages of one column in one row group.
 *
 * @param path the names from the root to the leaf
 * @param dictionaryPage empty when no page refers to a dictionary
 * @param pages the others, with their headers
 * @param uncompressed bytes of all pages before they were compressed, and of their headers
 * @param entries values, and NULLs and empty lists in their place
 * @param nulls entries without a value
 * @param range what the values lie between, if it is known
 */
record ColumnChunk(
    SchemaNode.Leaf leaf,
    List<String> path,
    GrowingBuffer dictionaryPage,
    GrowingBuffer pages,
    long uncompressed,
    long entries,
    long nulls,
    Optional<ValueRange> range) {

  boolean hasDictionary() {
    return dictionaryPage.length() > 0;
  }

  /** Bytes in the file. */
  long size() {
    return (long) dictionaryPage.length() + pages.length();
  }

  void writeTo(OutputStream target) throws IOException {
    dictionaryPage.writeTo(target);
    pages.writeTo(target);
  }
}
