package io.lodestone.server.parquet;

import io.lodestone.sql.type.SqlType;
import java.util.Objects;

/**
 * A column of a file.
 *
 * @param name any text; readers expect the names of a file to differ, and nobody here checks that
 */
public record ParquetColumn(String name, SqlType type) {
  public ParquetColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
