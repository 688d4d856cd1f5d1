package io.lodestone.segments.index;

import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.PackedColumnWriter;
import java.nio.ByteBuffer;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/** Writes which series have which value of a dimension. The layout is told by {@link Postings}. */
final class PostingsWriter {
  private PostingsWriter() {}

  static void write(int[] codes, int values, PackedColumnWriter packed, EncodedWriter out) {
    int table = out.size();
    for (int i = 0; i < 3; i++) {
      out.writeInt(0);
    }
    int[] counts = new int[values + 1];
    for (int code : codes) {
      counts[code]++;
    }
    int[] bySeries = seriesByCode(codes, counts);
    long[] places = new long[values + 1];
    EncodedWriter bitmaps = new EncodedWriter(1 << 10);
    int next = 0;
    for (int code = 0; code <= values; code++) {
      int count = counts[code];
      if (count == 1) {
        places[code] = bySeries[next];
      } else if (count > 1) {
        places[code] = bitmaps.size();
        writeBitmap(bySeries, next, count, bitmaps);
      }
      next += count;
    }
    out.setInt(table, out.size());
    packed.write(counts, counts.length, out);
    out.setInt(table + 4, out.size());
    packed.write(places, places.length, out);
    out.setInt(table + 8, out.size());
    out.writeBytes(bitmaps.bytes(), 0, bitmaps.size());
  }

  /** All series, those of code 0 first, ascending within a code. */
  private static int[] seriesByCode(int[] codes, int[] counts) {
    int[] next = new int[counts.length];
    for (int i = 1; i < counts.length; i++) {
      next[i] = next[i - 1] + counts[i - 1];
    }
    int[] series = new int[codes.length];
    for (int s = 0; s < codes.length; s++) {
      series[next[codes[s]]++] = s;
    }
    return series;
  }

  private static void writeBitmap(int[] series, int from, int count, EncodedWriter out) {
    RoaringBitmapWriter<RoaringBitmap> writer = RoaringBitmapWriter.writer().get();
    for (int i = from; i < from + count; i++) {
      writer.add(series[i]);
    }
    RoaringBitmap bitmap = writer.get();
    bitmap.runOptimize();
    ByteBuffer serialized = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
    bitmap.serialize(serialized);
    out.writeBytes(serialized.array(), 0, serialized.position());
  }
}
