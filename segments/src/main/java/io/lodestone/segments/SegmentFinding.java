package io.lodestone.segments;

/**
 * Something wrong with a segment.
 *
 * @param file the object
 * @param offset where in it
 * @param message what was expected and what was found
 */
public record SegmentFinding(String file, long offset, String message) {}
