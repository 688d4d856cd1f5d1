package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import java.util.List;

/** Rows within columns. */
final class GroupShredder implements Shredder {
  private final Shredder[] children;

  /** The definition level of a row that is there. */
  private final int definition;

  GroupShredder(List<Shredder> children, int definition) {
    this.children = children.toArray(Shredder[]::new);
    this.definition = definition;
  }

  @Override
  public void write(Vector vector, int index, int repetition) {
    if (vector instanceof Vector.Constant(Vector value)) {
      write(value, 0, repetition);
    } else if (vector.isPresent(index)) {
      Vector.Rows rows = (Vector.Rows) vector;
      for (int i = 0; i < children.length; i++) {
        children[i].write(rows.fields().get(i), index, repetition);
      }
    } else {
      writeAbsent(repetition, definition - 1);
    }
  }

  @Override
  public void writeAbsent(int repetition, int outerDefinition) {
    for (Shredder child : children) {
      child.writeAbsent(repetition, outerDefinition);
    }
  }
}
