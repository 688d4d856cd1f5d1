package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.Vector;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows made column by column are the rows made value by value. */
@ExtendWith(SeedExtension.class)
class RowEncoderTest {
  private static final List<SqlType> TYPES =
      List.of(
          Scalar.BIGINT,
          Scalar.TIMESTAMP,
          Scalar.DOUBLE,
          Scalar.BOOLEAN,
          Scalar.VARCHAR,
          Scalar.VARCHAR,
          Scalar.DATE,
          new SqlType.ArrayOf(Scalar.BIGINT),
          Scalar.VARCHAR);

  @Test
  void columnsMakeTheSameRowsAsValues(Seed seed) {
    SplittableRandom random = seed.random();
    RowEncoder encoder = new RowEncoder(columns(), 1 << 20);
    for (int round = 0; round < 20; round++) {
      int rows = 1 + random.nextInt(3_000);
      ResultBatch batch = batch(random, rows);
      StringBuilder all = new StringBuilder();
      int row = 0;
      while (row < rows) {
        EncodedRows encoded = encoder.encode(batch, row);
        assertTrue(encoded.count() <= RowEncoder.ROWS_MAX);
        for (int i = 0; i < encoded.count(); i++) {
          all.append(
              new String(
                  encoded.json(),
                  encoded.start(i),
                  encoded.end(i) - encoded.start(i) - 1,
                  StandardCharsets.UTF_8));
          all.append('\n');
        }
        row += encoded.count();
      }
      assertEquals(valueByValue(batch), all.toString());
    }
  }

  @Test
  void nothingIsAllocatedForAValue(Seed seed) {
    SplittableRandom random = seed.random();
    int rows = 1_000;
    List<SqlType> types =
        List.of(
            Scalar.BIGINT,
            Scalar.TIMESTAMP,
            Scalar.DOUBLE,
            Scalar.BOOLEAN,
            Scalar.VARCHAR,
            Scalar.VARCHAR);
    Vector.Text words =
        new Vector.Text(
            "host_1host_2".getBytes(StandardCharsets.UTF_8), new int[] {0, 6, 12}, null);
    int[] offsets = IntStream.rangeClosed(0, rows).map(i -> 3 * i).toArray();
    ResultBatch batch =
        new ResultBatch(
            new Batch(
                rows,
                List.of(
                    new Vector.Longs(random.longs(rows).toArray(), null),
                    new Vector.Longs(random.longs(rows, 0, 80_000_000_000_000L).toArray(), null),
                    new Vector.Doubles(
                        random.ints(rows, 0, 100_000).mapToDouble(i -> i / 100.0).toArray(), null),
                    new Vector.Booleans(new boolean[rows], null),
                    new Vector.Dictionary(random.ints(rows, 0, 2).toArray(), words, null, words),
                    new Vector.Text(
                        "abc".repeat(rows).getBytes(StandardCharsets.UTF_8), offsets, null))),
            types);
    RowEncoder encoder =
        new RowEncoder(types.stream().map(type -> new ResultColumn("c", type)).toList(), 1 << 20);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    long handedOver = 0;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      handedOver = 0;
      for (int row = 0; row < rows; ) {
        EncodedRows encoded = encoder.encode(batch, row);
        handedOver += encoded.json().length + Integer.BYTES * (long) encoded.count();
        row += encoded.count();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertTrue(
        least <= handedOver + 4_096, least + " bytes allocated, " + handedOver + " handed over");
  }

  @Test
  void rowsGoThroughBytes(Seed seed) {
    RowEncoder encoder = new RowEncoder(columns(), 1 << 20);
    EncodedRows rows = encoder.encode(batch(seed.random(), 50), 0);

    EncodedRows back = EncodedRows.of(rows.toBytes());

    assertEquals(
        new String(rows.json(), StandardCharsets.UTF_8),
        new String(back.json(), StandardCharsets.UTF_8));
    assertEquals(rows.count(), back.count());
    assertEquals(rows.end(49), back.end(49));
  }

  @Test
  void rowsBeforeOneThatIsTooLargeAreHandedOn() {
    byte[] bytes = "ab".concat("x".repeat(5_000)).concat("c").getBytes(StandardCharsets.UTF_8);
    Vector texts = new Vector.Text(bytes, new int[] {0, 1, 2, 5_002, 5_003}, null);
    ResultBatch batch = new ResultBatch(new Batch(4, List.of(texts)), List.of(Scalar.VARCHAR));
    RowEncoder encoder = new RowEncoder(List.of(new ResultColumn("t", Scalar.VARCHAR)), 1_000);

    assertEquals(2, encoder.encode(batch, 0).count());
    ServiceException failure = assertThrows(ServiceException.class, () -> encoder.encode(batch, 2));
    assertTrue(failure.getMessage().contains("max page response size"));
    assertEquals(1, encoder.encode(batch, 3).count());
  }

  @Test
  void piecesStaySmallWhateverTheValues() {
    byte[] bytes = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    int[] offsets = IntStream.rangeClosed(0, 100).map(i -> i * 1_000).toArray();
    Vector texts = new Vector.Text(bytes, offsets, null);
    List<Vector> vectors = IntStream.range(0, 50).mapToObj(_ -> texts).toList();
    List<SqlType> types = IntStream.range(0, 50).<SqlType>mapToObj(_ -> Scalar.VARCHAR).toList();
    RowEncoder encoder =
        new RowEncoder(types.stream().map(type -> new ResultColumn("t", type)).toList(), 1 << 20);
    ResultBatch batch = new ResultBatch(new Batch(100, vectors), types);

    int row = 0;
    int largest = 0;
    while (row < 100) {
      EncodedRows piece = encoder.encode(batch, row);
      // The first one is made before anything is known of the values.
      largest = row == 0 ? 0 : Math.max(largest, piece.json().length);
      row += piece.count();
    }
    assertTrue(largest <= 300_000, "bytes: " + largest);
  }

  private static List<ResultColumn> columns() {
    return TYPES.stream().map(type -> new ResultColumn("c", type)).toList();
  }

  private static String valueByValue(ResultBatch batch) {
    StringBuilder all = new StringBuilder();
    for (int row = 0; row < batch.rowCount(); row++) {
      TextBuffer json = new TextBuffer();
      DatumEncoder datums = new DatumEncoder(json);
      json.append("{\"Data\":[");
      for (int column = 0; column < TYPES.size(); column++) {
        if (column > 0) {
          json.append(',');
        }
        datums.write(TYPES.get(column), batch.vector(column), row);
      }
      all.append(json).append("]}\n");
    }
    return all.toString();
  }

  private static ResultBatch batch(SplittableRandom random, int rows) {
    long[] numbers = random.longs(rows).toArray();
    long[] times = new long[rows];
    double[] doubles = new double[rows];
    boolean[] truths = new boolean[rows];
    int[] codes = new int[rows];
    long[] dates = new long[rows];
    int[] offsets = new int[rows + 1];
    StringBuilder texts = new StringBuilder();
    int[] textOffsets = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      boolean repeated = row > 0 && random.nextInt(3) > 0;
      times[row] =
          repeated
              ? times[row - 1] + random.nextInt(2) * random.nextLong(90_000_000_000_000L)
              : random.nextLong(-4_000_000_000_000_000_000L, 4_000_000_000_000_000_000L);
      codes[row] = repeated ? codes[row - 1] : random.nextInt(4);
      doubles[row] = random.nextBoolean() ? random.nextInt(1_000) / 8.0 : random.nextDouble();
      truths[row] = random.nextBoolean();
      dates[row] = random.nextInt(30_000);
      offsets[row + 1] = offsets[row] + random.nextInt(3);
      texts.append("\"a\\".repeat(random.nextInt(3)));
      textOffsets[row + 1] = texts.length();
    }
    Vector.Text words =
        new Vector.Text(
            "host_1host_2\"x\"".getBytes(StandardCharsets.UTF_8),
            new int[] {0, 6, 12, 15, 15},
            null);
    return new ResultBatch(
        new Batch(
            rows,
            List.of(
                new Vector.Longs(numbers, presence(random, rows)),
                new Vector.Longs(times, presence(random, rows)),
                new Vector.Doubles(doubles, presence(random, rows)),
                new Vector.Booleans(truths, presence(random, rows)),
                new Vector.Dictionary(codes, words, presence(random, rows), words),
                new Vector.Text(
                    texts.toString().getBytes(StandardCharsets.UTF_8),
                    textOffsets,
                    presence(random, rows)),
                new Vector.Longs(dates, presence(random, rows)),
                new Vector.Arrays(
                    offsets, new Vector.Longs(random.longs(2L * rows + 1).toArray(), null), null),
                new Vector.Constant(
                    new Vector.Text(
                        "same".getBytes(StandardCharsets.UTF_8), new int[] {0, 4}, null)))),
        TYPES);
  }

  private static long[] presence(SplittableRandom random, int rows) {
    return random.nextBoolean() ? null : random.longs((rows + 63) / 64).toArray();
  }
}
