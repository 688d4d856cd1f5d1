package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.MagneticStoreWrites.ReportLocation;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.commit.AdmissionRule;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.protocol.Json;
import io.lodestone.server.protocol.RequestIds;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes reports of rejected records to where a table wants them: one object for each request,
 *
 * <pre>
 *   PREFIX/DATABASE/TABLE/2026/01/31/23/REPORTID.json
 * </pre>
 *
 * with day and hour of the report in UTC. AWS documents neither keys nor content of these reports;
 * the content has the form of those that it writes for scheduled queries. Safe for several threads.
 */
public final class RejectReports {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy/MM/dd/HH", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final LocalObjectStore objects;
  private final RequestIds ids;
  private final InstantSource clock;
  private final EventLog log;
  private final boolean inPlaceOfAnswers;

  /**
   * @param ids names the reports
   * @param inPlaceOfAnswers whether what stands in a report is left out of the answer, as AWS does
   */
  public RejectReports(
      LocalObjectStore objects,
      RequestIds ids,
      InstantSource clock,
      EventLog log,
      boolean inPlaceOfAnswers) {
    this.objects = Objects.requireNonNull(objects, "objects");
    this.ids = Objects.requireNonNull(ids, "ids");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.log = Objects.requireNonNull(log, "log");
    this.inPlaceOfAnswers = inPlaceOfAnswers;
  }

  /**
   * Refuses that old points are accepted without a place for their reports, where reports stand in
   * the place of answers.
   *
   * @throws InvalidRequestException when the place is missing
   */
  void requireLocation(MagneticStoreWrites writes) {
    if (inPlaceOfAnswers && writes.enabled() && writes.rejectedDataLocation().isEmpty()) {
      throw new InvalidRequestException(
          "EnableMagneticStoreWrites requires a MagneticStoreRejectedDataLocation: this server"
              + " reports conflicts in the magnetic store there, and not in the response.");
    }
  }

  /**
   * Reports those of a request's rejections that are about older versions in the magnetic store, if
   * the table has a place for reports. The report is durable on return.
   *
   * @param admission tells which points are of the magnetic store
   * @return the rejections that the answer has to name: all of them when there is no report
   */
  List<Rejection> report(
      TableEntry table, AdmissionRule admission, PointBatch batch, List<Rejection> rejections) {
    Optional<ReportLocation> location =
        table.definition().magneticStoreWrites().rejectedDataLocation();
    List<Rejection> conflicts =
        location.isEmpty()
            ? List.of()
            : rejections.stream()
                .filter(rejection -> isLateConflict(rejection, admission, batch))
                .toList();
    if (conflicts.isEmpty()) {
      return rejections;
    }
    try {
      String id = ids.next();
      objects.put(
          location.get().bucket(),
          key(location.get(), table, id),
          Json.object(
              out -> {
                out.writeStringField("reportId", id);
                out.writeArrayFieldStart("errors");
                RejectedRecords.write(out, admission, batch, conflicts);
                out.writeEndArray();
              }));
    } catch (IOException e) {
      // The client gets to know what the report would have said.
      log.error("rejected records not reported", e, "table", table.ref());
      return rejections;
    }
    return inPlaceOfAnswers
        ? rejections.stream().filter(rejection -> !conflicts.contains(rejection)).toList()
        : rejections;
  }

  private static boolean isLateConflict(
      Rejection rejection, AdmissionRule admission, PointBatch batch) {
    return switch (rejection.reason()) {
      case VERSION_TOO_LOW, VERSION_NOT_HIGHER ->
          admission.judge(batch.times()[WriteErrors.point(rejection.requestIndex(), batch)])
              == AdmissionRule.Verdict.MAGNETIC_STORE;
      case OUTSIDE_TIME_WINDOW, COLUMN_TYPE_CONFLICT, LIMIT_EXCEEDED, DIMENSION_REQUIRED -> false;
    };
  }

  private String key(ReportLocation location, TableEntry table, String id) {
    String prefix = location.keyPrefix().orElse("");
    Instant now = clock.instant();
    return prefix
        + (prefix.isEmpty() || prefix.endsWith("/") ? "" : "/")
        + table.ref().database().value()
        + "/"
        + table.ref().table().value()
        + "/"
        + HOUR.format(now)
        + "/"
        + id
        + ".json";
  }
}
