package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Bytes worked out by hand from the specification of Thrift's compact protocol. */
class ThriftCompactWriterTest {
  @Test
  void writesNumbersInZigzag() {
    assertEquals("1500" + "00", struct(thrift -> thrift.putInt(1, 0)));
    assertEquals("1501" + "00", struct(thrift -> thrift.putInt(1, -1)));
    assertEquals("15ac02" + "00", struct(thrift -> thrift.putInt(1, 150)));
    assertEquals("15ffffffff0f" + "00", struct(thrift -> thrift.putInt(1, Integer.MIN_VALUE)));
    assertEquals(
        "16ffffffffffffffffff01" + "00", struct(thrift -> thrift.putLong(1, Long.MIN_VALUE)));
  }

  @Test
  void writesTheStepFromFieldToField() {
    String hex =
        struct(
            thrift -> {
              thrift.putBoolean(1, true);
              thrift.putBoolean(3, false);
              thrift.putText(18, "é");
              thrift.putInt(34, 1);
            });
    // One, two and fifteen fit beside the type; sixteen does not, and the number follows it.
    assertEquals("11" + "22" + "f802c3a9" + "054402" + "00", hex);
  }

  @Test
  void remembersTheFieldOfTheStructAround() {
    String hex =
        struct(
            thrift -> {
              thrift.beginStruct(2);
              thrift.putInt(5, 1);
              thrift.endStruct();
              thrift.putEmptyStruct(3);
              thrift.putInt(4, 1);
            });
    assertEquals("2c" + "5502" + "00" + "1c00" + "1502" + "00", hex);
  }

  @Test
  void writesTheSizeOfALongListApart() {
    assertEquals("19e5" + "02".repeat(14) + "00", list(14));
    assertEquals("19f50f" + "02".repeat(15) + "00", list(15));
  }

  private static String list(int size) {
    return struct(
        thrift -> {
          thrift.beginList(1, ThriftCompactWriter.Type.INT, size);
          for (int i = 0; i < size; i++) {
            thrift.putInt(1);
          }
        });
  }

  private static String struct(Consumer<ThriftCompactWriter> fields) {
    GrowingBuffer target = new GrowingBuffer();
    ThriftCompactWriter thrift = new ThriftCompactWriter(target);
    thrift.beginStruct();
    fields.accept(thrift);
    thrift.endStruct();
    return HexFormat.of().formatHex(target.bytes(), 0, target.length());
  }
}
