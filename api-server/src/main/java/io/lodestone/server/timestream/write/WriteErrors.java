package io.lodestone.server.timestream.write;

import io.lodestone.model.InvalidRequestException;
import java.util.Arrays;

/** The words of the errors of a write request, where AWS's are known in AWS's own. Stateless. */
final class WriteErrors {
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
