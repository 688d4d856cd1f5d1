package io.lodestone.engine.journal;

import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesList;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;

/**
 * The reader's side of {@link SeriesNumbers}: what each number stands for, as far as the frames
 * that define it could be read. One owner.
 *
 * <p>Numbers that are known follow each other in ranges; a second range begins only behind
 * definitions that a damaged frame took along. The places of all ranges stand one after the other.
 */
final class NumberedSeries {
  private static final int UNKNOWN = -1;

  private final long firstFrame;
  private SeriesList list = new SeriesList();

  /** Per known number, in ascending order: the place of its series in the list. */
  private int[] places = {};

  private int known;

  /** Per range: its first number, and where its places start. */
  private int[] firsts = new int[4];

  private int[] starts = new int[4];
  private int ranges;
  private byte[] key = new byte[256];

  /** Batches of this list that nobody reads any more. */
  private final ArrayDeque<PointBatch> spent = new ArrayDeque<>();

  /**
   * @param firstFrame the frame in which these numbers began
   */
  NumberedSeries(long firstFrame) {
    this.firstFrame = firstFrame;
  }

  long firstFrame() {
    return firstFrame;
  }

  /** The series that numbers stand for. Grows; another one when the numbers begin anew. */
  SeriesList list() {
    return list;
  }

  /** Batches whose memory may be used again. */
  Collection<PointBatch> spent() {
    return spent;
  }

  void giveSpent(PointBatch batch) {
    spent.addLast(batch);
  }

  /** One of them; null when there is none. It may be of a list that these numbers had before. */
  PointBatch takeSpent() {
    return spent.pollFirst();
  }

  /** The place of a number's series in the list, or -1 when what defines it could not be read. */
  int place(long number) {
    for (int range = ranges - 1; range >= 0; range--) {
      if (number >= firsts[range]) {
        long at = number - firsts[range] + starts[range];
        int end = range + 1 < ranges ? starts[range + 1] : known;
        return at < end ? places[(int) at] : UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  /**
   * The places of many numbers, none of them negative.
   *
   * @param into receives them: -1 for those whose definition could not be read
   * @return how many those are
   */
  int places(long[] numbers, int count, int[] into) {
    int first = firsts[0];
    int size = ranges == 1 ? known : 0;
    int unknown = 0;
    for (int i = 0; i < count; i++) {
      long at = numbers[i] - first;
      into[i] = at >= 0 && at < size ? places[(int) at] : place(numbers[i]);
      unknown += into[i] >>> (Integer.SIZE - 1);
    }
    return unknown;
  }

  /** Reads definitions of consecutive numbers; those from 0 on make all others void. */
  void readDefinitions(ByteReader in) throws MalformedBytesException {
    int count = in.readCount(2);
    if (count == 0) {
      return;
    }
    begin(in);
    int length = 0;
    places = Arrays.copyOf(places, Math.max(places.length, Math.max(known + count, 2 * known)));
    for (int i = 0; i < count; i++) {
      int shared = in.readVarInt();
      int rest = in.readCount(1);
      if (shared < 0 || shared > length) {
        throw in.malformed("at most " + length + " shared bytes", Integer.toString(shared));
      }
      length = shared + rest;
      if (length > key.length) {
        key = Arrays.copyOf(key, Math.max(length, 2 * key.length));
      }
      in.readBytes(key, shared, rest);
      places[known++] = list.add(key, 0, length);
    }
  }

  private void begin(ByteReader in) throws MalformedBytesException {
    int first = in.readVarInt();
    if (first == 0) {
      list = known == 0 ? list : new SeriesList();
      known = 0;
      ranges = 0;
    }
    int end = ranges == 0 ? 0 : firsts[ranges - 1] + known - starts[ranges - 1];
    if (first < end) {
      throw in.malformed("series numbers from " + end + " on", Integer.toString(first));
    }
    if (first > end || ranges == 0) {
      if (ranges == firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * ranges);
        starts = Arrays.copyOf(starts, 2 * ranges);
      }
      firsts[ranges] = first;
      starts[ranges++] = known;
    }
  }
}
