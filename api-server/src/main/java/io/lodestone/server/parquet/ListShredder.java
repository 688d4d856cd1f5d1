package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;

/** Arrays and timeseries. An empty one is there, a NULL is not, and both have one entry. */
final class ListShredder implements Shredder {
  private final Shredder element;

  /** The definition level of an empty list. */
  private final int definition;

  /** The repetition level of all elements but the first. */
  private final int repetition;

  ListShredder(Shredder element, int repetition, int definition) {
    this.element = element;
    this.repetition = repetition;
    this.definition = definition;
  }

  @Override
  public void write(Vector vector, int index, int firstRepetition) {
    if (vector instanceof Vector.Constant(Vector value)) {
      write(value, 0, firstRepetition);
    } else if (vector.isPresent(index)) {
      writeElements((Vector.Arrays) vector, index, firstRepetition);
    } else {
      writeAbsent(firstRepetition, definition - 1);
    }
  }

  @Override
  public void writeAbsent(int firstRepetition, int outerDefinition) {
    element.writeAbsent(firstRepetition, outerDefinition);
  }

  private void writeElements(Vector.Arrays arrays, int index, int firstRepetition) {
    int start = arrays.offsets()[index];
    int end = arrays.offsets()[index + 1];
    if (start == end) {
      element.writeAbsent(firstRepetition, definition);
      return;
    }
    element.write(arrays.elements(), start, firstRepetition);
    for (int i = start + 1; i < end; i++) {
      element.write(arrays.elements(), i, repetition);
    }
  }
}
