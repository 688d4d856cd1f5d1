package io.lodestone.wal;

import java.util.OptionalLong;

/** Names of the files in a log's directory. */
final class WalFileName {
  static final String QUARANTINE = "quarantine";
  static final String SPARE = "spare.tmp";
  static final String BALLAST = "ballast";
  static final String BALLAST_UNFINISHED = "ballast.tmp";

  private static final String LOG = ".wal";
  private static final String UNFINISHED = ".wal.tmp";
  private static final int DIGITS_MIN = 8;
  private static final int DIGITS_MAX = 18;

  private WalFileName() {}

  /** At least eight digits, so that names sort as numbers do. */
  static String of(long number) {
    return digits(number) + LOG;
  }

  /** The name of a file until all of it is on the disk that has to be. */
  static String unfinished(long number) {
    return digits(number) + UNFINISHED;
  }

  private static String digits(long number) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, DIGITS_MIN - digits.length())) + digits;
  }

  /** The number of a log file, if the name is one. */
  static OptionalLong number(String name) {
    int digits = name.length() - LOG.length();
    if (!name.endsWith(LOG) || digits < DIGITS_MIN || digits > DIGITS_MAX) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int i = 0; i < digits; i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return OptionalLong.empty();
      }
      number = number * 10 + (c - '0');
    }
    return number > 0 ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** Whether this is a file that an earlier process had begun and that nothing refers to. */
  static boolean isUnfinished(String name) {
    return name.endsWith(UNFINISHED) || name.equals(SPARE) || name.equals(BALLAST_UNFINISHED);
  }
}
