import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.timestreamquery.AmazonTimestreamQuery;
import com.amazonaws.services.timestreamquery.AmazonTimestreamQueryClientBuilder;
import com.amazonaws.services.timestreamquery.model.CancelQueryRequest;
import com.amazonaws.services.timestreamquery.model.ConflictException;
import com.amazonaws.services.timestreamquery.model.QueryRequest;
import com.amazonaws.services.timestreamquery.model.QueryResult;
import com.amazonaws.services.timestreamquery.model.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a result of many pages with an unmodified AWS SDK for Java 1.x, asks for names as the
 * Timestream JDBC driver does, and cancels a query. The server is where AWS_ENDPOINT_URL says. Ends
 * with an error when an answer is wrong.
 */
public final class Paging {
  private static final String STATEMENT =
      "SELECT x, y, 'a text of some length' AS t FROM UNNEST(sequence(1, 1000)) AS a(x)"
          + " CROSS JOIN UNNEST(sequence(1, 100)) AS b(y)";

  private Paging() {}

  public static void main(String... arguments) {
    AmazonTimestreamQuery client =
        AmazonTimestreamQueryClientBuilder.standard()
            .withEndpointConfiguration(
                new EndpointConfiguration(
                    System.getenv("AWS_ENDPOINT_URL"), System.getenv("AWS_REGION")))
            .build();
    for (Integer maxRows : new Integer[] {null, 1000}) {
      readAll(client, maxRows);
    }

    // What the driver asks for when it connects, and for its metadata.
    check(1, client.query(new QueryRequest().withQueryString("SELECT 1")).getRows().size());
    check(
        List.of("Database"),
        client.query(new QueryRequest().withQueryString("SHOW DATABASES")).getColumnInfo().stream()
            .map(column -> column.getName())
            .toList());

    QueryResult page = client.query(new QueryRequest().withQueryString(STATEMENT).withMaxRows(10));
    client.cancelQuery(new CancelQueryRequest().withQueryId(page.getQueryId()));
    try {
      client.query(
          new QueryRequest()
              .withQueryString(STATEMENT)
              .withMaxRows(10)
              .withNextToken(page.getNextToken()));
      throw new IllegalStateException("a cancelled query was read on");
    } catch (ConflictException expected) {
      System.out.println("cancelled");
    }
    client.shutdown();
  }

  private static void readAll(AmazonTimestreamQuery client, Integer maxRows) {
    QueryRequest request = new QueryRequest().withQueryString(STATEMENT).withMaxRows(maxRows);
    Set<String> ids = new HashSet<>();
    int rows = 0;
    int pages = 0;
    long sum = 0;
    do {
      QueryResult page = client.query(request);
      pages++;
      ids.add(page.getQueryId());
      for (Row row : page.getRows()) {
        rows++;
        sum += Long.parseLong(row.getData().get(0).getScalarValue());
      }
      request.setNextToken(page.getNextToken());
    } while (request.getNextToken() != null);
    check(100_000, rows);
    check(100L * 500_500, sum);
    check(1, ids.size());
    if (pages < 5) {
      throw new IllegalStateException("only " + pages + " pages");
    }
    System.out.println(rows + " rows in " + pages + " pages");
  }

  private static void check(Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new IllegalStateException("expected " + expected + ", found " + found);
    }
  }
}
