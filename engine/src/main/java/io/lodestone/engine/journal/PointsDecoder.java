package io.lodestone.engine.journal;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.util.Arrays;

/** Reads what {@link PointsEncoder} wrote. One owner. */
final class PointsDecoder {
  private final PackedLongs packed = new PackedLongs();
  private long[] series = new long[1024];
  private long[] times = new long[1024];
  private long[] words = new long[1024];
  private byte[] bytes = new byte[1024];

  PointBatch read(ByteReader in) throws MalformedBytesException {
    int seriesCount = in.readCount(2);
    byte[] key = new byte[0];
    byte[][] keys = new byte[seriesCount][];
    for (int i = 0; i < seriesCount; i++) {
      int shared = in.readVarInt();
      int rest = in.readCount(1);
      if (shared < 0 || shared > key.length) {
        throw in.malformed("at most " + key.length + " shared bytes", Integer.toString(shared));
      }
      byte[] next = Arrays.copyOf(key, shared + rest);
      in.readBytes(next, shared, rest);
      keys[i] = next;
      key = next;
    }
    int count = count(in);
    packed.read(in, series, count);
    packed.read(in, times, count);
    packed.read(in, words, count);
    PointBatch.Builder batch = new PointBatch.Builder(count);
    int[] places = new int[seriesCount];
    for (int i = 0; i < seriesCount; i++) {
      places[i] = batch.series(keys[i], 0, keys[i].length);
    }
    for (int i = 0; i < count; i++) {
      if (series[i] < 0 || series[i] >= seriesCount || words[i] < 1) {
        throw in.malformed(
            "a series below " + seriesCount + " and a version from 1 on",
            series[i] + " and " + words[i]);
      }
      batch.point(i, places[(int) series[i]], times[i], words[i]);
    }
    int columns = in.readCount(4);
    for (int i = 0; i < columns; i++) {
      readColumn(in, batch, count);
    }
    return batch.build();
  }

  /**
   * The number of points: bounded by what the packed groups at least take, before anything is
   * allocated.
   */
  private int count(ByteReader in) throws MalformedBytesException {
    int count = in.readVarInt();
    long groups = (count + 1023L) / 1024;
    if (count < 0 || groups * PackedLongs.GROUP_BYTES_MIN > in.remaining()) {
      throw in.malformed("a count of points that fits the entry", Integer.toString(count));
    }
    if (times.length < count) {
      series = new long[count];
      times = new long[count];
      words = new long[count];
    }
    return count;
  }

  private void readColumn(ByteReader in, PointBatch.Builder batch, int count)
      throws MalformedBytesException {
    String name = in.readUtf8();
    ValueType type = CatalogCodec.valueType(in, in.readUnsignedByte());
    ColumnBuffer column = batch.column(name, type);
    if (column.size() != 0) {
      throw in.malformed("each column once", name + " twice");
    }
    byte[] presence = null;
    int present = count;
    if (in.readByte() != 0) {
      presence = in.readBytes((count + 7) >>> 3);
      present = 0;
      for (int i = 0; i < count; i++) {
        present += presence[i >>> 3] >>> (i & 7) & 1;
      }
    }
    if (type == ValueType.VARCHAR) {
      readTexts(in, column, presence, count, present);
      return;
    }
    if (type == ValueType.DOUBLE) {
      readDoubles(in, present);
    } else {
      packed.read(in, words, present);
    }
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (isPresent(presence, i)) {
        column.appendWord(words[next++]);
      } else {
        column.appendAbsent();
      }
    }
  }

  private void readDoubles(ByteReader in, int present) throws MalformedBytesException {
    int mode = in.readUnsignedByte();
    switch (mode) {
      case PointsEncoder.RAW -> {
        for (int i = 0; i < present; i++) {
          words[i] = in.readLong();
        }
      }
      case PointsEncoder.WHOLE_NUMBERS -> {
        packed.read(in, words, present);
        for (int i = 0; i < present; i++) {
          words[i] = Double.doubleToRawLongBits((double) words[i]);
        }
      }
      default -> throw in.malformed("a form of doubles", Integer.toString(mode));
    }
  }

  private void readTexts(
      ByteReader in, ColumnBuffer column, byte[] presence, int count, int present)
      throws MalformedBytesException {
    packed.read(in, words, present);
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (!isPresent(presence, i)) {
        column.appendAbsent();
        continue;
      }
      long length = words[next++];
      if (length < 0 || length > in.remaining()) {
        throw in.malformed("a text of at most " + in.remaining() + " bytes", Long.toString(length));
      }
      if (bytes.length < length) {
        bytes = new byte[(int) Math.max(length, 2L * bytes.length)];
      }
      in.readBytes(bytes, 0, (int) length);
      column.appendVarchar(bytes, 0, (int) length);
    }
  }

  private static boolean isPresent(byte[] presence, int index) {
    return presence == null || (presence[index >>> 3] >>> (index & 7) & 1) != 0;
  }
}
