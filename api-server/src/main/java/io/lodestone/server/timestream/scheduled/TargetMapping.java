package io.lodestone.server.timestream.scheduled;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.ValueType;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which column of a result becomes what, worked out for the columns that a query has. Immutable,
 * and right because it exists: each column that it names is there and has the type it is read as.
 *
 * @param time place of the column with the time
 * @param dimensions at least one
 * @param measureName place of the column with the measure name, if there is one
 * @param records what each row becomes, at least one
 */
record TargetMapping(
    int time,
    List<MappedDimension> dimensions,
    OptionalInt measureName,
    List<MappedRecord> records) {
  TargetMapping {
    dimensions = List.copyOf(dimensions);
    records = List.copyOf(records);
  }

  /** A column that becomes a dimension. */
  record MappedDimension(int column, String name) {}

  /**
   * A record that a row becomes.
   *
   * @param onlyOf the measure name that a row has to have for it; of any when empty
   * @param measureName of the record; that of the row when empty
   * @param multi whether it is a multi-measure record
   * @param values a single one where it is not
   */
  record MappedRecord(
      Optional<String> onlyOf,
      Optional<String> measureName,
      boolean multi,
      List<MappedValue> values) {
    MappedRecord {
      Objects.requireNonNull(onlyOf, "onlyOf");
      Objects.requireNonNull(measureName, "measureName");
      values = List.copyOf(values);
    }
  }

  /** A column that becomes a measure value, under a name if it is one of several. */
  record MappedValue(int column, ValueType type, String name) {}

  /**
   * @param columns of the result
   * @throws InvalidRequestException when the target does not go together with them
   */
  static TargetMapping of(TimestreamTarget target, List<ResultColumn> columns) {
    return new Reading(target, columns).mapping();
  }

  /** One way from a target's names to places. Used once. */
  private record Reading(TimestreamTarget target, List<ResultColumn> columns) {
    TargetMapping mapping() {
      int time = column("TimeColumn", target.timeColumn(), SqlType.Scalar.TIMESTAMP);
      OptionalInt measureName =
          target.measureNameColumn() == null
              ? OptionalInt.empty()
              : OptionalInt.of(
                  column("MeasureNameColumn", target.measureNameColumn(), SqlType.Scalar.VARCHAR));
      if ((target.multi() == null) == (target.mixed() == null)) {
        throw invalid("exactly one of MultiMeasureMappings and MixedMeasureMappings is required");
      }
      List<MappedRecord> records = new ArrayList<>();
      if (target.multi() != null) {
        records.add(record(target.multi()));
      } else {
        target.mixed().forEach(mapping -> records.add(record(mapping)));
      }
      requireDistinct(records);
      return new TargetMapping(time, dimensions(), measureName, records);
    }

    private List<MappedDimension> dimensions() {
      if (target.dimensions().isEmpty()) {
        throw invalid("DimensionMappings names no dimension, and a record has at least one");
      }
      List<MappedDimension> dimensions = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (DimensionMapping dimension : target.dimensions()) {
        requireUnreserved(dimension.name());
        if (!names.add(dimension.name())) {
          throw invalid("the dimension " + dimension.name() + " is mapped twice");
        }
        dimensions.add(
            new MappedDimension(
                column("DimensionMappings", dimension.name(), SqlType.Scalar.VARCHAR),
                dimension.name()));
      }
      return dimensions;
    }

    private MappedRecord record(MultiMeasureMappings mapping) {
      if (mapping.targetName() == null && target.measureNameColumn() == null) {
        throw invalid("TargetMultiMeasureName is required when there is no MeasureNameColumn");
      }
      return new MappedRecord(
          Optional.empty(),
          target.measureNameColumn() == null ? Optional.of(mapping.targetName()) : Optional.empty(),
          true,
          attributes(mapping.attributes()));
    }

    private MappedRecord record(MixedMeasureMapping mapping) {
      if (mapping.measureName() == null && target.measureNameColumn() != null) {
        throw invalid(
            "MeasureName is required in MixedMeasureMappings when there is a MeasureNameColumn");
      }
      Optional<String> onlyOf =
          target.measureNameColumn() == null
              ? Optional.empty()
              : Optional.of(mapping.measureName());
      boolean multi = mapping.valueType().equals("MULTI");
      if (multi != (mapping.attributes() != null)) {
        throw invalid(
            "MultiMeasureAttributeMappings is required for MULTI, and allowed for nothing else");
      }
      if (multi == (mapping.sourceColumn() != null)) {
        throw invalid("SourceColumn is required but for MULTI, and not allowed there");
      }
      String name = mapping.targetName() != null ? mapping.targetName() : mapping.measureName();
      if (name == null && multi) {
        throw invalid("TargetMeasureName or MeasureName is required for MULTI");
      }
      Optional<String> measureName =
          Optional.of(name != null ? name : mapping.sourceColumn()).filter(n -> !n.isEmpty());
      if (measureName.isEmpty()) {
        throw invalid("a measure name is empty");
      }
      return new MappedRecord(
          onlyOf,
          measureName,
          multi,
          multi
              ? attributes(mapping.attributes())
              : List.of(
                  value(
                      "MixedMeasureMappings",
                      mapping.sourceColumn(),
                      mapping.valueType(),
                      mapping.sourceColumn())));
    }

    private List<MappedValue> attributes(List<AttributeMapping> mappings) {
      List<MappedValue> values = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (AttributeMapping mapping : mappings) {
        String name = mapping.targetName() != null ? mapping.targetName() : mapping.sourceColumn();
        requireUnreserved(name);
        if (!names.add(name)) {
          throw invalid("the attribute " + name + " is mapped twice");
        }
        if (target.dimensions().stream().anyMatch(d -> d.name().equals(name))) {
          throw invalid("the name " + name + " is used for a dimension and for an attribute");
        }
        values.add(
            value(
                "MultiMeasureAttributeMappings",
                mapping.sourceColumn(),
                mapping.valueType(),
                name));
      }
      return values;
    }

    private MappedValue value(String where, String column, String type, String name) {
      ValueType valueType = ValueType.valueOf(type);
      return new MappedValue(column(where, column, SqlType.of(valueType)), valueType, name);
    }

    /** The place of the only column of a name. */
    private int column(String where, String name, SqlType.Scalar type) {
      int found = -1;
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(name)) {
          if (found >= 0) {
            throw invalid(where + " names the column " + name + ", of which the query has several");
          }
          found = i;
        }
      }
      if (found < 0) {
        throw invalid(where + " names the column " + name + ", which the query does not have");
      }
      SqlType has = columns.get(found).type();
      if (!isReadAs(has, type)) {
        throw invalid(
            where
                + " reads the column "
                + name
                + " as "
                + type.displayName()
                + ", and it is of type "
                + has.displayName());
      }
      return found;
    }

    /** The literal types are no types of stored values, and go into those that hold them. */
    private static boolean isReadAs(SqlType has, SqlType.Scalar type) {
      return has == type
          || has == SqlType.Scalar.UNKNOWN
          || has == SqlType.Scalar.INTEGER && type == SqlType.Scalar.BIGINT;
    }

    /** Two records of one row must not be two values of one point. */
    private static void requireDistinct(List<MappedRecord> records) {
      Set<List<Object>> seen = new HashSet<>();
      for (MappedRecord record : records) {
        Object kind = record.multi() ? "MULTI" : record.values().getFirst().type();
        if (!seen.add(List.of(record.onlyOf(), record.measureName(), kind))) {
          throw invalid("the measure name " + record.measureName().orElse("") + " is mapped twice");
        }
      }
    }

    /** As WriteRecords has it. */
    private static void requireUnreserved(String name) {
      boolean reserved =
          name.isEmpty()
              || name.equals("time")
              || name.equals("measure_value")
              || name.startsWith("measure_value::")
              || name.startsWith("measure_name")
              || name.startsWith("ts_");
      if (reserved) {
        throw invalid("the name '" + name + "' is empty or reserved");
      }
    }

    private static InvalidRequestException invalid(String reason) {
      return new InvalidRequestException("The target configuration is invalid: " + reason + ".");
    }
  }
}
