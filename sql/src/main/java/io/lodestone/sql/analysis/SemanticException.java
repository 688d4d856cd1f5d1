package io.lodestone.sql.analysis;

import io.lodestone.sql.parser.Position;

/** A statement means nothing. */
public final class SemanticException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  private SemanticException(Position position, String message) {
    super(message);
    this.position = position;
  }

  /** An error whose message begins with its place. */
  static SemanticException at(Position position, String message) {
    return new SemanticException(position, "line " + position + ": " + message);
  }

  static SemanticException notSupported(Position position, String what) {
    return at(position, what + " is not supported yet");
  }

  /**
   * @param identifier the whole name as the user wrote it
   */
  static SemanticException noDatabase(Position position, String database, String identifier) {
    return notFound(position, "database", database, identifier);
  }

  static SemanticException noTable(Position position, String table, String identifier) {
    return notFound(position, "table", table, identifier);
  }

  private static SemanticException notFound(
      Position position, String kind, String name, String identifier) {
    return new SemanticException(
        position,
        "Requested %s '%s' not found for identifier '%s' at line %s"
            .formatted(kind, name, identifier, position));
  }

  public Position position() {
    return position;
  }
}
