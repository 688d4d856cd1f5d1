package io.lodestone.model;

/**
 * The name of a table: 3 to 256 bytes of letters, digits, '_', '.' and '-', compared byte by byte.
 *
 * @param value the name as the client spelled it, never null
 */
public record TableName(String value) implements Comparable<TableName> {
  /**
   * @throws InvalidRequestException when the name breaks the rule above
   */
  public TableName {
    ResourceNames.check("Table", value);
  }

  @Override
  public int compareTo(TableName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
