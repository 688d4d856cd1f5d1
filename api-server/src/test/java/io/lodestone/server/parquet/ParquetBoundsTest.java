package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How large pages and row groups become, and what a writer refuses. */
class ParquetBoundsTest {
  private static final Vector ONE = new Vector.Constant(new Vector.Longs(new long[] {1}, null));

  @Test
  void aRowGroupEndsAtItsRows() throws IOException {
    ReadParquet file = WrittenFile.of(Scalar.BIGINT, ONE, 2 * ParquetFileWriter.GROUP_ROWS_MAX + 1);

    assertEquals(
        List.of(65_536L, 65_536L, 1L),
        file.groups.stream().map(group -> group.metadata().number(3)).toList());
    assertTrue(
        file.groups.getFirst().chunks().getFirst().pages().stream()
            .allMatch(page -> page.size() < 300 << 10));
  }

  @Test
  void aRowGroupEndsAtItsBytes() throws IOException {
    VectorBuilder text = VectorBuilder.of(Scalar.VARCHAR);
    text.appendText("x".repeat(1 << 20));
    Vector constant = new Vector.Constant(text.build());
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    ParquetFileWriter writer = writer(Scalar.VARCHAR, target);
    for (int row = 0; row < 20; row++) {
      writer.write(List.of(constant), new int[1], 1);
      long held = writer.size() - target.size();
      assertTrue(held < ParquetFileWriter.GROUP_BYTES_MAX + (1 << 20), held + " bytes held");
    }
    writer.close();

    ReadParquet file = new ReadParquet(target.toByteArray());
    assertEquals(
        List.of(8L, 8L, 4L),
        file.groups.stream().map(group -> group.metadata().number(3)).toList());
  }

  @Test
  void aPageOfNullsEndsAtItsEntries() throws IOException {
    int[] offsets = IntStream.rangeClosed(0, 1_000).map(i -> i * 1_000).toArray();
    Vector nulls = new Vector.Constant(new Vector.Longs(new long[1], new long[1]));
    Vector arrays = new Vector.Arrays(offsets, nulls, null);

    ReadParquet file = WrittenFile.of(new ArrayOf(Scalar.BIGINT), arrays, 1_000);

    // A row of a thousand elements is not divided.
    List<ReadParquet.Page> pages = file.groups.getFirst().chunks().getFirst().pages();
    assertEquals(66_000, pages.getFirst().entries());
    assertEquals(16, pages.size());
    assertEquals(1_000, file.rows().size());
  }

  @Test
  void aFileWithoutRowsHasASchema() throws IOException {
    ReadParquet file = WrittenFile.of(Scalar.BIGINT, ONE, 0);

    assertEquals(List.of(), file.rows());
    assertEquals(List.of("c"), file.root.children().stream().map(ReadParquet.Node::name).toList());
  }

  @Test
  void aSecondCloseDoesNothing() throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    ParquetFileWriter writer = writer(Scalar.BIGINT, target);
    writer.close();
    long size = target.size();
    writer.close();

    assertEquals(size, target.size());
    assertThrows(IllegalStateException.class, () -> writer.write(List.of(ONE), new int[] {0}, 1));
  }

  @Test
  void refusesTypesThatFilesDoNotHold() {
    for (SqlType type : List.of(Scalar.TIME, Scalar.UNKNOWN, new ArrayOf(Scalar.UNKNOWN))) {
      assertThrows(
          IllegalArgumentException.class, () -> writer(type, OutputStream.nullOutputStream()));
    }
  }

  @Test
  void refusesNoColumnsAndOtherColumns() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ParquetFileWriter(
                List.of(), ParquetCompression.NONE, OutputStream.nullOutputStream()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            writer(Scalar.BIGINT, OutputStream.nullOutputStream())
                .write(List.of(ONE, ONE), new int[1], 1));
  }

  @Test
  void passesOnWhatTheTargetThrows() throws IOException {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    ParquetFileWriter writer = writer(Scalar.BIGINT, full);
    writer.write(List.of(ONE), new int[] {0}, 1);

    assertEquals("full", assertThrows(IOException.class, writer::close).getMessage());
  }

  private static ParquetFileWriter writer(SqlType type, OutputStream target) {
    return new ParquetFileWriter(
        List.of(new ParquetColumn("c", type)), ParquetCompression.NONE, target);
  }
}
