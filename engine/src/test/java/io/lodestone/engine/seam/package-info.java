/**
 * What anything has to keep that stands behind the engine's seams, its log and its store of
 * segments: contract suites, run on the local implementations, and second implementations on the
 * heap that show that nothing else is relied upon. Knows no engine.
 */
package io.lodestone.engine.seam;
