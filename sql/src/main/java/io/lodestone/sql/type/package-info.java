/**
 * The types of SQL: what they are called, how their values lie in vectors, which turn into which by
 * themselves, and how they are written as text.
 *
 * <p>Values never exist as objects here: a {@link io.lodestone.sql.type.Vector} holds many of them
 * in arrays. The package knows no function, no statement and no table.
 */
package io.lodestone.sql.type;
