package io.lodestone.sql;

import io.lodestone.model.TableRef;
import io.lodestone.scan.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables in memory by name. */
class MemoryTables implements Tables {
  private final Map<String, Map<String, MemoryTable>> databases = new LinkedHashMap<>();

  MemoryTables with(MemoryTable table) {
    TableRef name = table.schema().table();
    databases
        .computeIfAbsent(name.database().value(), _ -> new LinkedHashMap<>())
        .put(name.table().value(), table);
    return this;
  }

  MemoryTable table(String database, String table) {
    return databases.get(database).get(table);
  }

  @Override
  public List<String> databaseNames() {
    return new ArrayList<>(databases.keySet());
  }

  @Override
  public boolean hasDatabase(String database) {
    return databases.containsKey(database);
  }

  @Override
  public List<String> tableNames(String database) {
    return new ArrayList<>(databases.getOrDefault(database, Map.of()).keySet());
  }

  @Override
  public Optional<TableSchema> schema(String database, String table) {
    return Optional.ofNullable(databases.getOrDefault(database, Map.of()).get(table))
        .map(MemoryTable::schema);
  }

  @Override
  public OpenTable open(String database, String table) {
    return table(database, table);
  }
}
