/**
 * Fewer, better segments of the same points: which segments are merged and where they are cut is
 * planned by a pure function, merging is done in small steps with the code that reads use. Knows
 * nothing of memtables, and never changes what a reader sees.
 */
package io.lodestone.engine.compaction;
