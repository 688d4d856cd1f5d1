/**
 * The durable points that are not in a segment yet: one mutable store per table and generation,
 * written by the committer alone and read by anybody through immutable views.
 *
 * <p>The package knows neither log nor segment, neither retention nor versions' rules: it keeps
 * what it is told to keep, and finds it again by key and time.
 */
package io.lodestone.engine.memtable;
