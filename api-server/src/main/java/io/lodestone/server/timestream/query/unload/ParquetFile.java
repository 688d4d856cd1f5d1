package io.lodestone.server.timestream.query.unload;

import io.lodestone.server.objects.UnfinishedObject;
import io.lodestone.server.parquet.ParquetColumn;
import io.lodestone.server.parquet.ParquetCompression;
import io.lodestone.server.parquet.ParquetFileWriter;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.unload.Unload.Compression;
import java.io.IOException;
import java.util.List;

/** Rows as Apache Parquet, held until they make a row group. Used by one thread. */
final class ParquetFile implements RowFile {
  private final UnfinishedObject object;
  private final ParquetFileWriter writer;

  /**
   * @param columns of the file
   * @param object where it goes, owned by the caller
   */
  ParquetFile(List<ResultColumn> columns, Compression compression, UnfinishedObject object) {
    this.object = object;
    this.writer =
        new ParquetFileWriter(
            columns.stream()
                .map(column -> new ParquetColumn(column.name(), column.type()))
                .toList(),
            switch (compression) {
              case GZIP -> ParquetCompression.GZIP;
              case NONE -> ParquetCompression.NONE;
            },
            object.stream());
  }

  @Override
  public void write(List<Vector> columns, int[] rows, int count) throws IOException {
    writer.write(columns, rows, count);
  }

  @Override
  public long size() {
    return writer.size();
  }

  @Override
  public long heldBytes() {
    return writer.size() - object.size();
  }

  @Override
  public void finish() throws IOException {
    writer.close();
  }

  /** A writer that is not closed is garbage. */
  @Override
  public void close() {}
}
