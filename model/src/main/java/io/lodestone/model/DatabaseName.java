package io.lodestone.model;

/**
 * The name of a database: 3 to 256 bytes of letters, digits, '_', '.' and '-', compared byte by
 * byte.
 *
 * @param value the name as the client spelled it, never null
 */
public record DatabaseName(String value) implements Comparable<DatabaseName> {
  /**
   * @throws InvalidRequestException when the name breaks the rule above
   */
  public DatabaseName {
    ResourceNames.check("Database", value);
  }

  @Override
  public int compareTo(DatabaseName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
