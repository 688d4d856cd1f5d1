package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.VectorBuilder;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When texts stand in pages as codes, and when they are spelled out. */
class TextPagesTest {
  private static final int PLAIN = 0;
  private static final int CODES = 8;

  @Test
  void textsThatComeAgainAreCoded() throws IOException {
    assertEquals(List.of(CODES), encodings(20_000, i -> "host-" + i % 1_000));
  }

  @Test
  void differentTextsAreSpelledOut() throws IOException {
    assertEquals(List.of(PLAIN), encodings(1_000, i -> "request-" + i));
  }

  @Test
  void aFullDictionaryEndsTheCodes() throws IOException {
    // Ten times the same at first; then none comes twice, for more than 256 KiB.
    List<Integer> encodings =
        encodings(60_000, i -> i < 30_000 ? "host-" + i % 10 : "some-request-" + i);

    assertEquals(CODES, encodings.getFirst());
    assertEquals(PLAIN, encodings.getLast());
  }

  @Test
  void nothingButNullsLeavesTheChoiceOpen() throws IOException {
    List<Integer> encodings = encodings(65_536 + 1_000, i -> i < 65_536 ? null : "host");

    assertEquals(List.of(PLAIN, CODES), encodings);
  }

  @Test
  void aPageOfOneTextNeedsOneBit() throws IOException {
    assertEquals(List.of(CODES), encodings(100, _ -> ""));
  }

  @Test
  void aDictionaryBelongsToOneRowGroup() throws IOException {
    int group = ParquetFileWriter.GROUP_ROWS_MAX;
    ReadParquet file = file(group + 1_000, i -> i < group ? "host-" + i % 1_000 : "another");

    long size = file.groups.getLast().chunks().getFirst().metadata().number(7);
    assertTrue(size < 200, size + " bytes for one text");
  }

  /** Texts whose hashes are all the same: "Aa" and "BB" have one, and so has what they make up. */
  @Test
  void collidingTextsAreAllThere() throws IOException {
    List<Integer> encodings =
        encodings(
            16_384,
            i -> Integer.toBinaryString(1 << 10 | i % 1_024).replace("0", "Aa").replace("1", "BB"));

    assertTrue(List.of(PLAIN, CODES).contains(encodings.getFirst()));
  }

  /** The encodings of the pages of a column. */
  private static List<Integer> encodings(int rows, IntFunction<String> texts) throws IOException {
    return file(rows, texts).groups.stream()
        .flatMap(group -> group.chunks().getFirst().pages().stream())
        .map(ReadParquet.Page::encoding)
        .toList();
  }

  /** A file of these texts, read back. */
  private static ReadParquet file(int rows, IntFunction<String> texts) throws IOException {
    VectorBuilder builder = VectorBuilder.of(Scalar.VARCHAR);
    List<String> expected = IntStream.range(0, rows).mapToObj(texts).collect(Collectors.toList());
    for (String text : expected) {
      if (text == null) {
        builder.appendNull();
      } else {
        builder.appendText(text);
      }
    }
    ReadParquet file = WrittenFile.of(Scalar.VARCHAR, builder.build(), rows);
    assertEquals(expected, file.rows().stream().map(List::getFirst).toList());
    return file;
  }
}
