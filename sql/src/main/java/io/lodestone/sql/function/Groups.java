package io.lodestone.sql.function;

import java.util.Arrays;

/** Arrays with one element per group, which grow as groups appear. */
final class Groups {
  private Groups() {}

  static long[] room(long[] array, int groupCount) {
    return groupCount <= array.length ? array : Arrays.copyOf(array, capacity(groupCount));
  }

  static double[] room(double[] array, int groupCount) {
    return groupCount <= array.length ? array : Arrays.copyOf(array, capacity(groupCount));
  }

  static boolean[] room(boolean[] array, int groupCount) {
    return groupCount <= array.length ? array : Arrays.copyOf(array, capacity(groupCount));
  }

  static <T> T[] room(T[] array, int groupCount) {
    return groupCount <= array.length ? array : Arrays.copyOf(array, capacity(groupCount));
  }

  private static int capacity(int groupCount) {
    return (int) Math.min(2L * groupCount, Integer.MAX_VALUE - 8);
  }
}
