package io.lodestone.engine.commit;

/**
 * Which points of a batch were accepted for one memtable, in the order of their decision. Used by
 * the committer alone, again and again: taken for a decision, given back when the points have
 * entered the memtable.
 */
final class PointSelection {
  private int[] points = new int[0];
  private int count;

  /** Forgets all points and makes room. */
  void begin(int countMax) {
    count = 0;
    if (points.length < countMax) {
      points = new int[Math.max(countMax, 2 * points.length)];
    }
  }

  void add(int point) {
    points[count++] = point;
  }

  /** All points of a batch of this size, and no others. */
  void addAll(int size) {
    addRange(0, size);
  }

  /** The points of a batch from one to before another, and no others. */
  void addRange(int from, int to) {
    begin(to - from);
    count = to - from;
    for (int i = 0; i < count; i++) {
      points[i] = from + i;
    }
  }

  /** Indexes in the batch, {@link #count()} of them. */
  int[] points() {
    return points;
  }

  int count() {
    return count;
  }
}
