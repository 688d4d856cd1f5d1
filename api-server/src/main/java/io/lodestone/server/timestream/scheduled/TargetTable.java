package io.lodestone.server.timestream.scheduled;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableName;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.server.protocol.Access;
import java.util.List;
import java.util.Optional;

/** The table that a scheduled query writes to, looked at in somebody's name. Stateless. */
final class TargetTable {
  private static final String WRITE = "WriteRecords";

  private TargetTable() {}

  /**
   * The table as it is now.
   *
   * @throws NotFoundException when there is none, or nothing can have such a name
   * @throws io.lodestone.server.protocol.ServiceException ACCESS_DENIED, when it may not be written
   */
  static TableEntry require(Engine engine, TimestreamTarget target, Access access) {
    access.require(WRITE, "database/" + target.databaseName() + "/table/" + target.tableName());
    TableRef ref;
    try {
      ref =
          new TableRef(new DatabaseName(target.databaseName()), new TableName(target.tableName()));
    } catch (InvalidRequestException illegal) {
      throw new NotFoundException(
          "The table "
              + target.tableName()
              + " in database "
              + target.databaseName()
              + " does not exist.");
    }
    return engine.catalog().requireTable(ref);
  }

  /** The dimensions without which the table takes no record. */
  static List<String> requiredDimensions(TableEntry table) {
    return table.definition().partitionKey().stream()
        .filter(PartitionKey::required)
        .map(PartitionKey::dimension)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Holds what would be written against the columns that the table has. One that it does not have
   * yet will come with the first record.
   *
   * @throws InvalidRequestException when a column has another type, or is a dimension on one side
   *     and a measure on the other
   */
  static void requireFit(TableEntry table, TargetMapping mapping) {
    for (TargetMapping.MappedRecord record : mapping.records()) {
      if (record.multi()) {
        record.values().forEach(value -> requireFit(table, value.name(), value.type()));
      }
    }
    for (TargetMapping.MappedDimension dimension : mapping.dimensions()) {
      if (table.measures().stream().anyMatch(c -> c.name().equals(dimension.name()))) {
        throw unfit(table, dimension.name(), "a measure and not a dimension");
      }
    }
    for (String required : requiredDimensions(table)) {
      if (mapping.dimensions().stream().noneMatch(d -> d.name().equals(required))) {
        throw unfit(table, required, "required of every record, and no dimension is mapped to it");
      }
    }
  }

  private static void requireFit(TableEntry table, String name, ValueType type) {
    if (table.dimensions().contains(name)) {
      throw unfit(table, name, "a dimension and not a measure");
    }
    for (Column column : table.measures()) {
      if (column.name().equals(name) && column.type() != type) {
        throw unfit(table, name, "of type " + column.type() + " and not of type " + type);
      }
    }
  }

  private static InvalidRequestException unfit(TableEntry table, String column, String what) {
    return new InvalidRequestException(
        "The target configuration is invalid: the column "
            + column
            + " of the table "
            + table.ref()
            + " is "
            + what
            + ".");
  }
}
