package io.lodestone.server.parquet;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Files of one batch. */
final class WrittenFile {
  private WrittenFile() {}

  /** A file of one column, called {@code c}. */
  static ReadParquet of(SqlType type, Vector vector, int size) throws IOException {
    return new ReadParquet(bytes(List.of(new ParquetColumn("c", type)), List.of(vector), size));
  }

  /** A file without compression, by no particular version. */
  static byte[] bytes(List<ParquetColumn> columns, List<Vector> vectors, int size)
      throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    ParquetFileWriter writer =
        new ParquetFileWriter(columns, ParquetCompression.NONE, target, "lodestone version 0");
    writer.write(vectors, IntStream.range(0, size).toArray(), size);
    writer.close();
    return target.toByteArray();
  }
}
