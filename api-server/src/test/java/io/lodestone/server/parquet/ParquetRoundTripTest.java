package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random rows of random types, in vectors of all forms, are what a reader of the format finds. */
@ExtendWith(SeedExtension.class)
class ParquetRoundTripTest {
  private static final long FILES = Long.getLong("lodestone.parquet.files", 300);

  @Test
  void readsWhatWasWritten(Seed seed) throws IOException {
    for (long file = 0; file < FILES; file++) {
      try {
        writeAndRead(seed.derive(file).random());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("file " + file + " of seed " + seed.value() + ": " + e, e);
      }
    }
  }

  @Test
  void readsManyRowGroupsAndPages(Seed seed) throws IOException {
    RandomRows rows = new RandomRows(seed.random(), 5);
    List<ParquetColumn> columns = new ArrayList<>();
    List<List<Object>> values = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (SqlType type : RandomRows.flatAndNested()) {
      columns.add(new ParquetColumn("c" + columns.size(), type));
      values.add(rows.values(type, 5_000));
      vectors.add(rows.vector(type, values.getLast()));
    }
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    ParquetFileWriter writer = new ParquetFileWriter(columns, ParquetCompression.GZIP, target);
    List<List<Object>> expected = new ArrayList<>();
    for (int batch = 0; batch < 14; batch++) {
      writer.write(vectors, IntStream.range(0, 5_000).toArray(), 5_000);
      for (int row = 0; row < 5_000; row++) {
        expected.add(rowOf(values, row));
      }
    }
    writer.close();

    ReadParquet file = new ReadParquet(target.toByteArray());
    assertTrue(file.groups.size() > 1, "one row group");
    assertTrue(
        file.groups.getFirst().chunks().stream().anyMatch(chunk -> chunk.pages().size() > 1),
        "one page");
    assertEquals(expected, file.rows());
  }

  private static void writeAndRead(SplittableRandom random) throws IOException {
    RandomRows rows = new RandomRows(random);
    List<ParquetColumn> columns = rows.columns();
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    ParquetCompression compression = ParquetCompression.values()[random.nextInt(2)];
    ParquetFileWriter writer = new ParquetFileWriter(columns, compression, target);
    List<List<Object>> expected = new ArrayList<>();
    int batches = random.nextInt(4);
    for (int batch = 0; batch < batches; batch++) {
      expected.addAll(writeBatch(writer, columns, rows, random));
    }
    writer.close();
    assertEquals(target.size(), writer.size());

    assertEquals(expected, new ReadParquet(target.toByteArray()).rows());
  }

  private static List<List<Object>> writeBatch(
      ParquetFileWriter writer,
      List<ParquetColumn> columns,
      RandomRows rows,
      SplittableRandom random)
      throws IOException {
    int size = random.nextInt(200);
    List<List<Object>> values = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (ParquetColumn column : columns) {
      values.add(rows.values(column.type(), size));
      vectors.add(rows.vector(column.type(), values.getLast()));
    }
    int[] chosen =
        random.ints(0, size + 1).filter(row -> row < size).limit(size).sorted().toArray();
    int count = random.nextInt(size + 1);
    writer.write(vectors, chosen, count);
    List<List<Object>> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add(rowOf(values, chosen[i]));
    }
    return expected;
  }

  private static List<Object> rowOf(List<List<Object>> columns, int index) {
    List<Object> row = new ArrayList<>();
    columns.forEach(column -> row.add(column.get(index)));
    return row;
  }
}
