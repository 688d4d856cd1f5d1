package io.lodestone.server.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads structs of Thrift's compact protocol without knowing what they mean: a struct as a map from
 * the numbers of its fields, a list as a list, a number as a long, a text as its bytes.
 */
final class ThriftCompactReader {
  /** A struct. */
  static final class Struct extends TreeMap<Integer, Object> {
    private static final long serialVersionUID = 1;

    long number(int field) {
      return (Long) present(field);
    }

    int code(int field) {
      return Math.toIntExact(number(field));
    }

    String text(int field) {
      return new String(bytes(field), StandardCharsets.UTF_8);
    }

    byte[] bytes(int field) {
      return (byte[]) present(field);
    }

    Struct struct(int field) {
      return (Struct) present(field);
    }

    @SuppressWarnings("unchecked")
    <T> List<T> list(int field) {
      return (List<T>) present(field);
    }

    private Object present(int field) {
      Object value = get(field);
      if (value == null) {
        throw new AssertionError("no field " + field + " in " + this);
      }
      return value;
    }
  }

  private final ByteBuffer source;

  ThriftCompactReader(ByteBuffer source) {
    this.source = source;
  }

  Struct readStruct() {
    Struct struct = new Struct();
    int field = 0;
    for (int header = readByte(); header != 0; header = readByte()) {
      int step = header >>> 4;
      field = step == 0 ? (int) readNumber() : field + step;
      int type = header & 0xf;
      Object value = type == 1 || type == 2 ? (Object) (type == 1) : readValue(type);
      if (struct.put(field, value) != null) {
        throw new AssertionError("field " + field + " twice");
      }
    }
    return struct;
  }

  private Object readValue(int type) {
    return switch (type) {
      case 4, 5, 6 -> readNumber();
      case 8 -> readBytes();
      case 9 -> readList();
      case 12 -> readStruct();
      default -> throw new AssertionError("type " + type + " at " + source.position());
    };
  }

  private List<Object> readList() {
    int header = readByte();
    long size = header >>> 4 == 15 ? readVarint() : header >>> 4;
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      list.add(readValue(header & 0xf));
    }
    return list;
  }

  private byte[] readBytes() {
    byte[] bytes = new byte[(int) readVarint()];
    source.get(bytes);
    return bytes;
  }

  private long readNumber() {
    long bits = readVarint();
    return bits >>> 1 ^ -(bits & 1);
  }

  private long readVarint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  private int readByte() {
    return source.get() & 0xff;
  }
}
