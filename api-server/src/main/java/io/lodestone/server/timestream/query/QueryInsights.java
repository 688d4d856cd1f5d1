package io.lodestone.server.timestream.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.model.TableRef;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.timestream.query.TableReads.TableRead;
import io.lodestone.server.timestream.query.unload.Written;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * QueryInsightsResponse: how much of its tables a query reads, and how much it answers. Figures are
 * as of the page that they come with; those of the last page are about the whole query.
 *
 * @param principal whose ARNs tables get
 * @param reads of the tables
 * @param produced by the query
 * @param written by it elsewhere, if it unloads
 */
record QueryInsights(
    Principal principal,
    Map<TableRef, TableRead> reads,
    AwaitedRows.Produced produced,
    Optional<Written> written) {
  QueryInsights {
    Objects.requireNonNull(principal, "principal");
    reads = Map.copyOf(reads);
    Objects.requireNonNull(produced, "produced");
  }

  /** Writes the member. */
  void write(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("QueryInsightsResponse");
    if (!reads.isEmpty()) {
      Map.Entry<TableRef, TableRead> broadest =
          worst(Comparator.comparingDouble(entry -> entry.getValue().coverage()));
      out.writeObjectFieldStart("QuerySpatialCoverage");
      out.writeObjectFieldStart("Max");
      out.writeNumberField("Value", broadest.getValue().coverage());
      out.writeStringField("TableArn", arn(broadest.getKey()));
      out.writeArrayFieldStart("PartitionKey");
      out.writeString(broadest.getValue().partitionKey());
      out.writeEndArray();
      out.writeEndObject();
      out.writeEndObject();
      Map.Entry<TableRef, TableRead> longest =
          worst(Comparator.comparingLong(entry -> entry.getValue().nanos()));
      out.writeObjectFieldStart("QueryTemporalRange");
      out.writeObjectFieldStart("Max");
      out.writeNumberField("Value", longest.getValue().nanos());
      out.writeStringField("TableArn", arn(longest.getKey()));
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeNumberField("QueryTableCount", reads.size());
    out.writeNumberField("OutputRows", produced.rows());
    out.writeNumberField("OutputBytes", produced.bytes());
    if (written.isPresent()) {
      out.writeNumberField("UnloadPartitionCount", written.get().partitions());
      out.writeNumberField("UnloadWrittenRows", written.get().rows());
      out.writeNumberField("UnloadWrittenBytes", written.get().bytes());
    }
    out.writeEndObject();
  }

  /** The first in the order of names among equals, so that the answer is always the same. */
  private Map.Entry<TableRef, TableRead> worst(
      Comparator<Map.Entry<TableRef, TableRead>> comparator) {
    return reads.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .reduce((first, other) -> comparator.compare(first, other) >= 0 ? first : other)
        .orElseThrow();
  }

  private String arn(TableRef table) {
    return "arn:aws:timestream:"
        + principal.region()
        + ":"
        + principal.account()
        + ":database/"
        + table.database().value()
        + "/table/"
        + table.table().value();
  }
}
