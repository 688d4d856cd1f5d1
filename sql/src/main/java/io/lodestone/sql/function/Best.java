package io.lodestone.sql.function;

import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code min(x, n)}, {@code max(x, n)}, {@code min_by(x, y, n)} and {@code max_by(x, y, n)}: the n
 * best of each group as an array, the best first; equal ones as they came.
 *
 * <p>Each group keeps at most twice as many as are wanted, and then drops the worse half.
 */
final class Best implements Accumulator {
  private static final long COUNT_MAX = 10_000;

  /** A candidate: a key, and what is kept for it, as vectors of one value. */
  private record Candidate(Vector key, Vector value, long bytes) {}

  private final SqlType keyType;
  private final SqlType valueType;
  private final int sign;

  /** Whether the key is the second argument, or the value itself. */
  private final boolean keyed;

  private List<List<Candidate>> candidates = new ArrayList<>();
  private long[] counts = new long[16];
  private long bytes;

  private Best(SqlType valueType, SqlType keyType, boolean keyed, int sign) {
    this.valueType = valueType;
    this.keyType = keyType;
    this.keyed = keyed;
    this.sign = sign;
  }

  static Best ofValues(SqlType type, int sign) {
    return new Best(type, type, false, sign);
  }

  static Best by(SqlType value, SqlType key, int sign) {
    return new Best(value, key, true, sign);
  }

  @Override
  public void add(int[] groups, int groupCount, Vector[] arguments, int size) {
    counts = Groups.room(counts, groupCount);
    while (candidates.size() < groupCount) {
      candidates.add(null);
    }
    Vector keys = keyed ? arguments[1] : arguments[0];
    Vector wanted = arguments[arguments.length - 1];
    for (int i = 0; i < size; i++) {
      if (keys.isPresent(i)) {
        add(groups[i], keys, arguments[0], i, count(wanted, i));
      }
    }
  }

  private static long count(Vector wanted, int index) {
    long count = wanted.isPresent(index) ? Vectors.word(wanted, index) : 0;
    if (count < 1 || count > COUNT_MAX) {
      throw new EvaluationException(
          "third argument of max_by/min_by, second of max/min, must be between 1 and "
              + COUNT_MAX
              + "; found "
              + count);
    }
    return count;
  }

  private void add(int group, Vector keys, Vector values, int index, long wanted) {
    List<Candidate> known = candidates.get(group);
    if (known == null) {
      known = new ArrayList<>();
      candidates.set(group, known);
      counts[group] = wanted;
    } else if (counts[group] != wanted) {
      throw new EvaluationException("Count argument is not constant: found multiple values");
    }
    Vector key = copy(keyType, keys, index);
    Vector value = keyed ? copy(valueType, values, index) : key;
    Candidate candidate =
        new Candidate(key, value, 64 + Vectors.memoryBytes(key, 1) + Vectors.memoryBytes(value, 1));
    known.add(candidate);
    bytes += candidate.bytes();
    if (known.size() >= 2 * wanted && known.size() > 16) {
      trim(known, wanted);
    }
  }

  private void trim(List<Candidate> known, long wanted) {
    known.sort((a, b) -> -sign * Vectors.compare(a.key(), 0, b.key(), 0));
    List<Candidate> worse = known.subList((int) Math.min(wanted, known.size()), known.size());
    worse.forEach(candidate -> bytes -= candidate.bytes());
    worse.clear();
  }

  private static Vector copy(SqlType type, Vector from, int index) {
    VectorBuilder copy = VectorBuilder.of(type);
    copy.append(from, index);
    return copy.build();
  }

  @Override
  public void result(int group, VectorBuilder target) {
    List<Candidate> known = group < candidates.size() ? candidates.get(group) : null;
    if (known == null) {
      target.appendNull();
      return;
    }
    trim(known, counts[group]);
    known.forEach(candidate -> target.elements().append(candidate.value(), 0));
    target.appendArray();
  }

  @Override
  public long memoryBytes() {
    return bytes + 12L * counts.length;
  }
}
