/**
 * Where things lie in a segment file, and nothing about what they mean: its version, its sections,
 * and the contents that the footer points to. Nobody else computes an offset of the file.
 */
package io.lodestone.segments.layout;
