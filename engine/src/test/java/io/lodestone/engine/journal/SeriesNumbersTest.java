package io.lodestone.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.SeriesList;
import io.lodestone.model.ValueType;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A series is named in full once in each stretch of the log; what a damaged frame costs. */
@ExtendWith(SeedExtension.class)
class SeriesNumbersTest {
  private final SeriesList list = new SeriesList();
  private final JournalEncoder encoder = new JournalEncoder();
  private SeriesNumbers numbers = new SeriesNumbers();
  private long frame;
  private long mark = 1;

  /** A frame with one point of each of some series, valued with the frame and the series. */
  private byte[] frame(int... series) {
    PointBatch.Builder batch = new PointBatch.Builder(list, 8);
    frame++;
    for (int number : series) {
      int place = batch.series(SeriesKey.of("cpu", "host", "host-" + number));
      batch.point(batch.size(), place, frame, 1);
      batch.valueColumn("v", ValueType.BIGINT).appendWord(number);
      if (number % 2 == 0) {
        batch.valueColumn("text", ValueType.VARCHAR).appendVarchar("t" + number);
      }
    }
    encoder.begin(frame, mark);
    PointBatch points = batch.build();
    int[] all = new int[points.size()];
    int[] handles = new int[points.seriesCount()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    for (int i = 0; i < handles.length; i++) {
      // A handle is not the place.
      handles[i] = 3 * i + 1;
    }
    encoder.addPoints(7, false, numbers, points, handles, all, all.length);
    byte[] bytes = new byte[encoder.payload().remaining()];
    encoder.payload().get(bytes);
    return bytes;
  }

  private static PointsWritten read(JournalDecoder decoder, long frame, byte[] bytes)
      throws CorruptFileException {
    return (PointsWritten) decoder.decode(frame, ByteBuffer.wrap(bytes)).getFirst();
  }

  private static List<String> hosts(PointsWritten written) {
    List<String> hosts = new ArrayList<>();
    PointBatch points = written.points();
    for (int i = 0; i < points.size(); i++) {
      String host = points.key(points.series()[i]).dimension("host").orElseThrow();
      long value = points.columns().getFirst().word(i);
      assertEquals("host-" + value, host);
      for (ColumnBuffer column : points.columns()) {
        if (column.type() == ValueType.VARCHAR) {
          assertEquals(value % 2 == 0 ? "t" + value : "", column.varcharAt(i));
        }
      }
      hosts.add(host);
    }
    return hosts;
  }

  @Test
  void tellsHowMuchWouldBeDefinedAgain() {
    int two = frame(1, 2).length;
    long defined = encoder.definedBytes(mark);
    assertTrue(defined > 20 && defined < two, defined + " of " + two);
    frame(2, 1);
    assertEquals(defined, encoder.definedBytes(mark), "nothing new");
    frame(3);
    assertTrue(encoder.definedBytes(mark) > defined);
    assertEquals(0, encoder.definedBytes(mark + 1), "of a stretch that has not begun");
    mark++;
    frame(1, 2);
    assertTrue(encoder.definedBytes(mark) <= defined);
  }

  @Test
  void aSeriesIsWrittenInFullOnce() throws Exception {
    byte[] first = frame(1, 2, 3);
    byte[] second = frame(3, 2, 1);
    assertTrue(first.length > second.length + 24, first.length + " and " + second.length);
    JournalDecoder decoder = new JournalDecoder();
    assertEquals(List.of("host-1", "host-2", "host-3"), hosts(read(decoder, 1, first)));
    assertEquals(List.of("host-3", "host-2", "host-1"), hosts(read(decoder, 2, second)));
  }

  @Test
  void aNewStretchCanBeReadAlone() throws Exception {
    frame(1, 2, 3);
    mark++;
    byte[] bytes = frame(2, 4);
    assertEquals(List.of("host-2", "host-4"), hosts(read(new JournalDecoder(), 2, bytes)));
  }

  @Test
  void aDamagedFrameCostsItsPointsAndThoseThatNameWhatItDefined() throws Exception {
    JournalDecoder decoder = new JournalDecoder();
    read(decoder, 1, frame(1, 2));
    frame(3, 4, 5); // lost
    PointsWritten third = read(decoder, 3, frame(2, 4, 1, 6));
    assertEquals(List.of("host-2", "host-1", "host-6"), hosts(third));
    assertEquals(1, third.lost());
    PointsWritten fourth = read(decoder, 4, frame(6, 5, 3, 7));
    assertEquals(List.of("host-6", "host-7"), hosts(fourth));
    assertEquals(2, fourth.lost());
    mark++;
    assertEquals(0, read(decoder, 5, frame(3, 4, 5)).lost());
  }

  /** When the frame in which numbers begin is lost, older numbers must not be taken for them. */
  @Test
  void numbersOfAnEarlierStretchAreNotTakenForLaterOnes() throws Exception {
    JournalDecoder decoder = new JournalDecoder();
    read(decoder, 1, frame(1, 2, 3));
    mark++;
    frame(4, 5, 6); // lost
    PointsWritten written = read(decoder, 3, frame(5, 6, 7));
    assertEquals(List.of("host-7"), hosts(written));
    assertEquals(2, written.lost());
  }

  /** Any history with any frames missing: nothing wrong, and nothing lost without need. */
  @Test
  void whatIsLostIsExactlyWhatCannotBeKnown(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 100; round++) {
      JournalDecoder decoder = new JournalDecoder();
      mark++;
      Set<Integer> defined = new HashSet<>();
      Set<Integer> readable = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(10) == 0) {
          mark++;
          numbers = random.nextBoolean() ? new SeriesNumbers() : numbers;
          defined.clear();
          readable.clear();
        }
        int[] series = random.ints(1 + random.nextInt(6), 0, 30).distinct().toArray();
        boolean lost = random.nextInt(4) == 0;
        byte[] bytes = frame(series);
        List<String> expected = new ArrayList<>();
        for (int number : series) {
          if (defined.add(number) && !lost) {
            readable.add(number);
          }
          if (readable.contains(number)) {
            expected.add("host-" + number);
          }
        }
        if (!lost) {
          PointsWritten written = read(decoder, frame, bytes);
          assertEquals(expected, hosts(written));
          assertEquals(series.length - expected.size(), written.lost());
        }
      }
    }
  }

  @Test
  void definitionsThatOverlapAreCorrupt() throws Exception {
    JournalDecoder decoder = new JournalDecoder();
    byte[] first = frame(1);
    byte[] second = frame(2);
    read(decoder, 1, first);
    read(decoder, 2, second);
    assertThrows(CorruptFileException.class, () -> read(decoder, 2, second));
  }
}
