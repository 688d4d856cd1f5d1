package io.lodestone.server.timestream.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.http.ByteRange;
import io.lodestone.server.protocol.AnswerBuffer;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.timestream.query.json.ColumnDescription;
import io.lodestone.sql.ResultColumn;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One page of a result, complete: it may be written more than once.
 *
 * @param queryId of the result
 * @param columns of the result
 * @param rows the rows as JSON, with commas between them: the bytes of these ranges one after the
 *     other
 * @param nextToken for the page after; empty when this one is the last
 * @param status how far the query is
 * @param insights what it reads, if that was asked for
 */
record ResultPage(
    String queryId,
    List<ResultColumn> columns,
    List<ByteRange> rows,
    Optional<String> nextToken,
    Status status,
    Optional<QueryInsights> insights)
    implements Reply {
  /**
   * QueryStatus.
   *
   * @param progress how many percent of all rows have been handed out; 0 while nobody knows how
   *     many there will be
   * @param bytesScanned so far
   * @param bytesMetered so far
   */
  record Status(double progress, long bytesScanned, long bytesMetered) {
    private void write(JsonGenerator out) throws IOException {
      out.writeObjectFieldStart("QueryStatus");
      out.writeNumberField("ProgressPercentage", progress);
      out.writeNumberField("CumulativeBytesScanned", bytesScanned);
      out.writeNumberField("CumulativeBytesMetered", bytesMetered);
      out.writeEndObject();
    }
  }

  @Override
  public void write(JsonGenerator out) throws IOException {
    out.writeStringField("QueryId", queryId);
    if (nextToken.isPresent()) {
      out.writeStringField("NextToken", nextToken.get());
    }
    writeRows(out);
    ColumnDescription.write(out, columns);
    status.write(out);
    if (insights.isPresent()) {
      insights.get().write(out);
    }
  }

  /** The rows are JSON already: they go past the generator, between the brackets that it writes. */
  private void writeRows(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("Rows");
    out.flush();
    rows.forEach(((AnswerBuffer) out.getOutputTarget())::append);
    out.writeEndArray();
  }
}
