package io.lodestone.sql.analysis;

import io.lodestone.sql.analysis.ResolvedQuery.OutputColumn;
import io.lodestone.sql.parser.Position;
import io.lodestone.sql.parser.UnloadClause;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.unload.Unload;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives UNLOAD its meaning, its query being understood already. Stateless. */
final class UnloadAnalyzer {
  private static final Pattern TARGET =
      Pattern.compile("[sS]3://([A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9])(?:/(.*))?");

  private UnloadAnalyzer() {}

  /**
   * @param columns of its query
   * @param queryAt where the query begins
   * @throws SemanticException when an option makes no sense, or columns cannot be written
   */
  static Unload analyze(UnloadClause clause, List<OutputColumn> columns, Position queryAt) {
    UnloadOptions options = new UnloadOptions(clause.options());
    Unload unload =
        new Unload(
            target(clause.target()),
            options.format(),
            options.compression(),
            options.encryption(),
            options.encryptionKey(),
            options.partitionedBy().size(),
            options.csv(),
            options.fileBytesMax());
    columns.forEach(column -> checkType(column, column.type(), queryAt));
    checkPartitions(options.partitionedBy(), columns);
    return unload;
  }

  private static Unload.Target target(UnloadClause.Text text) {
    Matcher matcher = TARGET.matcher(text.text());
    if (!matcher.matches()) {
      throw SemanticException.at(
          text.position(), "The target must be 's3://bucket/folder', not '" + text.text() + "'");
    }
    String prefix = matcher.group(2) == null ? "" : matcher.group(2);
    return new Unload.Target(
        matcher.group(1), prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
  }

  private static void checkType(OutputColumn column, SqlType type, Position position) {
    switch (type) {
      case Scalar scalar -> {
        if (scalar == Scalar.TIME || scalar == Scalar.UNKNOWN) {
          throw SemanticException.at(
              position,
              "Column '%s' of type %s cannot be unloaded"
                  .formatted(column.name(), column.type().displayName()));
        }
      }
      case SqlType.HyperLogLog _ -> {}
      case SqlType.ArrayOf(SqlType element) -> checkType(column, element, position);
      case SqlType.TimeSeriesOf(SqlType value) -> checkType(column, value, position);
      case SqlType.RowOf row ->
          row.fields().forEach(field -> checkType(column, field.type(), position));
    }
  }

  private static void checkPartitions(
      List<UnloadClause.Text> partitions, List<OutputColumn> columns) {
    int first = columns.size() - partitions.size();
    for (int i = 0; i < partitions.size(); i++) {
      UnloadClause.Text partition = partitions.get(i);
      if (columns.stream().noneMatch(column -> isNamed(column, partition))) {
        throw SemanticException.at(
            partition.position(), "Column '" + partition.text() + "' does not exist");
      }
      if (first < 1) {
        throw SemanticException.at(
            partition.position(), "Not all columns can be in 'partitioned_by'");
      }
      OutputColumn column = columns.get(first + i);
      if (!isNamed(column, partition)) {
        throw SemanticException.at(
            partition.position(),
            "The columns of 'partitioned_by' must be the last of the query, in the same order;"
                + " found '%s' in the place of '%s'".formatted(column.name(), partition.text()));
      }
      if (!(column.type() instanceof Scalar)) {
        throw SemanticException.at(
            partition.position(),
            "Column '%s' of type %s cannot be in 'partitioned_by'"
                .formatted(column.name(), column.type().displayName()));
      }
    }
  }

  /** As columns are found by name everywhere: without regard to case. */
  private static boolean isNamed(OutputColumn column, UnloadClause.Text name) {
    return column.name().equalsIgnoreCase(name.text());
  }
}
