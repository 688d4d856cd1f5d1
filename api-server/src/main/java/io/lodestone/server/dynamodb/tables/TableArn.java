package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.TableRef;
import io.lodestone.server.auth.Principal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Amazon Resource Names of tables and their streams, with the region of who is told. Stateless. */
public final class TableArn {
  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private TableArn() {}

  /** {@code arn:aws:dynamodb:REGION:ACCOUNT:table/DATABASE.TABLE}. */
  public static String of(Principal principal, TableEntry table) {
    return prefix(principal) + resource(table.ref());
  }

  /** The same with {@code /stream/LABEL}. */
  public static String ofStream(Principal principal, TableRef table, Instant since) {
    return prefix(principal) + streamResource(table, since);
  }

  /** The last part of a table's ARN. */
  public static String resource(TableRef table) {
    return "table/" + DynamoDbTableName.of(table);
  }

  /** The last part of a stream's ARN. */
  public static String streamResource(TableRef table, Instant since) {
    return resource(table) + "/stream/" + label(since);
  }

  /** The label of a stream: when it was switched on, {@code 2026-01-01T00:00:00.123}. */
  public static String label(Instant since) {
    return LABEL.format(since);
  }

  private static String prefix(Principal principal) {
    return "arn:aws:dynamodb:" + principal.region() + ":" + principal.account() + ":";
  }
}
