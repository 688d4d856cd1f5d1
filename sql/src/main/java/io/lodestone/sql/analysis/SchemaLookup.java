package io.lodestone.sql.analysis;

import io.lodestone.scan.TableSchema;
import java.util.Optional;

/** Which tables there are. Names need not be legal ones. */
public interface SchemaLookup {
  boolean hasDatabase(String database);

  Optional<TableSchema> schema(String database, String table);
}
