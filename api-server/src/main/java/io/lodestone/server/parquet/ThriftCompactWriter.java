package io.lodestone.server.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Structs in Thrift's compact protocol, as far as Parquet's metadata needs it. The fields of a
 * struct are written in ascending order of their numbers; who calls sees to that.
 */
final class ThriftCompactWriter {
  /** The protocol's codes of the types that are used here. */
  enum Type {
    INT(5),
    TEXT(8),
    STRUCT(12);

    private final int code;

    Type(int code) {
      this.code = code;
    }
  }

  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int LONG = 6;
  private static final int LIST = 9;

  /** Larger steps between two numbers of fields have a form of their own. */
  private static final int SHORT_STEP_MAX = 15;

  /** Lists of as many elements and more have a form of their own. */
  private static final int LONG_LIST_MIN = 15;

  private final GrowingBuffer target;

  /** The field written last in each struct that is open. */
  private int[] lastFields = new int[8];

  private int depth;

  ThriftCompactWriter(GrowingBuffer target) {
    this.target = target;
  }

  /** Begins the outermost struct, or one in a list. */
  void beginStruct() {
    if (depth == lastFields.length) {
      lastFields = Arrays.copyOf(lastFields, 2 * depth);
    }
    lastFields[depth++] = 0;
  }

  void beginStruct(int field) {
    putFieldHeader(field, Type.STRUCT.code);
    beginStruct();
  }

  void endStruct() {
    target.put(0);
    depth--;
  }

  void putInt(int field, int value) {
    putFieldHeader(field, Type.INT.code);
    putInt(value);
  }

  void putLong(int field, long value) {
    putFieldHeader(field, LONG);
    target.putVarint(value << 1 ^ value >> 63);
  }

  void putBoolean(int field, boolean value) {
    putFieldHeader(field, value ? TRUE : FALSE);
  }

  void putText(int field, String value) {
    putFieldHeader(field, Type.TEXT.code);
    putText(value);
  }

  void putBytes(int field, byte[] value) {
    putFieldHeader(field, Type.TEXT.code);
    putBytes(value);
  }

  /** A struct without fields, which says by its number alone what is meant. */
  void putEmptyStruct(int field) {
    beginStruct(field);
    endStruct();
  }

  /** Begins a list; its elements follow, and nothing ends it. */
  void beginList(int field, Type type, int size) {
    putFieldHeader(field, LIST);
    if (size < LONG_LIST_MIN) {
      target.put(size << 4 | type.code);
    } else {
      target.put(LONG_LIST_MIN << 4 | type.code);
      target.putVarint(size);
    }
  }

  /** An element of a list. */
  void putInt(int value) {
    target.putVarint((value << 1 ^ value >> 31) & 0xffffffffL);
  }

  /** An element of a list. */
  void putText(String value) {
    putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Elements of a list that were written elsewhere. */
  void putWritten(GrowingBuffer elements) {
    target.putAll(elements);
  }

  private void putBytes(byte[] value) {
    target.putVarint(value.length);
    target.put(value, 0, value.length);
  }

  private void putFieldHeader(int field, int type) {
    int step = field - lastFields[depth - 1];
    if (step <= SHORT_STEP_MAX) {
      target.put(step << 4 | type);
    } else {
      target.put(type);
      putInt(field);
    }
    lastFields[depth - 1] = field;
  }
}
