package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DynamoDB's clients call a table: database and table with a dot between them. Both parts may
 * hold dots, so that two tables may have one such name; then the one with a stream or with
 * recovery, of which there is one at most, is meant.
 */
public final class DynamoDbTableName {
  private static final int LENGTH_MAX = 255;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:dynamodb:[a-z0-9_-]+:([0-9]{12}):table/(.+)");

  /** What a request may give as a name, or as an ARN that ends in one. */
  static final Rule<String> RULE = Rule.text(1, 1_024);

  private DynamoDbTableName() {}

  /** The name of a table. It may be longer than clients of DynamoDB can spell. */
  public static String of(TableRef table) {
    return table.database().value() + "." + table.table().value();
  }

  /** Whether clients of DynamoDB can spell it. */
  static boolean isSpellable(String name) {
    return name.length() <= LENGTH_MAX;
  }

  /**
   * The table of a name or of a table's ARN, for a caller who may do this to it.
   *
   * @param missing what it is called when there is none
   * @throws InvalidRequestException when it is neither a name nor an ARN that a table can have
   * @throws ServiceException the missing one, when there is none; ACCESS_DENIED
   */
  static TableEntry require(Call call, Catalog catalog, String nameOrArn, ErrorType missing) {
    Matcher arn = ARN.matcher(nameOrArn);
    String name = arn.matches() ? arn.group(2) : nameOrArn;
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequestException(
          "Invalid TableName: "
              + nameOrArn
              + ". It is DATABASE.TABLE, of the characters a-z, A-Z, 0-9, '_', '-' and '.', or"
              + " arn:aws:dynamodb:REGION:ACCOUNT:table/DATABASE.TABLE.");
    }
    call.access().require("table/" + name);
    boolean isOurs = !arn.matches() || arn.group(1).equals(call.principal().account().digits());
    return find(catalog, name)
        .filter(_ -> isOurs)
        .orElseThrow(
            () ->
                new ServiceException(
                    missing, "Requested resource not found: Table: " + nameOrArn + " not found"));
  }

  private static Optional<TableEntry> find(Catalog catalog, String name) {
    List<TableEntry> named =
        catalog.tables().stream().filter(table -> of(table.ref()).equals(name)).toList();
    return named.stream()
        .filter(TableEntry::isFollowed)
        .findFirst()
        .or(() -> named.stream().findFirst());
  }

  /**
   * Refuses a stream or recovery for a table, which need not be there yet, that DynamoDB's clients
   * could not name. That no other table has the name is for the catalog to say.
   *
   * @throws InvalidRequestException when its name is too long
   */
  public static void requireSpellable(TableRef table) {
    String name = of(table);
    if (!isSpellable(name)) {
      throw new InvalidRequestException(
          "The name "
              + name
              + " is longer than the "
              + LENGTH_MAX
              + " characters that a DynamoDB table name may have.");
    }
  }
}
