package io.lodestone.sql.analysis;

import io.lodestone.scan.TableSchema;
import java.time.Instant;
import java.util.Optional;

/** Which tables there are. Names need not be legal ones. */
public interface SchemaLookup {
  boolean hasDatabase(String database);

  Optional<TableSchema> schema(String database, String table);

  /**
   * The table as it was.
   *
   * @throws io.lodestone.model.InvalidRequestException when it cannot be seen as of that instant
   */
  Optional<TableSchema> schemaAsOf(String database, String table, Instant instant);
}
