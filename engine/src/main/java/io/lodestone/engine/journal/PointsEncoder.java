package io.lodestone.engine.journal;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.storage.bytes.ByteWriter;
import java.util.Arrays;
import java.util.List;

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
  private int[] places = new int[64];

  void write(ByteWriter out, PointBatch batch, int[] chosen, int count) {
    if (words.length < count) {
      words = new long[Math.max(count, 2 * words.length)];
    }
    writeSeries(out, batch, chosen, count);
    for (int i = 0; i < count; i++) {
      words[i] = batch.times()[chosen[i]];
    }
    packed.writeTimes(out, words, count);
    for (int i = 0; i < count; i++) {
      words[i] = batch.versions()[chosen[i]];
    }
    packed.write(out, words, count);
    writeColumns(out, batch, chosen, count);
  }

  /**
   * The keys that the chosen points use, in the order of the batch, then each point's place among
   * them.
   */
  private void writeSeries(ByteWriter out, PointBatch batch, int[] chosen, int count) {
    if (places.length < batch.seriesCount()) {
      places = new int[Math.max(batch.seriesCount(), 2 * places.length)];
    }
    Arrays.fill(places, 0, batch.seriesCount(), 0);
    int[] series = batch.series();
    for (int i = 0; i < count; i++) {
      places[series[chosen[i]]] = 1;
    }
    int used = 0;
    for (int i = 0; i < batch.seriesCount(); i++) {
      if (places[i] != 0) {
        places[i] = used++;
      } else {
        places[i] = -1;
      }
    }
    out.writeVarInt(used);
    byte[] keys = batch.keyBytes();
    int previousStart = 0;
    int previousEnd = 0;
    for (int i = 0; i < batch.seriesCount(); i++) {
      if (places[i] < 0) {
        continue;
      }
      int start = batch.keyStart(i);
      int end = batch.keyEnd(i);
      int shared = Arrays.mismatch(keys, previousStart, previousEnd, keys, start, end);
      shared = shared < 0 ? end - start : shared;
      out.writeVarInt(shared);
      out.writeVarInt(end - start - shared);
      out.writeBytes(keys, start + shared, end - start - shared);
      previousStart = start;
      previousEnd = end;
    }
    out.writeVarInt(count);
    for (int i = 0; i < count; i++) {
      words[i] = places[series[chosen[i]]];
    }
    packed.write(out, words, count);
  }

  private void writeColumns(ByteWriter out, PointBatch batch, int[] chosen, int count) {
    List<ColumnBuffer> columns = batch.columns();
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
          writeWords(out, column, chosen, count);
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

  private void writeWords(ByteWriter out, ColumnBuffer column, int[] chosen, int count) {
    long[] from = column.words();
    int present = 0;
    if (column.absentCount() == 0) {
      for (int i = 0; i < count; i++) {
        words[i] = from[chosen[i]];
      }
      present = count;
    } else {
      for (int i = 0; i < count; i++) {
        words[present] = from[chosen[i]];
        present += column.isPresent(chosen[i]) ? 1 : 0;
      }
    }
    if (column.type() == ValueType.DOUBLE) {
      writeDoubles(out, present);
    } else {
      packed.write(out, words, present);
    }
  }

  private void writeDoubles(ByteWriter out, int present) {
    boolean whole = true;
    for (int i = 0; i < present && whole; i++) {
      double value = Double.longBitsToDouble(words[i]);
      long integer = (long) value;
      // Comparing bits keeps -0.0 and NaN out.
      whole =
          Math.abs(value) <= WHOLE_MAX && Double.doubleToRawLongBits((double) integer) == words[i];
    }
    out.writeByte(whole ? WHOLE_NUMBERS : RAW);
    if (whole) {
      for (int i = 0; i < present; i++) {
        words[i] = (long) Double.longBitsToDouble(words[i]);
      }
      packed.write(out, words, present);
    } else {
      for (int i = 0; i < present; i++) {
        out.writeLong(words[i]);
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
