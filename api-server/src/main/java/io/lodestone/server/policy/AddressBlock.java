package io.lodestone.server.policy;

import java.net.InetAddress;

/** Addresses with a common beginning, as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. Immutable. */
final class AddressBlock {
  private final byte[] address;
  private final int prefixBits;

  private AddressBlock(byte[] address, int prefixBits) {
    this.address = address;
    this.prefixBits = prefixBits;
  }

  /**
   * @param text an address, or one with the length of a prefix
   * @throws IllegalArgumentException when it is neither; no name is ever looked up
   */
  static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = address.length * Byte.SIZE;
    if (slash < 0) {
      return new AddressBlock(address, bits);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
      throw new IllegalArgumentException("a prefix has 0 to " + bits + " bits");
    }
    return new AddressBlock(address, Integer.parseInt(length));
  }

  /** An address of the other family is never in it. */
  boolean contains(InetAddress candidate) {
    byte[] other = candidate.getAddress();
    if (other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
      int mask = prefixBits - bit >= Byte.SIZE ? 0xFF : 0xFF << (Byte.SIZE - (prefixBits - bit));
      int i = bit / Byte.SIZE;
      if (((address[i] ^ other[i]) & mask & 0xFF) != 0) {
        return false;
      }
    }
    return true;
  }
}
