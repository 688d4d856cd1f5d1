package io.lodestone.server.timestream.query.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.SqlType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a result as the service describes them: ColumnInfo, and the Type inside it.
 * Stateless.
 */
public final class ColumnDescription {
  private ColumnDescription() {}

  /** Writes the member ColumnInfo. */
  public static void write(JsonGenerator out, List<ResultColumn> columns) throws IOException {
    out.writeArrayFieldStart("ColumnInfo");
    for (ResultColumn column : columns) {
      write(out, Optional.of(column.name()), column.type());
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Optional<String> name, SqlType type)
      throws IOException {
    out.writeStartObject();
    if (name.isPresent()) {
      out.writeStringField("Name", name.get());
    }
    writeType(out, type);
    out.writeEndObject();
  }

  /** Writes the member Type. */
  public static void writeType(JsonGenerator out, SqlType type) throws IOException {
    out.writeObjectFieldStart("Type");
    switch (type) {
      case SqlType.Scalar scalar -> out.writeStringField("ScalarType", scalar.name());
      // The service model has no type for sketches.
      case SqlType.HyperLogLog _ -> out.writeStringField("ScalarType", "VARCHAR");
      case SqlType.ArrayOf(SqlType element) -> {
        out.writeFieldName("ArrayColumnInfo");
        write(out, Optional.empty(), element);
      }
      case SqlType.TimeSeriesOf(SqlType value) -> {
        out.writeFieldName("TimeSeriesMeasureValueColumnInfo");
        write(out, Optional.empty(), value);
      }
      case SqlType.RowOf row -> {
        out.writeArrayFieldStart("RowColumnInfo");
        for (SqlType.Field field : row.fields()) {
          write(out, field.name(), field.type());
        }
        out.writeEndArray();
      }
    }
    out.writeEndObject();
  }
}
