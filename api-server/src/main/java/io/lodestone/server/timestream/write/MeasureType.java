package io.lodestone.server.timestream.write;

import io.lodestone.model.ValueType;

/** The type a measure is declared with; the constants are spelled as on the wire. */
enum MeasureType {
  DOUBLE(ValueType.DOUBLE),
  BIGINT(ValueType.BIGINT),
  VARCHAR(ValueType.VARCHAR),
  BOOLEAN(ValueType.BOOLEAN),
  TIMESTAMP(ValueType.TIMESTAMP),
  /** Several named values in place of one; the only type without a value type. */
  MULTI(null);

  private final ValueType valueType;

  MeasureType(ValueType valueType) {
    this.valueType = valueType;
  }

  /** What the stored value is. Not for {@link #MULTI}. */
  ValueType valueType() {
    if (valueType == null) {
      throw new IllegalStateException("MULTI is not the type of a value");
    }
    return valueType;
  }
}
