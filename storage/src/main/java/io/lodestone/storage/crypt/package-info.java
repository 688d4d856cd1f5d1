/**
 * Bytes that nobody reads without a key: data keys, pieces sealed under keys derived from them, and
 * the seam behind which encryption keys lie. Knows no file, no clock and no source of chance; what
 * a piece holds and where it lies is the caller's affair. The scheme is argued in {@code
 * docs/adr/0027-encryption-at-rest.md}.
 */
package io.lodestone.storage.crypt;
