package io.lodestone.engine.read;

import io.lodestone.model.SeriesKey;
import io.lodestone.scan.ColumnVector;
import java.util.Arrays;

/**
 * Texts and their codes, dense numbers from 0 in the order of appearance. Only grows: bytes and
 * offsets that were handed out stay as they are. One owner.
 */
final class TextDictionary {
  private byte[] bytes = new byte[256];
  private int[] offsets = new int[17];
  private int[] hashes = new int[16];

  /** Code + 1, or 0 where the slot is empty; at most half full. */
  private int[] slots = new int[32];

  private int count;

  /** The code of {@code text[from .. to)}, entered if it is new. */
  int code(byte[] text, int from, int to) {
    int hash = SeriesKey.hash(text, from, to - from);
    int slot = slot(text, from, to, hash);
    if (slots[slot] == 0) {
      slots[slot] = count + 1;
      enter(text, from, to - from, hash);
      return count - 1;
    }
    return slots[slot] - 1;
  }

  /** Whether {@code text[from .. to)} has a code already. */
  boolean contains(byte[] text, int from, int to) {
    return count > 0 && slots[slot(text, from, to, SeriesKey.hash(text, from, to - from))] != 0;
  }

  /** The slot of a text, empty when it has no code. */
  private int slot(byte[] text, int from, int to, int hash) {
    int slot = hash & slots.length - 1;
    while (slots[slot] != 0) {
      int code = slots[slot] - 1;
      if (hashes[code] == hash
          && Arrays.equals(bytes, offsets[code], offsets[code + 1], text, from, to)) {
        return slot;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  /** All texts so far. */
  ColumnVector.Varchars texts() {
    return new ColumnVector.Varchars(bytes, offsets, null);
  }

  /** How many texts there are. */
  int count() {
    return count;
  }

  long memoryBytes() {
    return bytes.length + 4L * (offsets.length + hashes.length + slots.length);
  }

  private void enter(byte[] text, int from, int length, int hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count + 1);
    }
    int at = offsets[count];
    int end = Math.addExact(at, length);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(2L * bytes.length, 1 << 30)));
    }
    System.arraycopy(text, from, bytes, at, length);
    hashes[count] = hash;
    offsets[count + 1] = end;
    count++;
    if (2 * count > slots.length) {
      rehash();
    }
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int code = 0; code < count; code++) {
      int slot = hashes[code] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = code + 1;
    }
  }
}
