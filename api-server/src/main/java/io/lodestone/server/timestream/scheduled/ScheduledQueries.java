package io.lodestone.server.timestream.scheduled;

import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.ConflictException;
import io.lodestone.model.NotFoundException;
import io.lodestone.server.jobs.Job;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Json;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.schedule.InvalidScheduleException;
import io.lodestone.server.schedule.Schedule;
import io.lodestone.server.timestream.write.ScheduledQueryTags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;

/**
 * All scheduled queries that there are, as they are remembered on disk. Safe for several threads.
 *
 * <p>Whoever makes one hands {@link #jobs()} to a runner, and tells by {@link #onDue} how to wake
 * it.
 */
public final class ScheduledQueries implements ScheduledQueryTags {
  /** What a run is called where its rights are asked for. */
  static final String RUN_ACTION = "ExecuteScheduledQuery";

  /** For so long the same ClientToken means the same request, as in Timestream. */
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(8);

  private final Surroundings around;
  private final RandomGenerator random;
  private final ConcurrentSkipListMap<String, ScheduledQueryJob> byId =
      new ConcurrentSkipListMap<>();

  /** Guards what is added: names are unique. */
  private final Object adding = new Object();

  private volatile Runnable due = () -> {};

  private ScheduledQueries(Surroundings around, RandomGenerator random) {
    this.around = around;
    this.random = random;
  }

  /**
   * Takes up what is remembered. One that cannot be understood is told to the log and stays where
   * it is.
   *
   * @param random draws the suffixes of ids
   */
  public static ScheduledQueries open(Surroundings around, RandomGenerator random) {
    ScheduledQueries queries = new ScheduledQueries(around, random);
    Map<String, byte[]> runs = around.store().all(Surroundings.RUNS);
    around
        .store()
        .all(Surroundings.DEFINITIONS)
        .forEach((id, definition) -> queries.take(id, definition, runs.get(id)));
    return queries;
  }

  private void take(String id, byte[] definition, byte[] runs) {
    try {
      ScheduledQuery query = ScheduledQuery.fromJson(id, definition);
      Schedule schedule = Schedule.parse(query.settings().schedule().expression(), query.created());
      RunState state =
          runs == null
              // It was lost: what was missed is not known, and what comes is.
              ? RunState.created(schedule.next(around.clock().instant()))
              : Json.read(runs, RunState::read);
      byId.put(id, new ScheduledQueryJob(around, schedule, query, state));
    } catch (IOException | RuntimeException | InvalidScheduleException e) {
      around.log().error("scheduled query not understood", e, "query", id);
    }
  }

  /** To be called whenever a job may have become due. */
  public void onDue(Runnable wake) {
    due = wake;
  }

  /** All of them, as they are at each look. */
  public Collection<? extends Job> jobs() {
    return byId.values();
  }

  /**
   * The operations on scheduled queries.
   *
   * @param tokens for the list that comes in pages
   */
  public List<Operation> operations(PageTokens tokens) {
    return List.of(
        new CreateScheduledQuery(this, around),
        new DescribeScheduledQuery(this),
        new ListScheduledQueries(this, tokens),
        new UpdateScheduledQuery(this),
        new DeleteScheduledQuery(this),
        new ExecuteScheduledQuery(this));
  }

  /** An id for a query of a name, unlike any other. */
  String newId(String name) {
    return name + "-" + String.format("%016x", random.nextLong());
  }

  /** All of them in the order of their ids. */
  List<ScheduledQueryJob> all() {
    return List.copyOf(byId.values());
  }

  /**
   * A query to which the operation that is called is to be done.
   *
   * @throws NotFoundException when there is none
   */
  ScheduledQueryJob require(Call call, String arn) {
    return requireId(call, ScheduledQueryArn.id(call.principal(), arn));
  }

  private ScheduledQueryJob requireId(Call call, String id) {
    call.access().require(ScheduledQuery.resource(id));
    return Optional.ofNullable(byId.get(id))
        .orElseThrow(() -> new NotFoundException("The scheduled query " + id + " does not exist."));
  }

  /** The query that the same request has created before. */
  Optional<ScheduledQuery> created(Fingerprint fingerprint, Instant now) {
    if (fingerprint.token().isEmpty()) {
      return Optional.empty();
    }
    for (ScheduledQueryJob job : byId.values()) {
      ScheduledQuery query = job.query();
      if (query.fingerprint().token().equals(fingerprint.token())
          && now.isBefore(query.created().plus(TOKEN_LIFETIME))) {
        if (!query.fingerprint().request().equals(fingerprint.request())) {
          throw new ConflictException("The ClientToken was used for another request.");
        }
        return Optional.of(query);
      }
    }
    return Optional.empty();
  }

  /**
   * Adds a query; durable on return.
   *
   * @return it, or the one that the same request has added meanwhile
   * @throws ConflictException when its name is taken
   */
  ScheduledQuery add(ScheduledQuery query, Schedule schedule) {
    RunState state = RunState.created(schedule.next(query.created()));
    synchronized (adding) {
      Optional<ScheduledQuery> before = created(query.fingerprint(), query.created());
      if (before.isPresent()) {
        return before.get();
      }
      if (byId.values().stream().anyMatch(job -> job.query().name().equals(query.name()))) {
        throw new ConflictException(
            "A scheduled query of the name " + query.name() + " exists already.");
      }
      int queriesMax = around.options().queriesMax();
      if (byId.size() >= queriesMax) {
        throw new ServiceException(
            ErrorType.SERVICE_QUOTA_EXCEEDED,
            "There are " + queriesMax + " scheduled queries, and there may be no more.");
      }
      around.remember(Surroundings.definition(query), Surroundings.runs(query, state));
      byId.put(query.id(), new ScheduledQueryJob(around, schedule, query, state));
    }
    around.notifications().created(query);
    due.run();
    return query;
  }

  /** Switches a schedule on or off; durable on return. */
  void enable(ScheduledQueryJob job, boolean enabled) {
    if (job.enable(enabled)) {
      around.notifications().updated(job.query(), enabled);
      due.run();
    }
  }

  /** Asks for a run for a time; durable on return. */
  void execute(ScheduledQueryJob job, Instant time) {
    job.ask(time);
    due.run();
  }

  /** Deletes a query; durable on return. */
  void delete(ScheduledQueryJob job) {
    job.delete();
    byId.remove(job.query().id());
    around.notifications().deleted(job.query());
  }

  @Override
  public Map<String, String> tags(Call call, String id) {
    return requireId(call, id).query().tags();
  }

  @Override
  public void change(Call call, String id, TagUpdate update) {
    requireId(call, id).tag(update);
  }
}
