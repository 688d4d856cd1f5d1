package io.lodestone.server.timestream.write;

import io.lodestone.engine.commit.AdmissionRule;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Locale;

/** The words of the errors of a write request, where AWS's are known in AWS's own. Stateless. */
final class WriteErrors {
  static final String REJECTED_RECORDS =
      "One or more records have been rejected. See RejectedRecords for details.";

  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /** A client's text is told back to it up to this length. */
  private static final int ECHO_LENGTH_MAX = 256;

  private WriteErrors() {}

  /**
   * Where a member stands, as AWS spells it: {@code commonAttributes.time}, {@code
   * records.1.member.time}.
   */
  static String path(int slot, String member) {
    String record =
        slot == StagedRecords.COMMON ? "commonAttributes" : "records." + slot + ".member";
    return member.isEmpty() ? record : record + "." + member;
  }

  static InvalidRequestException absent(String path) {
    return constraint("null", path, "Member must not be null");
  }

  static InvalidRequestException tooShort(String path, int least) {
    return constraint("", path, "Member must have length greater than or equal to " + least);
  }

  static InvalidRequestException tooLong(String path, int most) {
    return constraint("", path, "Member must have length less than or equal to " + most);
  }

  static InvalidRequestException tooSmall(String path, long found, long least) {
    return constraint(
        "'" + found + "'", path, "Member must have value greater than or equal to " + least);
  }

  static InvalidRequestException notOneOf(String path, String text, Object... legal) {
    String found =
        text.length() > ECHO_LENGTH_MAX ? text.substring(0, ECHO_LENGTH_MAX) + "…" : text;
    return constraint(
        "'" + found + "'", path, "Member must satisfy enum value set: " + Arrays.toString(legal));
  }

  /**
   * Why a record was rejected. Clients look for parts of the two sentences about versions, which
   * are AWS's to the letter.
   *
   * @param batch the points of the request
   * @param admission which times the table accepts
   */
  static String reason(Rejection rejection, PointBatch batch, AdmissionRule admission) {
    return switch (rejection.reason()) {
      case OUTSIDE_TIME_WINDOW ->
          "The record timestamp is outside the time range ["
              + instant(admission.oldestNanos())
              + ", "
              + instant(admission.futureLimitNanos())
              + ") of the "
              + (admission.acceptsLate() ? "data ingestion window." : "memory store.");
      case VERSION_TOO_LOW ->
          "The record version "
              + batch.versions()[point(rejection.requestIndex(), batch)]
              + " is lower than the existing version "
              + rejection.existingVersion().orElseThrow()
              + ". A higher version is required to update the measure value.";
      case VERSION_NOT_HIGHER ->
          "A record already exists with the same time, dimensions, measure name, and record"
              + " version. A higher record version must be specified in order to update the"
              + " measure value. Specifying record version is supported by the latest SDKs.";
      case COLUMN_TYPE_CONFLICT, LIMIT_EXCEEDED, DIMENSION_REQUIRED -> rejection.detail();
    };
  }

  /** With milliseconds, as the service prints times; nothing before the epoch is accepted. */
  private static String instant(long nanos) {
    return MILLISECONDS.format(Instant.ofEpochMilli(Math.max(0, nanos) / 1_000_000));
  }

  /** Which point of the batch the record at this index of the request is. */
  static int point(int requestIndex, PointBatch batch) {
    for (int point = 0; point < batch.size(); point++) {
      if (batch.requestIndex(point) == requestIndex) {
        return point;
      }
    }
    throw new IllegalArgumentException("no point of the request's record " + requestIndex);
  }

  private static InvalidRequestException constraint(String found, String path, String rule) {
    String value = found.isEmpty() ? "Value" : "Value " + found;
    return new InvalidRequestException(
        "1 validation error detected: "
            + value
            + " at '"
            + path
            + "' failed to satisfy constraint: "
            + rule);
  }
}
