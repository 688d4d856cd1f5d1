package io.lodestone.sql;

import io.lodestone.model.TableRef;
import io.lodestone.sql.type.SqlType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a statement would answer, and which values it has to be given for that.
 *
 * @param columns of its result, at least one
 * @param parameters each once, in the order in which they first stand in the text
 */
public record PreparedQuery(List<Column> columns, List<Parameter> parameters) {
  public PreparedQuery {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
  }

  /**
   * A column of the result.
   *
   * @param name as {@link ResultColumn} has it
   * @param type UNKNOWN for a bare NULL, or a parameter that could be anything
   * @param table the one whose column it is; empty for one that is computed
   * @param isAliased whether the query itself gave it its name
   */
  public record Column(String name, SqlType type, Optional<TableRef> table, boolean isAliased) {
    public Column {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(table, "table");
    }
  }

  /**
   * A place for a value: {@code @name}, or {@code ?}.
   *
   * @param name what follows {@code @}; of a {@code ?} its number among them, from 1
   * @param type that the value has to have; UNKNOWN where any would do
   */
  public record Parameter(String name, SqlType type) {
    public Parameter {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }
  }
}
