package io.lodestone.segments.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecTest {
  private final TextCodec codec = new TextCodec(new LongCodec());

  private static ColumnBuffer column(int n, IntFunction<String> value) {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.VARCHAR, n);
    for (int i = 0; i < n; i++) {
      String text = value.apply(i);
      if (text == null) {
        column.appendAbsent();
      } else {
        column.appendVarchar(text);
      }
    }
    return column;
  }

  private int roundTrip(ColumnBuffer column) {
    EncodedWriter out = new EncodedWriter(16);
    int present = codec.encode(column, 0, column.size(), out);
    assertEquals(column.size() - column.absentCount(), present);
    EncodedReader reader = new EncodedReader();
    reader.wrap(out.bytes(), 0, out.size());
    ColumnBuffer decoded = new ColumnBuffer("c", ValueType.VARCHAR, 1);
    if (present > 0) {
      codec.decode(reader, column.size(), column.presence(), present, decoded);
      assertEquals(0, reader.remaining());
      for (int i = 0; i < column.size(); i++) {
        assertTrue(column.sameValue(i, decoded, i), "value " + i);
      }
    }
    return out.size();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1_023, 1_024, 1_025, 4_096, 16_384})
  void everyShapeComesBack(int n) {
    Random random = new Random(n);
    roundTrip(column(n, i -> ""));
    roundTrip(column(n, i -> "same"));
    roundTrip(column(n, i -> null));
    roundTrip(column(n, i -> "value " + i));
    roundTrip(column(n, i -> "value " + i % 7));
    roundTrip(column(n, i -> random.nextBoolean() ? null : "é\u0000" + random.nextInt(300)));
    roundTrip(column(n, i -> "x".repeat(random.nextInt(40))));
  }

  @Test
  void fewDistinctValuesTakeFewBits() {
    assertTrue(roundTrip(column(1_024, i -> "state " + i * 31 % 4)) < 350);
    assertTrue(roundTrip(column(1_024, i -> "the one and only")) < 40);
  }

  @Test
  void everyTruncationIsRefused() {
    ColumnBuffer column = column(50, i -> "value " + i % 7);
    EncodedWriter out = new EncodedWriter(16);
    codec.encode(column, 0, 50, out);
    EncodedReader reader = new EncodedReader();
    for (int length = 0; length < out.size(); length++) {
      reader.wrap(out.bytes(), 0, length);
      ColumnBuffer into = new ColumnBuffer("c", ValueType.VARCHAR, 50);
      assertThrows(MalformedVectorException.class, () -> codec.decode(reader, 50, null, 50, into));
    }
  }
}
