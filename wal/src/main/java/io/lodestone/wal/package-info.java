/**
 * A durable log of opaque entries. Knows bytes, positions and durability; never what an entry
 * means.
 */
package io.lodestone.wal;
