package io.lodestone.sql.analysis;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.parser.Position;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.QualifiedName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds what {@code database.table} names. */
final class TableNames {
  private final Statement statement;
  private final SchemaLookup schemas;

  TableNames(Statement statement, SchemaLookup schemas) {
    this.statement = statement;
    this.schemas = schemas;
  }

  /** The parts of a name as the user spelled them; the tree's own accessor folds their case. */
  static List<String> partsOf(QualifiedName name) {
    return name.getOriginalParts().stream().map(Identifier::getValue).toList();
  }

  /**
   * @param node where the name stands, if the name itself does not tell
   */
  TableSchema table(QualifiedName name, Node node) {
    return table(name, node, Optional.empty());
  }

  /** The same, as of a moment if there is one. */
  TableSchema table(QualifiedName name, Node node, Optional<Instant> asOf) {
    List<String> parts = partsOf(name);
    String whole = String.join(".", parts);
    Position position = positionOf(name, node);
    if (parts.size() != 2) {
      throw SemanticException.at(position, "Table '" + whole + "' must be named as database.table");
    }
    if (!schemas.hasDatabase(parts.get(0))) {
      throw SemanticException.noDatabase(position, parts.get(0), whole);
    }
    try {
      return asOf.map(instant -> schemas.schemaAsOf(parts.get(0), parts.get(1), instant))
          .orElseGet(() -> schemas.schema(parts.get(0), parts.get(1)))
          .orElseThrow(() -> SemanticException.noTable(position, parts.get(1), whole));
    } catch (InvalidRequestException unseen) {
      throw SemanticException.at(position, unseen.getMessage());
    }
  }

  String database(QualifiedName name, Node node) {
    List<String> parts = partsOf(name);
    if (parts.size() != 1 || !schemas.hasDatabase(parts.getFirst())) {
      String whole = String.join(".", parts);
      throw SemanticException.noDatabase(positionOf(name, node), whole, whole);
    }
    return parts.getFirst();
  }

  private Position positionOf(QualifiedName name, Node node) {
    Identifier first = name.getOriginalParts().getFirst();
    return statement.positionOf(first.getLocation().isPresent() ? first : node);
  }
}
