package io.lodestone.engine.memtable;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/** The first {@code count} series of a dictionary, readable by any thread. */
final class DictionaryView {
  private final KeyOrder keyOrder;
  private final int count;
  private final int[] slots;
  private final int[] hashes;
  private final long[] places;

  /** Empty when no dimension leads the order. */
  private final long[] leads;

  private final byte[][] chunks;

  /** The order that some view computed last; shared by all views of the dictionary. */
  private final AtomicReference<SeriesOrder> order;

  private final DimensionIndexes indexes;

  DictionaryView(
      KeyOrder keyOrder,
      int count,
      int[] slots,
      int[] hashes,
      long[] places,
      long[] leads,
      byte[][] chunks,
      AtomicReference<SeriesOrder> order,
      DimensionIndexes indexes) {
    this.keyOrder = keyOrder;
    this.count = count;
    this.slots = slots;
    this.hashes = hashes;
    this.places = places;
    this.leads = leads;
    this.chunks = chunks;
    this.order = order;
    this.indexes = indexes;
  }

  KeyOrder keyOrder() {
    return keyOrder;
  }

  int count() {
    return count;
  }

  /** The handle of a key, or -1. */
  int find(byte[] key, int offset, int length) {
    int hash = SeriesKey.hash(key, offset, length);
    return SeriesDictionary.find(slots, hashes, places, chunks, count, key, offset, length, hash);
  }

  /** Where series are found by what they have in a column; shared by all views. */
  DimensionIndexes indexes() {
    return indexes;
  }

  /** The place of a series' key, see {@link TextArena}. */
  long place(int handle) {
    return places[handle];
  }

  /** Whether these bytes lie at a place within the key of one of these series. */
  boolean holds(long place, byte[] bytes, int offset, int length) {
    int start = TextArena.offset(place);
    return Arrays.equals(
        chunks[TextArena.chunk(place)],
        start,
        start + TextArena.length(place),
        bytes,
        offset,
        offset + length);
  }

  /** Copies the text at a place. */
  void copy(long place, byte[] to, int at) {
    int length = TextArena.length(place);
    if (length > 0) {
      System.arraycopy(chunks[TextArena.chunk(place)], TextArena.offset(place), to, at, length);
    }
  }

  byte[] keyBytes(int handle) {
    return chunks[TextArena.chunk(places[handle])];
  }

  int keyOffset(int handle) {
    return TextArena.offset(places[handle]);
  }

  int keyLength(int handle) {
    return TextArena.length(places[handle]);
  }

  /** Where the value lies that leads a series' place in the order. */
  long lead(int handle) {
    return leads.length == 0 ? KeyOrder.NO_LEAD : leads[handle];
  }

  int compare(int handle, int other) {
    return keyOrder.compare(
        keyBytes(handle),
        keyOffset(handle),
        keyLength(handle),
        lead(handle),
        keyBytes(other),
        keyOffset(other),
        keyLength(other),
        lead(other));
  }

  /** The order of a series' key and another. */
  int compareKey(int handle, byte[] key) {
    return keyOrder.compare(
        keyBytes(handle), keyOffset(handle), keyLength(handle), key, 0, key.length);
  }

  byte[] key(int handle) {
    int start = keyOffset(handle);
    return Arrays.copyOfRange(keyBytes(handle), start, start + keyLength(handle));
  }

  /**
   * An order of series that covers at least these. Kept for other views; an order that covers more
   * series than a view has serves it as well, since keys do not change.
   */
  SeriesOrder order() {
    SeriesOrder known = order.get();
    while (known.count() < count) {
      SeriesOrder longer = known.extend(this);
      // Another reader may have published an order meanwhile; the longer one stays.
      known = order.accumulateAndGet(longer, (one, two) -> one.count() >= two.count() ? one : two);
    }
    return known;
  }
}
