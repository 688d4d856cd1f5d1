package io.lodestone.engine.journal;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced.Before;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.storage.bytes.ByteWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bytes of points in a journal entry: columns, each packed by itself; see {@code
 * docs/formats/journal.md}. Holds nothing from one entry to the next but memory; one owner.
 * Allocates nothing per point.
 */
final class PointsEncoder {
  /** How the present values of a DOUBLE column stand. */
  static final int RAW = 0;

  static final int WHOLE_NUMBERS = 1;

  /** Whole numbers up to here are exact in a double and small enough to be worth packing. */
  private static final double WHOLE_MAX = 1L << 50;

  private final PackedLongs packed = new PackedLongs();
  private long[] words = new long[1024];
  private long[] integers = new long[1024];

  /** Series of the batch that the entry being written defines. */
  private int[] freshPlaces = new int[64];

  private int fresh;

  /**
   * @param numbers begun for the frame and stretch that are written
   * @param handles per series of the batch that a chosen point has: its handle, by which {@code
   *     numbers} knows it
   * @return how many bytes define series
   */
  int write(
      ByteWriter out,
      SeriesNumbers numbers,
      PointBatch batch,
      int[] handles,
      int[] chosen,
      int count) {
    makeRoom(count);
    int defined = writeSeries(out, numbers, batch, handles, chosen, count);
    int size = batch.size();
    packed.writeTimes(out, picked(batch.times(), size, chosen, count), count);
    packed.write(out, picked(batch.versions(), size, chosen, count), count);
    writeColumns(out, batch.columns(), size, chosen, count);
    return defined;
  }

  /** Which points of an entry replaced others, and those others if they are known. */
  void write(ByteWriter out, PointsReplaced replaced) {
    int[] points = replaced.points();
    int count = points.length;
    makeRoom(count);
    for (int i = 0; i < count; i++) {
      words[i] = points[i];
    }
    out.writeVarInt(count);
    packed.writeSequence(out, words, count);
    out.writeByte(replaced.before().isPresent() ? 1 : 0);
    if (replaced.before().isPresent()) {
      Before before = replaced.before().get();
      int[] all = IntStream.range(0, count).toArray();
      packed.write(out, before.versions(), count);
      writeColumns(out, before.columns(), count, all, count);
    }
  }

  private void makeRoom(int count) {
    if (words.length < count) {
      words = new long[Math.max(count, 2 * words.length)];
      integers = new long[words.length];
    }
  }

  /** The chosen ones of some values; as they stand when that is all of them. */
  private long[] picked(long[] values, int size, int[] chosen, int count) {
    if (count == size) {
      return values;
    }
    for (int i = 0; i < count; i++) {
      words[i] = values[chosen[i]];
    }
    return words;
  }

  /**
   * The series that the stretch does not know yet, then each point's number.
   *
   * @return how many bytes the former take
   */
  private int writeSeries(
      ByteWriter out,
      SeriesNumbers numbers,
      PointBatch batch,
      int[] handles,
      int[] chosen,
      int count) {
    int[] series = batch.series();
    int known = numbers.count();
    fresh = 0;
    for (int i = 0; i < count; i++) {
      int place = series[chosen[i]];
      int number = numbers.find(handles[place]);
      if (number < 0) {
        number = numbers.define(handles[place]);
        noteFresh(place);
      }
      words[i] = number;
    }
    int start = out.size();
    out.writeVarInt(fresh);
    if (fresh > 0) {
      out.writeVarInt(known);
      writeKeys(out, batch);
    }
    int defined = fresh == 0 ? 0 : out.size() - start;
    out.writeVarInt(count);
    packed.writeSequence(out, words, count);
    return defined;
  }

  private void noteFresh(int place) {
    if (fresh == freshPlaces.length) {
      freshPlaces = Arrays.copyOf(freshPlaces, 2 * fresh);
    }
    freshPlaces[fresh++] = place;
  }

  private void writeKeys(ByteWriter out, PointBatch batch) {
    byte[] keys = batch.keyBytes();
    int previousStart = 0;
    int previousEnd = 0;
    for (int i = 0; i < fresh; i++) {
      int start = batch.keyStart(freshPlaces[i]);
      int end = batch.keyEnd(freshPlaces[i]);
      int shared = Arrays.mismatch(keys, previousStart, previousEnd, keys, start, end);
      shared = shared < 0 ? end - start : shared;
      out.writeVarInt(shared);
      out.writeVarInt(end - start - shared);
      out.writeBytes(keys, start + shared, end - start - shared);
      previousStart = start;
      previousEnd = end;
    }
  }

  private void writeColumns(
      ByteWriter out, List<ColumnBuffer> columns, int size, int[] chosen, int count) {
    int used = 0;
    for (int i = 0; i < columns.size(); i++) {
      used += presentCount(columns.get(i), chosen, count) > 0 ? 1 : 0;
    }
    out.writeVarInt(used);
    for (int i = 0; i < columns.size(); i++) {
      ColumnBuffer column = columns.get(i);
      int present = presentCount(column, chosen, count);
      if (present > 0) {
        out.writeUtf8(column.name());
        out.writeByte(column.type().code());
        writePresence(out, column, chosen, count, present);
        if (column.type() == ValueType.VARCHAR) {
          writeTexts(out, column, chosen, count);
        } else {
          writeWords(out, size, column, chosen, count);
        }
      }
    }
  }

  private static int presentCount(ColumnBuffer column, int[] chosen, int count) {
    if (column.absentCount() == 0) {
      return count;
    }
    int present = 0;
    for (int i = 0; i < count; i++) {
      present += column.isPresent(chosen[i]) ? 1 : 0;
    }
    return present;
  }

  private static void writePresence(
      ByteWriter out, ColumnBuffer column, int[] chosen, int count, int present) {
    out.writeByte(present == count ? 0 : 1);
    if (present == count) {
      return;
    }
    for (int from = 0; from < count; from += Byte.SIZE) {
      int bits = 0;
      for (int i = from; i < Math.min(count, from + Byte.SIZE); i++) {
        bits |= (column.isPresent(chosen[i]) ? 1 : 0) << (i - from);
      }
      out.writeByte(bits);
    }
  }

  private void writeWords(ByteWriter out, int size, ColumnBuffer column, int[] chosen, int count) {
    long[] values = words;
    int present = 0;
    if (column.absentCount() == 0) {
      values = picked(column.words(), size, chosen, count);
      present = count;
    } else {
      long[] from = column.words();
      for (int i = 0; i < count; i++) {
        words[present] = from[chosen[i]];
        present += column.isPresent(chosen[i]) ? 1 : 0;
      }
    }
    if (column.type() == ValueType.DOUBLE) {
      writeDoubles(out, values, present);
    } else {
      packed.write(out, values, present);
    }
  }

  private void writeDoubles(ByteWriter out, long[] values, int present) {
    boolean whole = true;
    for (int i = 0; i < present && whole; i++) {
      double value = Double.longBitsToDouble(values[i]);
      long integer = (long) value;
      // Comparing bits keeps -0.0 and NaN out.
      whole =
          Math.abs(value) <= WHOLE_MAX && Double.doubleToRawLongBits((double) integer) == values[i];
      integers[i] = integer;
    }
    out.writeByte(whole ? WHOLE_NUMBERS : RAW);
    if (whole) {
      packed.write(out, integers, present);
    } else {
      for (int i = 0; i < present; i++) {
        out.writeLong(values[i]);
      }
    }
  }

  private void writeTexts(ByteWriter out, ColumnBuffer column, int[] chosen, int count) {
    int[] offsets = column.varcharOffsets();
    int present = 0;
    for (int i = 0; i < count; i++) {
      int point = chosen[i];
      words[present] = (long) offsets[point + 1] - offsets[point];
      present += column.isPresent(point) ? 1 : 0;
    }
    packed.write(out, words, present);
    for (int i = 0; i < count; i++) {
      int point = chosen[i];
      out.writeBytes(column.varcharBytes(), offsets[point], offsets[point + 1] - offsets[point]);
    }
  }
}
