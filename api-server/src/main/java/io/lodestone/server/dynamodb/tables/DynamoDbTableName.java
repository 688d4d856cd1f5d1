package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import java.util.List;
import java.util.Optional;

/**
 * What DynamoDB's clients call a table: database and table with a dot between them. Both parts may
 * hold dots, so that two tables may have one such name; then the one with a stream or with
 * recovery, of which there is one at most, is meant.
 */
public final class DynamoDbTableName {
  private static final int LENGTH_MAX = 255;

  /** What a request may give as a name, or as an ARN that ends in one. */
  static final Rule<String> RULE = Rule.text(1, 1_024);

  private DynamoDbTableName() {}

  /** The name of a table. It may be longer than clients of DynamoDB can spell. */
  public static String of(TableRef table) {
    return table.database().value() + "." + table.table().value();
  }

  /**
   * The table of a name or of a table's ARN.
   *
   * @throws ServiceException RESOURCE_NOT_FOUND, when there is none
   */
  public static TableEntry require(Catalog catalog, String nameOrArn) {
    return find(catalog, plain(nameOrArn)).orElseThrow(() -> notFound(plain(nameOrArn)));
  }

  /** The name in what may be an ARN. */
  public static String plain(String nameOrArn) {
    int table = nameOrArn.indexOf(":table/");
    return nameOrArn.startsWith("arn:") && table > 0
        ? nameOrArn.substring(table + ":table/".length())
        : nameOrArn;
  }

  private static Optional<TableEntry> find(Catalog catalog, String name) {
    List<TableEntry> named =
        catalog.tables().stream().filter(table -> of(table.ref()).equals(name)).toList();
    return named.stream()
        .filter(DynamoDbTableName::isShown)
        .findFirst()
        .or(() -> named.stream().findFirst());
  }

  private static boolean isShown(TableEntry table) {
    return table.stream().isPresent() || table.recovery().isPresent();
  }

  /**
   * Refuses a stream or recovery for a table, which need not be there yet, that DynamoDB's clients
   * could not name.
   *
   * @throws InvalidRequestException when its name is too long, or another table of that name has a
   *     stream or recovery already
   */
  public static void requireUsable(Catalog catalog, TableRef table) {
    String name = of(table);
    if (name.length() > LENGTH_MAX) {
      throw new InvalidRequestException(
          "The name "
              + name
              + " is longer than the "
              + LENGTH_MAX
              + " characters that a DynamoDB table name may have.");
    }
    for (TableEntry other : catalog.tables()) {
      if (!other.ref().equals(table) && of(other.ref()).equals(name) && isShown(other)) {
        throw new InvalidRequestException(
            "The tables "
                + table
                + " and "
                + other.ref()
                + " both have the DynamoDB table name "
                + name
                + ", and the latter uses it.");
      }
    }
  }

  private static ServiceException notFound(String name) {
    return new ServiceException(
        ErrorType.RESOURCE_NOT_FOUND,
        "Requested resource not found: Table: " + name + " not found");
  }
}
