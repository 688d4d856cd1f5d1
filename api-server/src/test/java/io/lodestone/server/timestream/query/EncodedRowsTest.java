package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows are cut where a page is full: held against going row by row. */
@ExtendWith(SeedExtension.class)
class EncodedRowsTest {
  @Test
  void rowsAreCutBehindTheLastThatFits(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 20_000; round++) {
      int[] ends = new int[1 + random.nextInt(6)];
      for (int row = 0; row < ends.length; row++) {
        ends[row] = (row == 0 ? 0 : ends[row - 1]) + 1 + random.nextInt(5);
      }
      EncodedRows rows = new EncodedRows(new byte[ends[ends.length - 1]], ends);
      int from = random.nextInt(ends.length);
      int rowsMax = random.nextInt(5) == 0 ? Integer.MAX_VALUE : random.nextInt(6);
      long bytesMax = random.nextInt(20);

      assertEquals(
          rowByRow(rows, from, rowsMax, bytesMax), rows.cut(from, rowsMax, bytesMax), "" + round);
    }
  }

  private static int rowByRow(EncodedRows rows, int from, int rowsMax, long bytesMax) {
    int row = from;
    while (row < rows.count()
        && row - from < rowsMax
        && rows.end(row) - rows.start(from) <= bytesMax) {
      row++;
    }
    return row;
  }
}
