package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.VectorBuilder;
import java.util.List;

/** Rows copied out of batches. */
final class RowBuffer {
  private final List<VectorBuilder> columns;
  private int size;

  RowBuffer(List<SqlType> types) {
    this.columns = types.stream().map(VectorBuilder::of).toList();
  }

  int size() {
    return size;
  }

  void add(Batch batch) {
    for (int c = 0; c < columns.size(); c++) {
      VectorBuilder column = columns.get(c);
      for (int i = 0; i < batch.size(); i++) {
        column.append(batch.column(c), i);
      }
    }
    size += batch.size();
  }

  void add(Batch batch, int row) {
    for (int c = 0; c < columns.size(); c++) {
      columns.get(c).append(batch.column(c), row);
    }
    size++;
  }

  long memoryBytes() {
    long bytes = 0;
    for (VectorBuilder column : columns) {
      bytes += column.memoryBytes();
    }
    return bytes;
  }

  /** All rows as one batch, longer than others may be; the buffer is not used afterwards. */
  Batch build() {
    return new Batch(size, columns.stream().map(VectorBuilder::build).toList());
  }
}
