package io.lodestone.benchmarks.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a query's answer, understood: rows of scalars only.
 *
 * @param rows of texts; null where the value is NULL
 * @param nextToken for the page after
 */
public record QueryPage(List<String[]> rows, Optional<String> nextToken) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads the body of an answer. */
  public static QueryPage parse(String body) throws IOException {
    List<String[]> rows = new ArrayList<>();
    String nextToken = null;
    try (JsonParser in = JSON.createParser(body)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String member = in.currentName();
        in.nextToken();
        switch (member) {
          case "Rows" -> readRows(in, rows);
          case "NextToken" -> nextToken = in.getText();
          default -> in.skipChildren();
        }
      }
    }
    return new QueryPage(rows, Optional.ofNullable(nextToken));
  }

  /** Each is {"Data":[{"ScalarValue":"…"},{"NullValue":true}]}. */
  private static void readRows(JsonParser in, List<String[]> rows) throws IOException {
    List<String> row = new ArrayList<>();
    while (in.nextToken() == JsonToken.START_OBJECT) {
      in.nextToken();
      in.nextToken();
      row.clear();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        in.nextToken();
        in.nextToken();
        row.add(in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null);
        in.nextToken();
      }
      in.nextToken();
      rows.add(row.toArray(String[]::new));
    }
  }
}
