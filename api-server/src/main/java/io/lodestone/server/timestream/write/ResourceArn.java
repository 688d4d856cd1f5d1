package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.StreamUpdate;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.ConflictException;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.dynamodb.tables.DynamoDbTableName;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an Amazon Resource Name of this service names:
 *
 * <pre>
 *   arn:aws:timestream:REGION:ACCOUNT:database/NAME
 *   arn:aws:timestream:REGION:ACCOUNT:database/NAME/table/NAME
 *   arn:aws:timestream:REGION:ACCOUNT:scheduled-query/ID
 * </pre>
 *
 * The region is that of whoever was told the ARN and says nothing about the resource, so that any
 * region is taken; the account has to be the server's own.
 *
 * @param database as spelled, legal or not; empty when a scheduled query is named
 * @param table as spelled; empty when the database itself is named
 * @param scheduledQuery its id as spelled; empty when a database or table is named
 */
record ResourceArn(String database, String table, String scheduledQuery) {
  /** No ARN of this service is as long as this. */
  static final Rule<String> RULE = Rule.text(1, 1_011);

  private static final Pattern FORM =
      Pattern.compile("arn:aws[a-z-]*:timestream:[a-z0-9_-]+:([0-9]{12}):(.+)", Pattern.DOTALL);
  private static final Pattern RESOURCE =
      Pattern.compile("database/([^/]+)(?:/table/([^/]+))?|scheduled-query/(.+)", Pattern.DOTALL);

  /** The ARN of a database, for this caller. */
  static String of(Principal principal, DatabaseEntry database) {
    return database(principal, database.name().value());
  }

  /** The ARN of a table, for this caller. */
  static String of(Principal principal, TableEntry table) {
    return database(principal, table.ref().database().value())
        + "/table/"
        + table.ref().table().value();
  }

  private static String database(Principal principal, String name) {
    return "arn:aws:timestream:"
        + principal.region()
        + ":"
        + principal.account()
        + ":database/"
        + name;
  }

  /**
   * @throws InvalidRequestException when this is no ARN of this service
   * @throws NotFoundException when nothing here can have this ARN
   */
  static ResourceArn parse(Principal principal, String arn) {
    Matcher form = FORM.matcher(arn);
    if (!form.matches()) {
      throw new InvalidRequestException("The ResourceARN is not the ARN of a Timestream resource.");
    }
    Matcher resource = RESOURCE.matcher(form.group(2));
    if (!resource.matches() || !form.group(1).equals(principal.account().digits())) {
      throw new NotFoundException("The resource " + arn + " does not exist.");
    }
    return new ResourceArn(
        Objects.requireNonNullElse(resource.group(1), ""),
        Objects.requireNonNullElse(resource.group(2), ""),
        Objects.requireNonNullElse(resource.group(3), ""));
  }

  /**
   * The tags that it has.
   *
   * @throws NotFoundException when there is no such resource
   */
  Map<String, String> tags(Call call, Catalog catalog, ScheduledQueryTags queries) {
    if (!scheduledQuery.isEmpty()) {
      return queries.tags(call, scheduledQuery);
    }
    return table.isEmpty()
        ? ResourceNames.database(call, catalog, database).tags()
        : ResourceNames.table(call, catalog, database, table).definition().tags();
  }

  /**
   * Changes its tags, and its stream when they declare it; durable on return.
   *
   * @param shards of a stream that begins
   * @throws NotFoundException when there is no such resource
   * @throws InvalidRequestException when a tag cannot be set, or its stream not be had
   * @throws ServiceException SERVICE_QUOTA_EXCEEDED, when there would be too many tags
   */
  void change(Call call, Engine engine, ScheduledQueryTags queries, TagUpdate update, int shards) {
    if (!scheduledQuery.isEmpty()) {
      apply(() -> queries.change(call, scheduledQuery, update));
      return;
    }
    Catalog catalog = engine.catalog();
    if (table.isEmpty()) {
      DatabaseEntry entry = ResourceNames.database(call, catalog, database);
      StreamTag.requireNone(update.added());
      apply(() -> engine.tagDatabase(entry.name(), update));
      return;
    }
    TableEntry entry = ResourceNames.table(call, catalog, database, table);
    Optional<StreamUpdate> stream = StreamTag.declaredBy(update, entry, shards);
    if (stream.flatMap(StreamUpdate::view).isPresent()) {
      DynamoDbTableName.requireSpellable(entry.ref());
    }
    apply(
        () -> {
          if (stream.isEmpty()) {
            engine.tagTable(entry.ref(), update);
          } else {
            engine.tagTable(entry.ref(), update, stream.get());
          }
        });
  }

  /** Lets the engine change tags that are legal one by one. */
  private static void apply(Runnable change) {
    try {
      change.run();
    } catch (InvalidRequestException e) {
      throw new ServiceException(ErrorType.SERVICE_QUOTA_EXCEEDED, e.getMessage());
    } catch (ConflictException e) {
      // The service has no such error for these operations.
      throw new InvalidRequestException(e.getMessage());
    }
  }
}
