/**
 * From memtables to segments: what to write is planned by pure functions, writing is an act of its
 * own.
 */
package io.lodestone.engine.flush;
