package io.lodestone.sql;

import io.lodestone.sql.type.SqlType;
import java.util.Objects;

/**
 * A column of a result.
 *
 * @param name alias, name of a plain column, or {@code _col<N>}; not necessarily unique
 * @param type never null
 */
public record ResultColumn(String name, SqlType type) {
  public ResultColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
