package io.lodestone.server.timestream.scheduled;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.server.auth.Mandate;
import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.schedule.InvalidScheduleException;
import io.lodestone.server.schedule.Schedule;
import io.lodestone.server.timestream.write.Tag;
import io.lodestone.sql.PreparedQuery;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.SqlException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Creates a scheduled query. Everything that can be known before its first run is checked: the
 * schedule, the statement, the rights of who asks on all tables, and whether the columns of the
 * result go with the target.
 */
final class CreateScheduledQuery implements Operation {
  private static final String RUN_TIME_PARAMETER = "scheduled_runtime";

  private final ScheduledQueries queries;
  private final Surroundings around;

  CreateScheduledQuery(ScheduledQueries queries, Surroundings around) {
    this.queries = queries;
    this.around = around;
  }

  @Override
  public String name() {
    return "CreateScheduledQuery";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    QuerySettings settings = call.read(QuerySettings::readRequest);
    Instant now = around.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    String id = queries.newId(settings.name());
    call.access().require(ScheduledQuery.resource(id));
    Fingerprint fingerprint = Fingerprint.of(call.principal().accessKeyId(), settings);
    ScheduledQuery query =
        queries
            .created(fingerprint, now)
            .orElseGet(() -> create(call, settings, now, id, fingerprint));
    String arn = ScheduledQueryArn.of(call.principal(), query);
    return out -> out.writeStringField("Arn", arn);
  }

  private ScheduledQuery create(
      Call call, QuerySettings settings, Instant now, String id, Fingerprint fingerprint) {
    Schedule schedule = schedule(settings.schedule().expression(), now);
    List<ResultColumn> columns = columns(settings.queryString(), call.access());
    if (settings.target() != null) {
      checkTarget(settings.target().timestream(), columns, call.access());
    }
    return queries.add(
        new ScheduledQuery(
            id,
            settings,
            now,
            Mandate.of(call.principal()),
            call.access().peer(),
            fingerprint,
            Tag.toMap(settings.tags())),
        schedule);
  }

  private static Schedule schedule(String expression, Instant now) {
    try {
      Schedule schedule = Schedule.parse(expression, now);
      if (schedule.next(now).isEmpty()) {
        throw new InvalidRequestException(
            "The schedule expression is invalid: it names no time in the future: '"
                + expression
                + "'.");
      }
      return schedule;
    } catch (InvalidScheduleException e) {
      throw new InvalidRequestException(
          "The schedule expression is invalid: " + e.getMessage() + ".");
    }
  }

  private List<ResultColumn> columns(String text, Access access) {
    int asked = access.asked().size();
    PreparedQuery prepared;
    try {
      prepared = around.statements().prepare(text, access);
    } catch (SqlException e) {
      throw new ServiceException(ErrorType.VALIDATION, e.getMessage());
    }
    if (access.asked().size() == asked) {
      // It reads no table.
      access.requireAnywhere("SelectValues");
    }
    Optional<PreparedQuery.Parameter> unknown =
        prepared.parameters().stream()
            .filter(parameter -> !parameter.name().equals(RUN_TIME_PARAMETER))
            .findFirst();
    if (unknown.isPresent()) {
      throw new InvalidRequestException(
          "The query has the parameter "
              + unknown.get().name()
              + ", and @"
              + RUN_TIME_PARAMETER
              + " is the only one that a scheduled query may have.");
    }
    return prepared.columns().stream()
        .map(column -> new ResultColumn(column.name(), column.type()))
        .toList();
  }

  private void checkTarget(TimestreamTarget target, List<ResultColumn> columns, Access access) {
    TableEntry table;
    try {
      table = TargetTable.require(around.engine(), target, access);
    } catch (NotFoundException e) {
      // The operation has no error of its own for that.
      throw new InvalidRequestException(e.getMessage());
    }
    TargetMapping mapping = TargetMapping.of(target, columns);
    TargetTable.requireFit(table, mapping);
  }
}
