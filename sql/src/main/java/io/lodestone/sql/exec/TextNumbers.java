package io.lodestone.sql.exec;

import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;

/**
 * Gives each different text a number, from 0 in the order of appearance. Texts that come as codes
 * of a dictionary are looked at once per code.
 */
final class TextNumbers {
  private byte[] bytes = new byte[1_024];
  private int[] offsets = new int[64];
  private int count;

  /** Open addressing; a number plus one, 0 for a free slot. */
  private int[] slots = new int[128];

  /** What {@link #numberOfCode} says of a text that has no number. */
  private static final int UNKNOWN = -1;

  /**
   * The number plus one of each code of the dictionary of {@link #origin}; 0 while it has not been
   * looked at.
   */
  private int[] numberOfCode = new int[64];

  private Object origin;

  /** Writes the number of each text of a vector; what it writes for NULL means nothing. */
  void of(Vector vector, int size, long[] numbers) {
    numbers(vector, size, numbers, true);
  }

  /** As {@link #of}, but a new text gets no number, and -1 is written for it. */
  void known(Vector vector, int size, long[] numbers) {
    numbers(vector, size, numbers, false);
  }

  private void numbers(Vector vector, int size, long[] numbers, boolean adding) {
    if (!(vector instanceof Vector.Dictionary dictionary)) {
      for (int i = 0; i < size; i++) {
        if (vector.isPresent(i)) {
          numbers[i] = number(Vectors.textOf(vector), Vectors.entryOf(vector, i), adding);
        }
      }
      return;
    }
    if (dictionary.origin() != origin) {
      origin = dictionary.origin();
      Arrays.fill(numberOfCode, 0);
    }
    int[] codes = dictionary.codes();
    long[] presence = dictionary.presence();
    for (int i = 0; i < size; i++) {
      if (Presence.has(presence, i)) {
        int code = codes[i];
        int known = code < numberOfCode.length ? numberOfCode[code] : 0;
        if (known == 0 || adding && known == UNKNOWN) {
          known = learn(code, dictionary.dictionary(), adding);
        }
        numbers[i] = known == UNKNOWN ? -1 : known - 1L;
      }
    }
  }

  /** The number plus one of a code not seen before, or {@link #UNKNOWN}. */
  private int learn(int code, Vector.Text texts, boolean adding) {
    if (code >= numberOfCode.length) {
      numberOfCode = Arrays.copyOf(numberOfCode, Math.max(code + 1, 2 * numberOfCode.length));
    }
    int number = number(texts, code, adding);
    numberOfCode[code] = number < 0 ? UNKNOWN : number + 1;
    return numberOfCode[code];
  }

  /** The texts, each at the index of its number. Valid until the next new text. */
  Vector.Text texts() {
    return new Vector.Text(bytes, offsets, null);
  }

  long memoryBytes() {
    return bytes.length + 4L * (offsets.length + slots.length + numberOfCode.length);
  }

  /** The number of a text; -1 for one that has none and shall get none. */
  private int number(Vector.Text text, int entry, boolean adding) {
    int from = text.offsets()[entry];
    int to = text.offsets()[entry + 1];
    int slot = home(text.bytes(), from, to);
    while (slots[slot] != 0) {
      int known = slots[slot] - 1;
      if (Arrays.equals(text.bytes(), from, to, bytes, offsets[known], offsets[known + 1])) {
        return known;
      }
      slot = slot + 1 & slots.length - 1;
    }
    if (!adding) {
      return -1;
    }
    slots[slot] = count + 1;
    append(text.bytes(), from, to - from);
    if (2 * count > slots.length) {
      rehash();
    }
    return count - 1;
  }

  private void append(byte[] from, int offset, int length) {
    int start = offsets[count];
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(start, length), 2 * bytes.length));
    }
    System.arraycopy(from, offset, bytes, start, length);
    count++;
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
    }
    offsets[count] = start + length;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < count; number++) {
      int slot = home(bytes, offsets[number], offsets[number + 1]);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = number + 1;
    }
  }

  /** The slot at which the search for a text begins. */
  private int home(byte[] text, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    // Fibonacci hashing: the multiplication carries what differs up, the shift brings it down.
    return hash * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(slots.length) + 1;
  }
}
