package io.lodestone.server.auth;

import java.util.Optional;

/**
 * What a signature is good for: {@code <access key id>/<yyyymmdd>/<region>/<service>/aws4_request}.
 *
 * @param accessKeyId 1..128 characters
 * @param date eight digits
 * @param region not empty
 * @param service not empty
 */
record CredentialScope(String accessKeyId, String date, String region, String service) {
  static final String TERMINATOR = "aws4_request";
  private static final int ACCESS_KEY_ID_MAX = 128;
  private static final int NAME_MAX = 64;

  /** Empty when the text is not a credential of this form. */
  static Optional<CredentialScope> parse(String text) {
    // An access key id may hold slashes by the letter of the rule, hence from the end.
    int fourth = text.lastIndexOf('/');
    int third = text.lastIndexOf('/', fourth - 1);
    int second = text.lastIndexOf('/', third - 1);
    int first = text.lastIndexOf('/', second - 1);
    if (first <= 0 || !text.substring(fourth + 1).equals(TERMINATOR)) {
      return Optional.empty();
    }
    String accessKeyId = text.substring(0, first);
    String date = text.substring(first + 1, second);
    String region = text.substring(second + 1, third);
    String service = text.substring(third + 1, fourth);
    boolean legal =
        accessKeyId.length() <= ACCESS_KEY_ID_MAX
            && isDate(date)
            && isName(region)
            && isName(service);
    return legal
        ? Optional.of(new CredentialScope(accessKeyId, date, region, service))
        : Optional.empty();
  }

  private static boolean isDate(String text) {
    if (text.length() != 8) {
      return false;
    }
    for (int i = 0; i < 8; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Regions and services reach ARNs and logs: only harmless characters. */
  private static boolean isName(String text) {
    if (text.isEmpty() || text.length() > NAME_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean legal = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (!legal) {
        return false;
      }
    }
    return true;
  }

  /** The scope without the key: the third line of a string to sign. */
  String scope() {
    return date + "/" + region + "/" + service + "/" + TERMINATOR;
  }
}
