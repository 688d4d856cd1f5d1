package io.lodestone.model;

/**
 * A key of a series that is held against several others of its table: where its leading value lies
 * is looked for once. Mutable, to be used for one key after the other; one owner.
 */
public final class OrderedKey {
  private final KeyOrder order;
  private byte[] bytes = {};
  private int offset;
  private int length;
  private long lead = KeyOrder.NO_LEAD;

  public OrderedKey(KeyOrder order) {
    this.order = order;
  }

  /**
   * Takes another key.
   *
   * @param key the array that holds the canonical key; kept, not copied, until the next call
   */
  public void moveTo(byte[] key, int keyOffset, int keyLength) {
    bytes = key;
    offset = keyOffset;
    length = keyLength;
    lead = order.lead(key, keyOffset, keyLength);
  }

  /** Compares with a key of the same order. */
  public int compare(OrderedKey other) {
    return order.compare(
        bytes, offset, length, lead, other.bytes, other.offset, other.length, other.lead);
  }
}
