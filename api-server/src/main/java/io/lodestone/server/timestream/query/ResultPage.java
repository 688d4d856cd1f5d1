package io.lodestone.server.timestream.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.Reply;
import io.lodestone.sql.ResultColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * One page of a result, complete: it may be written more than once.
 *
 * @param queryId of the result
 * @param columns of the result
 * @param rows the rows as JSON, with commas between them
 * @param nextToken for the page after; empty when this one is the last
 * @param bytesScanned so far
 * @param bytesMetered so far
 */
record ResultPage(
    String queryId,
    List<ResultColumn> columns,
    byte[] rows,
    Optional<String> nextToken,
    long bytesScanned,
    long bytesMetered)
    implements Reply {
  @Override
  public void write(JsonGenerator out) throws IOException {
    out.writeStringField("QueryId", queryId);
    if (nextToken.isPresent()) {
      out.writeStringField("NextToken", nextToken.get());
    }
    writeRows(out);
    ColumnDescription.write(out, columns);
    out.writeObjectFieldStart("QueryStatus");
    // How much is left nobody knows before the end.
    out.writeNumberField("ProgressPercentage", nextToken.isPresent() ? 0.0 : 100.0);
    out.writeNumberField("CumulativeBytesScanned", bytesScanned);
    out.writeNumberField("CumulativeBytesMetered", bytesMetered);
    out.writeEndObject();
  }

  /** The rows are JSON already: they go past the generator, between the brackets that it writes. */
  private void writeRows(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("Rows");
    out.flush();
    ((OutputStream) out.getOutputTarget()).write(rows);
    out.writeEndArray();
  }
}
