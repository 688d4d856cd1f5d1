package io.lodestone.server.parquet;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;

/** Values that the format has no type for, as the text that answers have. */
final class TextFormEncoder extends TextEncoder {
  private final SqlType type;
  private final TextBuffer text = new TextBuffer();

  TextFormEncoder(SqlType type) {
    this.type = type;
  }

  @Override
  void add(Vector vector, int index) {
    text.clear();
    TextForm.append(type, vector, index, text);
    add(text.bytes(), 0, text.length());
  }
}
