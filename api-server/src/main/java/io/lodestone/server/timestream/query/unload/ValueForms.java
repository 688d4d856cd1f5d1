package io.lodestone.server.timestream.query.unload;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.TextBuffer;
import java.io.IOException;
import java.util.List;

/** Forms that files share with the answers of queries. Safe for several threads. */
public interface ValueForms {
  /** Writes the member ColumnInfo. */
  void writeColumns(JsonGenerator out, List<ResultColumn> columns) throws IOException;

  /** Appends a number. */
  void appendDouble(double value, TextBuffer out);
}
