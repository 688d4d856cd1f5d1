package io.lodestone.server.timestream.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.timestream.query.unload.ValueForms;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.TextBuffer;
import java.io.IOException;
import java.util.List;

/** The forms of answers, for files. Stateless. */
final class AnswerForms implements ValueForms {
  @Override
  public void writeColumns(JsonGenerator out, List<ResultColumn> columns) throws IOException {
    ColumnDescription.write(out, columns);
  }

  @Override
  public void appendDouble(double value, TextBuffer out) {
    DoubleText.append(value, out);
  }
}
